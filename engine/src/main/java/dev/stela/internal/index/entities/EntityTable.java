package dev.stela.internal.index.entities;

/** The entities by ordinal. One thread writes; any thread reads, without a lock. */
public final class EntityTable {
  /** Returns how many entities had been created up to an LSN: their ordinals are below that. */
  public int countAt(long lsn) {
    throw new UnsupportedOperationException();
  }

  /** Returns the upper half of an entity's id. */
  public long idHigh(int ordinal) {
    throw new UnsupportedOperationException();
  }

  /** Returns the lower half of an entity's id. */
  public long idLow(int ordinal) {
    throw new UnsupportedOperationException();
  }

  /** Returns the LSN of an entity's creation; ordinals are in its order. */
  public long createdLsn(int ordinal) {
    throw new UnsupportedOperationException();
  }

  /** Returns the LSN of an entity's newest change: it may be newer than what a reader may see. */
  public long updatedLsn(int ordinal) {
    throw new UnsupportedOperationException();
  }
}
