package dev.stela;

/** The entity was changed since the state on which this change was based. */
public final class ConflictException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public ConflictException(String message) {
    super(message);
  }
}
