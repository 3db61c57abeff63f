package dev.stela;

import java.io.Serial;

/** Root of all exceptions that the store throws on its own account. */
public class StelaException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what happened, then {@code name=value} pairs
   */
  public StelaException(String message) {
    super(message);
  }

  /**
   * Creates an exception with its cause.
   *
   * @param message what happened, then {@code name=value} pairs
   * @param cause what made it happen
   */
  public StelaException(String message, Throwable cause) {
    super(message, cause);
  }
}
