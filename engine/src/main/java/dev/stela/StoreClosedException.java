package dev.stela;

/** The store, or the view or snapshot used, has been closed. */
public final class StoreClosedException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public StoreClosedException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param cause the failure that led to it
   */
  public StoreClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
