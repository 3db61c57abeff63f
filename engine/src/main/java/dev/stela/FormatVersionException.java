package dev.stela;

import java.nio.file.Path;

/** A file is sound, but of a format version that this release does not read. */
public final class FormatVersionException extends StelaException {
  private static final long serialVersionUID = 1L;

  // Text, not Path: a Path cannot be serialised.
  private final String file;
  private final int oldest;
  private final int newest;
  private final int actual;

  /**
   * Creates the exception; the message is put together from all parts.
   *
   * @param file the file of the unreadable version
   * @param oldest oldest version that this release reads
   * @param newest newest version that this release reads
   * @param actual the file's version
   */
  public FormatVersionException(Path file, int oldest, int newest, int actual) {
    super(
        "%s: file=%s, oldestReadable=%d, newestReadable=%d, actual=%d"
            .formatted(
                actual > newest
                    ? "file was written by a newer release, open it with that release"
                    : "file was written by a release too old to be read by this one",
                file,
                oldest,
                newest,
                actual));
    this.file = String.valueOf(file);
    this.oldest = oldest;
    this.newest = newest;
    this.actual = actual;
  }

  /** {@return the file of the unreadable version} */
  public Path file() {
    return Path.of(file);
  }

  /** {@return the oldest version that this release reads} */
  public int oldest() {
    return oldest;
  }

  /** {@return the newest version that this release reads} */
  public int newest() {
    return newest;
  }

  /** {@return the version found} */
  public int actual() {
    return actual;
  }

  /** {@return whether the file is too new, as opposed to too old} */
  public boolean isTooNew() {
    return actual > newest;
  }
}
