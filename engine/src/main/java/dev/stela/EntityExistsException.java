package dev.stela;

/** The entity to be created exists already. */
public final class EntityExistsException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public EntityExistsException(String message) {
    super(message);
  }
}
