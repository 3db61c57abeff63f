package dev.stela;

/**
 * A text index is being made of what the store holds already, and there is none yet to answer from.
 * {@link Maintenance#awaitTextIndex} waits for it.
 */
public final class TextIndexNotReadyException extends StelaException {
  private static final long serialVersionUID = 1L;

  private final double progress;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param progress how much of the log has been gone through, 0 to 1
   */
  public TextIndexNotReadyException(String message, double progress) {
    super(message);
    this.progress = progress;
  }

  /**
   * How much of the log has been gone through.
   *
   * @return 0 to 1
   */
  public double progress() {
    return progress;
  }
}
