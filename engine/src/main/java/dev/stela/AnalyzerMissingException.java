package dev.stela;

/**
 * An analyzer is wanted whose library is not on the path of this process. The message names the
 * artifacts that have to be added.
 */
public final class AnalyzerMissingException extends StelaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message says what happened
   * @param cause the failure that led to it
   */
  public AnalyzerMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}
