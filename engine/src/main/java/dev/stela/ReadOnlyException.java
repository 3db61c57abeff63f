package dev.stela;

/** A change was asked of a store that is open for reading only. */
public final class ReadOnlyException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public ReadOnlyException(String message) {
    super(message);
  }
}
