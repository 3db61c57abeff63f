package dev.stela.internal.query;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.Version;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Goes through the states of one entity after another from its creation: for what posting lists
 * cannot tell. One thread.
 */
final class TagHistory {
  private final Indexes indexes;
  private final Version version = new Version();
  private final TagSet tags = new TagSet();
  private final List<LogSegment> segments = new ArrayList<>();
  private long[] records = new long[16];

  TagHistory(Indexes indexes) {
    this.indexes = indexes;
  }

  /** Tells whether an entity was active after any commit up to an LSN. */
  boolean wasActive(int ordinal, long lsn) {
    if (!Versions.findHistory(indexes, ordinal, lsn, version)) {
      return false;
    }
    do {
      if (version.isActive()) {
        return true;
      }
    } while (version.toPrevious());
    return false;
  }

  /**
   * Tells whether at any LSN of a span an entity had one of some tags and none of some others; both
   * are sorted. What retention has left of the events of these tags tells their state from their
   * horizon on, whatever it has taken of others.
   *
   * @param horizon where the span begins: the tags' horizon
   * @param lsn where the span ends
   */
  boolean hadWithout(int ordinal, long horizon, long lsn, int[] some, int[] none) {
    if (!Versions.findHistory(indexes, ordinal, lsn, version)) {
      return false;
    }
    segments.clear();
    do {
      if (segments.size() == records.length) {
        records = Arrays.copyOf(records, records.length * 2);
      }
      records[segments.size()] = version.record();
      segments.add(version.segment());
    } while (version.toPrevious());
    tags.load(version);
    int next = segments.size() - 2;
    while (next >= 0 && isUpTo(horizon, next) || !hasWithout(some, none)) {
      if (next < 0) {
        return false;
      }
      apply(segments.get(next).memory(), records[next]);
      next--;
    }
    return true;
  }

  private boolean isUpTo(long lsn, int index) {
    return RecordLayout.lsn(segments.get(index).memory(), records[index]) <= lsn;
  }

  private boolean hasWithout(int[] some, int[] none) {
    boolean has = false;
    for (int i = 0; i < tags.size(); i++) {
      if (Arrays.binarySearch(none, tags.number(i)) >= 0) {
        return false;
      }
      has |= Arrays.binarySearch(some, tags.number(i)) >= 0;
    }
    return has;
  }

  private void apply(MemorySegment memory, long record) {
    long end = RecordLayout.eventsEnd(memory, record);
    for (long event = record + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      int type = EventLayout.type(memory, event);
      if (type == EventLayout.TAG_ADD) {
        tags.add(EventLayout.argument(memory, event), 0);
      } else if (type == EventLayout.TAG_REMOVE) {
        tags.remove(EventLayout.argument(memory, event));
      }
    }
  }
}
