package dev.stela;

/** An argument is wrong in itself, whatever the store holds. */
public final class InvalidArgumentException extends StelaException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a message that says what happened. */
  public InvalidArgumentException(String message) {
    super(message);
  }
}
