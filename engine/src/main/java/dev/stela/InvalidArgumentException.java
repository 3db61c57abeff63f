package dev.stela;

/** An argument is wrong in itself, whatever the store holds. */
public class InvalidArgumentException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public InvalidArgumentException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param cause the failure that led to it
   */
  public InvalidArgumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
