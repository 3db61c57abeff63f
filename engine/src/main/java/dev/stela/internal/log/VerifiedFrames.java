package dev.stela.internal.log;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which parts of an adopted segment have been checked: a bit for every boundary of 64 bytes that
 * lies in a checked frame. Records of entities and frames are longer than that, so each has such a
 * boundary among its first 64 bytes. Any thread; a frame checked twice in a race does no harm.
 */
final class VerifiedFrames {
  private static final int UNIT_SHIFT = 6;
  private static final ThreadLocal<FrameBuffer> BUFFER = ThreadLocal.withInitial(FrameBuffer::new);

  private final LogSegment segment;
  private final int end;
  private final AtomicLongArray bits;
  private volatile boolean complete;

  VerifiedFrames(LogSegment segment, int end) {
    this.segment = segment;
    this.end = end;
    this.bits = new AtomicLongArray((end >>> (UNIT_SHIFT + 6)) + 1);
  }

  boolean isComplete() {
    return complete;
  }

  /**
   * Checks the frame around a place, unless that was done before.
   *
   * @param place a frame's or an entity record's
   * @param frame where the frame begins, according to the place itself: not to be believed
   */
  void check(long place, long frame) {
    int boundary = (int) (place + (1 << UNIT_SHIFT) - 1 >>> UNIT_SHIFT);
    if (place >= end || (bits.getPlain(boundary >>> 6) & 1L << boundary) != 0) {
      return;
    }
    int length = checkNow(place, frame);
    if (place < frame || place >= frame + length) {
      throw new CorruptionException(
          "a record lies outside of the frame it names", segment.path(), place, frame, length);
    }
    markChecked(frame, length);
  }

  private void markChecked(long frame, int length) {
    int first = (int) (frame + (1 << UNIT_SHIFT) - 1 >>> UNIT_SHIFT);
    int last = (int) (frame + length - 1 >>> UNIT_SHIFT);
    for (int unit = first; unit <= last; unit++) {
      bits.getAndAccumulate(unit >>> 6, 1L << unit, (a, b) -> a | b);
    }
  }

  /** Checks all frames in order and enters them into the index. */
  synchronized void completeInto(LsnIndex index) {
    if (complete) {
      return;
    }
    long lsn = segment.firstLsn();
    int frame = LogSegmentLayout.FRAMES_OFFSET;
    while (frame < end) {
      check(frame, frame);
      long found = FrameLayout.lsn(segment.memory(), frame);
      if (found != lsn) {
        throw new CorruptionException(
            "frames are not in the order of their LSNs",
            segment.path(),
            frame + FrameLayout.LSN_OFFSET,
            lsn,
            found);
      }
      int length = FrameLayout.length(segment.memory(), frame);
      index.add(frame, frame + length, lsn);
      frame += length;
      lsn++;
    }
    complete = true;
  }

  /** Checks a frame and returns its length. */
  private int checkNow(long place, long frame) {
    MemorySegment memory = segment.memory();
    if (frame < LogSegmentLayout.FRAMES_OFFSET || (frame & 7) != 0) {
      throw new CorruptionException(
          "a record names no frame of its segment", segment.path(), place, "a frame", frame);
    }
    int length = FrameLayout.length(memory, frame);
    if (length < FrameLayout.MIN_LENGTH || length > end - frame) {
      throw new CorruptionException(
          "a frame's length is impossible",
          segment.path(),
          frame + FrameLayout.LENGTH_OFFSET,
          FrameLayout.MIN_LENGTH + " to " + (end - frame),
          length);
    }
    FrameBuffer buffer = BUFFER.get();
    MemorySegment.copy(memory, frame, buffer.ensure(length), 0, length);
    if (!buffer.isSound(length, segment.salt())) {
      throw new CorruptionException(
          "checksum of a frame does not match",
          segment.path(),
          frame,
          "CRC32C of the frame's " + length + " bytes",
          Integer.toHexString(FrameLayout.crc(memory, frame)));
    }
    return length;
  }
}
