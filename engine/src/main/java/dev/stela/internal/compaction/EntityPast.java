package dev.stela.internal.compaction;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.Version;
import dev.stela.internal.read.VersionTrail;
import dev.stela.internal.retention.EntityEvents;

/**
 * What an entity has outside of a run: the tags it came with, and its newest events up to an LSN
 * that counts. Used for one entity after another; one thread.
 */
final class EntityPast {
  /** Of an entity's newer versions so many are looked at: more would let little more go. */
  private static final int MOST_NEWER = 1024;

  private final SegmentTable segments;
  private final Lookup lookup;
  private final long endLsn;
  private final Version cursor = new Version();
  private final VersionTrail trail = new VersionTrail();
  private final TagSet tags = new TagSet();

  /** Looks up through the directory. */
  EntityPast(SegmentTable segments, Lookup lookup, long endLsn) {
    this.segments = segments;
    this.lookup = lookup;
    this.endLsn = endLsn;
  }

  /** Begins with an entity's first version in the run: adds the tags that it had before. */
  void addOlder(LogSegment segment, long record, EntityEvents into) {
    cursor.point(segments, segment, record);
    if (!cursor.toPrevious()) {
      into.clear(true);
      return;
    }
    into.clear(!cursor.isCut());
    if (!cursor.isCut()) {
      tags.load(cursor);
      for (int i = 0; i < tags.size(); i++) {
        into.add(
            cursor.lsn(),
            tags.time(i),
            EventLayout.TAG_ADD,
            tags.number(i),
            EventLayout.SIZE,
            false);
      }
    }
  }

  /** Adds the newest events after the run, which ends for the entity with the version given. */
  void addNewer(LogSegment segment, long record, EntityEvents into) {
    long high = RecordLayout.idHigh(segment.memory(), record);
    long low = RecordLayout.idLow(segment.memory(), record);
    long last = RecordLayout.lsn(segment.memory(), record);
    if (!lookup.findHistory(high, low, endLsn, cursor)) {
      // It is being purged.
      return;
    }
    trail.gather(cursor, last + 1, MOST_NEWER, false);
    for (int i = 0; i < trail.size(); i++) {
      trail.moveTo(i, cursor);
      Planner.addEvents(cursor.memory(), cursor.record(), false, into);
    }
  }
}
