package dev.stela.internal.format;

/** The kinds of file a store consists of, with the format versions read and written. Immutable. */
public enum FileKind {
  /** The two-slot root of the store. */
  SUPERBLOCK(1, 1),
  /** The live header. */
  LIVE(2, 1),
  /** A log segment, active or sealed. */
  LOG(3, 1),
  /** The index part of a sealed log segment or of a data segment. */
  INDEX(4, 1),
  /** The list of the segments in force; version 4 tells of the text index and of bulk loads. */
  MANIFEST(5, 4),
  /** The entity directory. */
  DIRECTORY(6, 1),
  /** The tag dictionary. */
  DICTIONARY(7, 1),
  /** The entity table. */
  ENTITIES(8, 1),
  /** The heads of the posting lists, by tag number. */
  POSTING_HEADS(9, 1),
  /** The blocks of the posting lists. */
  POSTINGS(10, 1),
  /** A data segment: what compaction has made of sealed log segments. */
  DATA(11, 1),
  /** The tables over the dictionary that a clean close leaves. */
  DICTIONARY_TABLES(12, 1),
  /** A segment of the text index; version 2 has impacts of groups of blocks. */
  TEXT(13, 2);

  private final int code;
  private final int version;

  FileKind(int code, int version) {
    this.code = code;
    this.version = version;
  }

  /** Returns the number that stands for the kind in file headers. */
  public int code() {
    return code;
  }

  /** Returns the format version that this release writes, and the only one that it reads. */
  public int version() {
    return version;
  }
}
