package dev.stela;

/** Two different entities were given the same 128-bit id. */
public final class IdCollisionException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public IdCollisionException(String message) {
    super(message);
  }
}
