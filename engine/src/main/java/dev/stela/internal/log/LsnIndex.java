package dev.stela.internal.log;

import dev.stela.internal.format.IndexPartLayout;
import dev.stela.internal.format.LogSegmentLayout;
import java.lang.foreign.MemorySegment;

/**
 * A sparse index from LSN to frame: for every 16 KiB of a segment the frame that lies there. It
 * costs 12 bytes per 16 KiB and leaves at most that much to be walked. One thread adds; a reader
 * that has seen the segment's end (acquire) sees the entries before it.
 */
public final class LsnIndex {
  private static final int STEP_SHIFT = 14;

  private final long[] lsns;
  private final int[] frames;

  /** Begins without a frame. */
  public LsnIndex(int segmentBytes) {
    int steps = (segmentBytes + (1 << STEP_SHIFT) - 1) >>> STEP_SHIFT;
    this.lsns = new long[steps];
    this.frames = new int[steps];
  }

  /** Enters the frame for every step that begins inside it. */
  public void add(int frame, int frameEnd, long lsn) {
    int step = firstStep(frame);
    for (; step << STEP_SHIFT < frameEnd && step < lsns.length; step++) {
      frames[step] = frame;
      lsns[step] = lsn;
    }
  }

  /** Enters what an index part knows: as many steps as there are up to {@code end}. */
  boolean enter(IndexPart part, int end) {
    int steps = part.steps();
    if (steps != steps(end)) {
      return false;
    }
    for (int step = 0; step < steps; step++) {
      long at = part.step(step);
      lsns[step] = IndexPartLayout.stepLsn(part.memory(), at);
      frames[step] = IndexPartLayout.stepFrame(part.memory(), at);
    }
    return true;
  }

  /** Returns how many steps there are in frames up to {@code end}. */
  public static int steps(int end) {
    return end == LogSegmentLayout.FRAMES_OFFSET ? 0 : lastStep(end) + 1;
  }

  /** Writes the steps, from the first on. */
  public void write(MemorySegment target, long at, int steps) {
    for (int step = 0; step < steps; step++) {
      long entry = at + (long) step * IndexPartLayout.STEP_BYTES;
      IndexPartLayout.step(target, entry, lsns[step], frames[step]);
    }
  }

  /** Returns the frame from which to walk to {@code lsn}: not after it, or the first of all. */
  long floor(long lsn, int end) {
    int low = 0;
    int high = lastStep(end);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (lsns[middle] <= lsn) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return end == LogSegmentLayout.FRAMES_OFFSET ? -1 : frames[low];
  }

  /** As {@link #floor}, by commit time. */
  long floorByTime(LogSegment segment, long timestamp, int end) {
    if (end == LogSegmentLayout.FRAMES_OFFSET) {
      return -1;
    }
    int low = 0;
    int high = lastStep(end);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segment.timestamp(frames[middle]) <= timestamp) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return frames[low];
  }

  /** The header's step belongs to the first frame. */
  private static int firstStep(int frame) {
    return frame == LogSegmentLayout.FRAMES_OFFSET
        ? 0
        : (frame + (1 << STEP_SHIFT) - 1) >>> STEP_SHIFT;
  }

  private static int lastStep(int end) {
    return (end - 1) >>> STEP_SHIFT;
  }
}
