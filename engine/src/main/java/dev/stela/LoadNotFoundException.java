package dev.stela;

/** There is no bulk load of that id. */
public final class LoadNotFoundException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public LoadNotFoundException(String message) {
    super(message);
  }
}
