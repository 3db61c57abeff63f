package dev.stela.internal.text;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.TextSet;
import dev.stela.internal.read.Version;
import java.lang.foreign.MemorySegment;
import org.agrona.collections.IntHashSet;

/**
 * Loads the texts that an entity had as of a version, of those versions too that retention has cut:
 * their states tell nothing, but all events of texts are kept. One thread.
 */
public final class VersionTexts {
  private final SegmentTable segments;
  private final Version cursor = new Version();
  private final IntHashSet decided = new IntHashSet();

  /** Loads from a log. */
  public VersionTexts(SegmentTable segments) {
    this.segments = segments;
  }

  /** Loads the texts of a version. */
  public void load(Version version, TextSet into) {
    if (!version.isCut()) {
      into.load(version);
      return;
    }
    into.clear();
    decided.clear();
    cursor.point(segments, version.segment(), version.record());
    do {
      decide(into);
    } while (cursor.toPrevious());
  }

  /** Takes what the version says of fields of which no later one has spoken. */
  private void decide(TextSet into) {
    MemorySegment memory = cursor.memory();
    long end = RecordLayout.eventsEnd(memory, cursor.record());
    long first = cursor.record() + RecordLayout.SIZE;
    for (long event = first; event < end; event = EventLayout.next(memory, event)) {
      int type = EventLayout.type(memory, event);
      int field = EventLayout.argument(memory, event);
      if (TextRule.concernsText(type) && !decided.contains(field)) {
        if (type == EventLayout.TEXT_PUT) {
          into.put(field, memory, event + EventLayout.SIZE);
        } else {
          into.remove(field);
        }
      }
    }
    for (long event = first; event < end; event = EventLayout.next(memory, event)) {
      if (TextRule.concernsText(EventLayout.type(memory, event))) {
        decided.add(EventLayout.argument(memory, event));
      }
    }
  }
}
