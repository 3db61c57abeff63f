package dev.stela;

/**
 * The store has stopped taking changes because an earlier write or sync failed.
 *
 * <p>What had been acknowledged stays readable; reopening the store decides what survived.
 */
public final class StoreFailedException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public StoreFailedException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param cause the failure that led to it
   */
  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
