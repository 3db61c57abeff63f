package dev.stela;

/**
 * The disk or the quota is full. Nothing was left half-written; when space returns, writing goes
 * on.
 */
public final class StorageFullException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public StorageFullException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param cause the failure that led to it
   */
  public StorageFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
