package dev.stela;

/** Root of everything that Stela throws on purpose. Messages say what happened, then name=value. */
public class StelaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public StelaException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param cause the failure that led to it
   */
  public StelaException(String message, Throwable cause) {
    super(message, cause);
  }
}
