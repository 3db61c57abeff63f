package dev.stela.internal.compaction;

import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.read.Version;
import dev.stela.internal.read.VersionTrail;
import java.lang.foreign.MemorySegment;

/**
 * What an entity has outside of a run: the versions before it, and those after it up to an LSN that
 * no power cut takes back. Used for one entity after another; one thread.
 */
final class EntityPast {
  private final Lookup lookup;
  private final long durableLsn;
  private final Version cursor = new Version();
  private final VersionTrail trail = new VersionTrail();
  private int olderEnd;
  private int newerStart;

  /** Looks up through the directory. */
  EntityPast(Lookup lookup, long durableLsn) {
    this.lookup = lookup;
    this.durableLsn = durableLsn;
  }

  /**
   * Goes to the entity of a record; its versions from {@code first} to {@code last} are the run's.
   *
   * @return false if it is not to be found: it is being purged
   */
  boolean seek(MemorySegment memory, long record, long first, long last) {
    long high = RecordLayout.idHigh(memory, record);
    long low = RecordLayout.idLow(memory, record);
    if (!lookup.findHistory(high, low, durableLsn, cursor)
        || cursor.ordinal() != RecordLayout.ordinal(memory, record)) {
      return false;
    }
    trail.gather(cursor, 0, Integer.MAX_VALUE, true);
    olderEnd = 0;
    newerStart = trail.size();
    for (int i = 0; i < trail.size(); i++) {
      trail.moveTo(i, cursor);
      if (cursor.lsn() < first) {
        olderEnd = i + 1;
      } else if (cursor.lsn() > last) {
        newerStart = i;
        return true;
      }
    }
    return true;
  }

  /** Adds the events before the run. */
  void addOlder(EntityEvents events) {
    add(0, olderEnd, events);
  }

  /** Adds the events after the run. */
  void addNewer(EntityEvents events) {
    add(newerStart, trail.size(), events);
  }

  /**
   * Tells whether a version after the run still has a content that was put in it: then the first
   * one that tells the whole state has it.
   */
  boolean refersToContent(long lsn) {
    for (int i = newerStart; i < trail.size(); i++) {
      trail.moveTo(i, cursor);
      if (!cursor.isCut()) {
        long block = cursor.contentBlock();
        return block != 0 && BlockLayout.lsn(cursor.memory(), block) == lsn;
      }
      if (changesContent()) {
        return false;
      }
    }
    // It is the current one.
    return true;
  }

  private boolean changesContent() {
    MemorySegment memory = cursor.memory();
    long end = RecordLayout.eventsEnd(memory, cursor.record());
    for (long event = cursor.record() + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      int type = EventLayout.type(memory, event);
      if (type == EventLayout.CONTENT_PUT || type == EventLayout.CONTENT_REMOVE) {
        return true;
      }
    }
    return false;
  }

  private void add(int from, int to, EntityEvents events) {
    for (int i = from; i < to; i++) {
      trail.moveTo(i, cursor);
      Planner.addEvents(cursor.memory(), cursor.record(), false, events);
    }
  }
}
