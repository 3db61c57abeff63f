package dev.stela.internal.index.postings;

/**
 * The posting lists of all tags. One thread appends; any thread reads, without a lock and exactly
 * as of any LSN.
 */
public final class Postings {
  /** The list of the entities that are deleted, kept as if that were a tag. */
  public static final int DELETED = 0;

  /** Returns the entities that have a tag as of an LSN. */
  public OrdinalSet at(int tag, long lsn) {
    throw new UnsupportedOperationException();
  }

  /** Returns the entities that have had a tag at any LSN up to the given one. */
  public OrdinalSet everAt(int tag, long lsn) {
    throw new UnsupportedOperationException();
  }

  /** Returns the entities that have any of many tags as of an LSN, or have had up to it. */
  public OrdinalSet anyAt(int[] tags, long lsn, boolean ever) {
    throw new UnsupportedOperationException();
  }
}
