package dev.stela;

/** A file operation failed for a reason other than a full disk or damaged content. */
public final class StorageException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public StorageException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param cause the failure that led to it
   */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
