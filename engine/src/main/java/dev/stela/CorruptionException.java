package dev.stela;

import java.nio.file.Path;

/** Stored bytes are not what was written: says where, what was expected and what was found. */
public final class CorruptionException extends StelaException {
  private static final long serialVersionUID = 1L;

  // Text, not Path: a Path cannot be serialised.
  private final String file;
  private final long offset;
  private final String expected;
  private final String actual;

  /**
   * Creates the exception; the message is put together from all parts.
   *
   * @param what what is wrong, such as "checksum of the header does not match"
   * @param file the damaged file
   * @param offset position in the file, in bytes, of the value that is wrong
   * @param expected the value that should be there
   * @param actual the value found
   */
  public CorruptionException(String what, Path file, long offset, Object expected, Object actual) {
    super(
        "%s: file=%s, offset=%d, expected=%s, actual=%s"
            .formatted(what, file, offset, expected, actual));
    this.file = String.valueOf(file);
    this.offset = offset;
    this.expected = String.valueOf(expected);
    this.actual = String.valueOf(actual);
  }

  /** {@return the damaged file} */
  public Path file() {
    return Path.of(file);
  }

  /** {@return the position in the file, in bytes, of the value that is wrong} */
  public long offset() {
    return offset;
  }

  /** {@return the value that should have been found, as text} */
  public String expected() {
    return expected;
  }

  /** {@return the value found, as text} */
  public String actual() {
    return actual;
  }
}
