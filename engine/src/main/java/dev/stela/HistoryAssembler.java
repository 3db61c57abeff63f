package dev.stela;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Version;
import dev.stela.internal.read.VersionTrail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads a part of an entity's history: back to its oldest version, whose state before is loaded
 * once, and from there forward. One thread.
 */
final class HistoryAssembler {
  private final Dictionary dictionary;
  private final SegmentTable segments;

  HistoryAssembler(Dictionary dictionary, SegmentTable segments) {
    this.dictionary = dictionary;
    this.segments = segments;
  }

  /**
   * Reads versions.
   *
   * @param cursor stands on the newest version of the range; is moved
   * @param minLsn the oldest LSN of the range
   * @param limit how many versions at most
   * @param oldestFirst the order of the answer, and which versions it has if there are more
   */
  List<Change> assemble(Version cursor, long minLsn, int limit, boolean oldestFirst) {
    EntityId id = EntityAssembler.id(cursor);
    VersionTrail trail = new VersionTrail();
    Standing standing = new Standing(segments);
    // What stood before a version of which something is missing is not known.
    if (trail.gather(cursor, minLsn, limit, oldestFirst) && trail.size() > 0 && !cursor.isCut()) {
      standing.load(cursor);
    }
    EventAssembler events = new EventAssembler(dictionary, standing);
    List<Change> changes = new ArrayList<>(trail.size());
    for (int i = 0; i < trail.size(); i++) {
      trail.moveTo(i, cursor);
      changes.add(events.change(id, cursor));
    }
    if (!oldestFirst) {
      Collections.reverse(changes);
    }
    return changes;
  }
}
