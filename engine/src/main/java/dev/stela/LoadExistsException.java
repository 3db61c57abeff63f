package dev.stela;

/** There is a bulk load of that id already. */
public final class LoadExistsException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   */
  public LoadExistsException(String message) {
    super(message);
  }
}
