package dev.stela.internal.directory;

import dev.stela.internal.format.IndexEntryLayout;

/**
 * A copy of one directory slot, taken whole: holder that a caller owns and uses again and again.
 *
 * <p>Never shared between threads; the directory keeps no reference to it. Its content is that of
 * the last lookup that found something.
 */
public final class IndexEntry {
  long idHigh;
  long idLow;
  long location;
  long lsn;
  int ordinal;
  int length;
  int flags;

  // Where the entry was found. Only a hint: splits move entries.
  int block;
  int slotOffset;

  /** Creates an empty holder. */
  public IndexEntry() {}

  /** Returns the upper half of the entity's id. */
  public long idHigh() {
    return idHigh;
  }

  /** Returns the lower half of the entity's id. */
  public long idLow() {
    return idLow;
  }

  /** Returns segment number and offset, packed as {@link IndexEntryLayout#location(int, long)}. */
  public long location() {
    return location;
  }

  /** Returns the number of the segment that holds the newest state. */
  public int segmentNumber() {
    return IndexEntryLayout.segmentNumber(location);
  }

  /** Returns where in the segment the newest state is, in bytes. */
  public long offset() {
    return IndexEntryLayout.offset(location);
  }

  /** Returns the log sequence number of the newest state. */
  public long lsn() {
    return lsn;
  }

  /** Returns the entity's number in the store. */
  public int ordinal() {
    return ordinal;
  }

  /** Returns the length of the newest state where it was written, in bytes. */
  public int length() {
    return length;
  }

  /** Returns the flags of {@link IndexEntryLayout}. */
  public int flags() {
    return flags;
  }

  @Override
  public String toString() {
    return "IndexEntry[id=%016x%016x, segment=%d, offset=%d, lsn=%d, ordinal=%d, length=%d, flags=%d]"
        .formatted(idHigh, idLow, segmentNumber(), offset(), lsn, ordinal, length, flags);
  }
}
