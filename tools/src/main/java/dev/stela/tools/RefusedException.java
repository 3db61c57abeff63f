package dev.stela.tools;

import dev.stela.StelaException;

/** What was asked for does not exist, or is not done. */
public final class RefusedException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what is refused and why
   */
  public RefusedException(String message) {
    super(message);
  }
}
