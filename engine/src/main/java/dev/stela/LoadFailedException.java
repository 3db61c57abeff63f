package dev.stela;

/** A bulk load has stopped after a failure; what was committed before is in the store. */
public final class LoadFailedException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param cause the failure that led to it
   */
  public LoadFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
