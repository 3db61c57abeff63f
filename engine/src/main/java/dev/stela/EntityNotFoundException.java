package dev.stela;

/** The entity named does not exist, or not at the time asked about. */
public final class EntityNotFoundException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public EntityNotFoundException(String message) {
    super(message);
  }
}
