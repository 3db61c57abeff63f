package dev.stela.internal.read;

import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;

/**
 * Walks over the versions of all entities but the purged ones in the order of the log, frame by
 * frame and across segments, and holds still at an LSN given anew each time. One thread at a time;
 * allocates nothing.
 */
public final class VersionFeed {
  private final SegmentTable segments;
  private final IntPredicate purged;
  private LogSegment segment;
  private long nextFrame;
  private long nextRecord;
  private int records;
  private long frameLsn;

  /**
   * Begins with the frame after an LSN.
   *
   * @param purged tells of an ordinal whether its entity has been purged by now
   */
  public VersionFeed(SegmentTable segments, IntPredicate purged, long afterLsn) {
    this.segments = segments;
    this.purged = purged;
    this.frameLsn = afterLsn;
  }

  /**
   * Moves to the next version that is to be shown as a change.
   *
   * @param limit no later LSN is looked at; all frames up to it are in the log
   * @return false if there is none up to the limit
   */
  public boolean next(long limit, Version into) {
    while (nextOfAny(limit, into)) {
      if (!into.isEmptied()) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #next}, but gives those that retention has left no event of, too. */
  public boolean nextOfAny(long limit, Version into) {
    while (true) {
      while (records > 0) {
        MemorySegment memory = segment.memory();
        long record = nextRecord;
        nextRecord += RecordLayout.length(memory, record);
        records--;
        if (RecordLayout.kind(memory, record) == RecordLayout.KIND_ENTITY
            && !purged.test(RecordLayout.ordinal(memory, record))) {
          into.point(segments, segment, record);
          return true;
        }
      }
      if (frameLsn >= limit) {
        return false;
      }
      toNextFrame(limit);
    }
  }

  /** Returns the LSN up to which every version has been given: that of the last whole commit. */
  public long lsn() {
    // Definitions and purges come first: what is left of a frame are versions.
    return records > 0 ? frameLsn - 1 : frameLsn;
  }

  /** Moves to the next frame up to the limit; those that compaction has left out are passed. */
  private void toNextFrame(long limit) {
    if (segment == null || nextFrame >= segment.end() || isReplaced()) {
      // Whichever segment it is in, its frames have been checked after this.
      segment = segments.ceiling(frameLsn + 1);
      if (segment == null) {
        frameLsn = limit;
        return;
      }
      nextFrame = segment.ceiling(frameLsn + 1);
    }
    MemorySegment memory = segment.memory();
    long frame = nextFrame;
    long lsn = FrameLayout.lsn(memory, frame);
    if (lsn > limit) {
      frameLsn = limit;
      return;
    }
    records =
        FrameLayout.kind(memory, frame) == FrameLayout.KIND_COMMIT
            ? FrameLayout.records(memory, frame)
            : 0;
    nextRecord = frame + FrameLayout.SIZE;
    nextFrame = frame + FrameLayout.length(memory, frame);
    frameLsn = lsn;
  }

  /** What compaction has made of a segment is read in its place, from the next frame on. */
  private boolean isReplaced() {
    return segments.get(segment.number()) != segment;
  }
}
