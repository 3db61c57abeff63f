package dev.stela.internal.compaction;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;
import org.agrona.collections.LongHashSet;

/**
 * Finds out which pieces of streamed content a version after a run names: a long content may have
 * been streamed through many segments before it was put. One thread.
 */
final class ChunkUse {
  private final IntPredicate purged;
  private final Pacer pacer;

  /**
   * Looks for them.
   *
   * @param purged tells which entities' versions count for nothing: nobody reads them again
   */
  ChunkUse(IntPredicate purged, Pacer pacer) {
    this.purged = purged;
    this.pacer = pacer;
  }

  /** Adds to {@code used} the LSNs of all chunks that versions in a segment name. */
  void addUsed(LogSegment segment, LongHashSet used) {
    segment.checkAll(length -> pacer.spend(length / 2));
    MemorySegment memory = segment.memory();
    int end = segment.end();
    long frame = LogSegmentLayout.FRAMES_OFFSET;
    while (frame < end) {
      int length = FrameLayout.length(memory, frame);
      if (FrameLayout.kind(memory, frame) == FrameLayout.KIND_COMMIT) {
        addOfFrame(memory, frame, used);
      }
      pacer.spend(length / 2);
      frame += length;
    }
  }

  private void addOfFrame(MemorySegment memory, long frame, LongHashSet used) {
    long record = frame + FrameLayout.SIZE;
    for (int i = FrameLayout.records(memory, frame); i > 0; i--) {
      if (RecordLayout.kind(memory, record) == RecordLayout.KIND_ENTITY
          && !purged.test(RecordLayout.ordinal(memory, record))) {
        long end = RecordLayout.eventsEnd(memory, record);
        for (long event = record + RecordLayout.SIZE;
            event < end;
            event = EventLayout.next(memory, event)) {
          Planner.chunksOf(memory, event, used);
        }
      }
      record += RecordLayout.length(memory, record);
    }
  }
}
