package dev.stela;

/** A transaction does not fit into one log segment; it was rolled back. */
public final class TransactionTooLargeException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public TransactionTooLargeException(String message) {
    super(message);
  }
}
