package dev.stela.internal.query;

import dev.stela.CorruptionException;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.read.Version;
import java.lang.invoke.VarHandle;

/** From ordinals to versions. Stateless, for any thread. */
public final class Versions {
  private Versions() {}

  /**
   * Points a cursor at an entity's newest version not after an LSN, at which it existed.
   *
   * @return false if the entity has been purged
   * @throws dev.stela.HistoryNotKeptException if retention has dropped what it says
   */
  public static boolean find(Indexes indexes, int ordinal, long lsn, Version into) {
    EntityTable entities = indexes.entities();
    return isEntity(
        indexes,
        ordinal,
        into,
        indexes.lookup().findAny(entities.idHigh(ordinal), entities.idLow(ordinal), lsn, into));
  }

  /** As {@link #find}, whether or not retention has dropped something of the version. */
  static boolean findHistory(Indexes indexes, int ordinal, long lsn, Version into) {
    EntityTable entities = indexes.entities();
    return isEntity(
        indexes,
        ordinal,
        into,
        indexes.lookup().findHistory(entities.idHigh(ordinal), entities.idLow(ordinal), lsn, into));
  }

  private static boolean isEntity(Indexes indexes, int ordinal, Version into, boolean found) {
    if (found && into.ordinal() == ordinal) {
      return true;
    }
    // Partner: the release fence in EntityTable.erase, and the order in which a purge is applied.
    VarHandle.acquireFence();
    if (!indexes.purged().contains(ordinal)) {
      throw new CorruptionException(
          "the directory does not have an entity that the entity table has",
          indexes.segments().all()[0].path(),
          0,
          "ordinal " + ordinal,
          "none");
    }
    return false;
  }

  /** Returns the LSN of an entity's last change not after an LSN; 0 if it was purged. */
  static long lastLsn(Indexes indexes, int ordinal, long lsn, Version scratch) {
    long newest = indexes.entities().updatedLsn(ordinal);
    if (newest <= lsn) {
      return newest;
    }
    return find(indexes, ordinal, lsn, scratch) ? scratch.lsn() : 0;
  }
}
