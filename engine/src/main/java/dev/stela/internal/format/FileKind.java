package dev.stela.internal.format;

/** The kinds of file a store consists of, with the format versions read and written. Immutable. */
public enum FileKind {
  /** The two-slot root of the store. */
  SUPERBLOCK(1),
  /** The live header. */
  LIVE(2),
  /** A log segment, active or sealed. */
  LOG(3),
  /** The index segment of a sealed log segment. */
  INDEX(4),
  /** The list of the segments in force. */
  MANIFEST(5),
  /** The entity directory. */
  DIRECTORY(6),
  /** The tag dictionary. */
  DICTIONARY(7);

  /** Version written by this release, for every kind. */
  public static final int CURRENT_VERSION = 1;

  /** Oldest version read by this release. */
  public static final int OLDEST_VERSION = 1;

  private final int code;

  FileKind(int code) {
    this.code = code;
  }

  /** Returns the number that stands for the kind in file headers. */
  public int code() {
    return code;
  }
}
