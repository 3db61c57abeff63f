package dev.stela.internal.query;

import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import java.lang.foreign.MemorySegment;

/** Reads the log in the order in which it was written. Stateless, for any thread. */
final class LogWalk {
  private LogWalk() {}

  /** Returns the entities with a version in a span of visible LSNs: reads that part of the log. */
  static OrdinalSet changed(SegmentTable segments, long first, long last) {
    OrdinalSet.Editor changed = OrdinalSet.EMPTY.edit();
    for (LogSegment segment : segments.all()) {
      long start = segment.firstLsn();
      if (start != 0 && start <= last) {
        long frame = LogSegmentLayout.FRAMES_OFFSET;
        if (start < first) {
          frame = segment.ceiling(first);
        } else {
          segment.checkAll();
        }
        if (frame >= 0) {
          addChanged(segment, frame, last, changed);
        }
      }
    }
    return changed.done();
  }

  private static void addChanged(
      LogSegment segment, long start, long last, OrdinalSet.Editor changed) {
    MemorySegment memory = segment.memory();
    long frame = start;
    int end = segment.end();
    while (frame < end && FrameLayout.lsn(memory, frame) <= last) {
      if (FrameLayout.kind(memory, frame) == FrameLayout.KIND_COMMIT) {
        long record = frame + FrameLayout.SIZE;
        for (int i = FrameLayout.records(memory, frame); i > 0; i--) {
          if (RecordLayout.kind(memory, record) == RecordLayout.KIND_ENTITY) {
            changed.add(RecordLayout.ordinal(memory, record));
          }
          record += RecordLayout.length(memory, record);
        }
      }
      frame += FrameLayout.length(memory, frame);
    }
  }
}
