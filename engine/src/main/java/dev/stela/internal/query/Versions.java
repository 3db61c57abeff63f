package dev.stela.internal.query;

import dev.stela.CorruptionException;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.read.Version;

/** From ordinals to versions. Stateless, for any thread. */
public final class Versions {
  private Versions() {}

  /**
   * Points a cursor at an entity's newest version not after an LSN, at which it existed.
   *
   * @throws dev.stela.HistoryNotKeptException if retention has dropped what it says
   */
  public static void find(Indexes indexes, int ordinal, long lsn, Version into) {
    EntityTable entities = indexes.entities();
    require(
        indexes,
        ordinal,
        into,
        indexes.lookup().findAny(entities.idHigh(ordinal), entities.idLow(ordinal), lsn, into));
  }

  /** As {@link #find}; tells whether the version is whole, and does not throw if it is not. */
  static boolean findWhole(Indexes indexes, int ordinal, long lsn, Version into) {
    findHistory(indexes, ordinal, lsn, into);
    return !into.isCut();
  }

  /** As {@link #find}, whether or not retention has dropped something of the version. */
  static void findHistory(Indexes indexes, int ordinal, long lsn, Version into) {
    EntityTable entities = indexes.entities();
    require(
        indexes,
        ordinal,
        into,
        indexes.lookup().findHistory(entities.idHigh(ordinal), entities.idLow(ordinal), lsn, into));
  }

  private static void require(Indexes indexes, int ordinal, Version into, boolean found) {
    if (!found || into.ordinal() != ordinal) {
      throw new CorruptionException(
          "the directory does not have an entity that the entity table has",
          indexes.segments().all()[0].path(),
          0,
          "ordinal " + ordinal,
          "none");
    }
  }

  /** Returns the LSN of an entity's last change not after an LSN. */
  static long lastLsn(Indexes indexes, int ordinal, long lsn, Version scratch) {
    long newest = indexes.entities().updatedLsn(ordinal);
    if (newest <= lsn) {
      return newest;
    }
    find(indexes, ordinal, lsn, scratch);
    return scratch.lsn();
  }
}
