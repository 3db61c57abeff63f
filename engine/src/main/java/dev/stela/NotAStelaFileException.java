package dev.stela;

import java.nio.file.Path;

/** A file does not begin as every file of this engine does: it is something else. */
public final class NotAStelaFileException extends StelaException {
  private static final long serialVersionUID = 1L;

  // Text, not Path: a Path cannot be serialised.
  private final String file;

  /**
   * Creates the exception.
   *
   * @param file the foreign file
   * @param offset where the magic number was looked for, in bytes
   * @param expected the magic number
   * @param actual what stood in its place
   */
  public NotAStelaFileException(Path file, long offset, Object expected, Object actual) {
    super(
        "not a Stela file: file=%s, offset=%d, expected=%s, actual=%s"
            .formatted(file, offset, expected, actual));
    this.file = String.valueOf(file);
  }

  /** {@return the foreign file} */
  public Path file() {
    return Path.of(file);
  }
}
