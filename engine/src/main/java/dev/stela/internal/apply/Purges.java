package dev.stela.internal.apply;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.directory.IndexEntry;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.index.postings.Postings;
import java.util.BitSet;

/**
 * Takes purged entities out of what is derived from the log. Compaction leaves nothing of a purged
 * entity but the record of its purge, so that in an old log its ordinal comes up only there: until
 * then it is a hole. One thread, in the order of the log.
 */
final class Purges {
  private final Directory directory;
  private final EntityTable entities;
  private final PostingLists lists;
  private final IndexEntry entry = new IndexEntry();

  // Ordinals of which nothing but the number is known, and no purge yet.
  private final BitSet holes = new BitSet();

  Purges(Directory directory, EntityTable entities, PostingLists lists) {
    this.directory = directory;
    this.entities = entities;
    this.lists = lists;
  }

  /** Enters the ordinals from one to before another as holes. */
  void addHoles(int from, int to, long lsn) {
    for (int ordinal = from; ordinal < to; ordinal++) {
      entities.add(0, 0, lsn);
    }
    holes.set(from, to);
  }

  /**
   * An entity with versions and without a creation.
   *
   * @param idHigh the upper half of its id
   * @param idLow the lower half of its id
   * @param ordinal its ordinal, a hole
   */
  record Stray(long idHigh, long idLow, int ordinal) {}

  /** Takes over holes that are in the entity table already. */
  void addHoles(BitSet added) {
    holes.or(added);
  }

  /** Takes an entity out of the directory; returns its slot's flags, 0 if it is not there. */
  int remove(Stray stray) {
    if (!directory.lookup(stray.idHigh(), stray.idLow(), entry)
        || entry.ordinal() != stray.ordinal()) {
      return 0;
    }
    directory.purge(entry, 0);
    return entry.flags();
  }

  /** Tells whether an ordinal is a hole. */
  boolean isHole(int ordinal) {
    return !holes.isEmpty() && holes.get(ordinal);
  }

  /** Returns the first hole; -1 if there is none. */
  int firstHole() {
    return holes.nextSetBit(0);
  }

  /**
   * Purges an entity, or explains a hole. A part of it may have been done before: the process may
   * have died in the middle of it.
   *
   * @param recordFlags those of the record of the purge
   * @return the flags of the entity's last version that tell of its life
   */
  int purge(int ordinal, int recordFlags, long lsn) {
    boolean hole = isHole(ordinal);
    // First: who finds the entity gone below has to find it in this list.
    lists.append(Postings.PURGED, ordinal, false, lsn);
    if (hole) {
      holes.clear(ordinal);
      return 0;
    }
    int life = recordFlags;
    if (directory.lookup(entities.idHigh(ordinal), entities.idLow(ordinal), entry)
        && entry.ordinal() == ordinal) {
      life = recordFlags(entry.flags());
      directory.purge(entry, lsn);
    } else {
      directory.countPurged();
    }
    entities.erase(ordinal);
    return life;
  }

  private static int recordFlags(int slotFlags) {
    return ((slotFlags & IndexEntryLayout.DELETED) != 0 ? RecordLayout.FLAG_DELETED : 0)
        | ((slotFlags & IndexEntryLayout.ARCHIVED) != 0 ? RecordLayout.FLAG_ARCHIVED : 0);
  }
}
