package dev.stela;

/** The entity does not have the tag that was to be removed. */
public final class TagNotFoundException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public TagNotFoundException(String message) {
    super(message);
  }
}
