package dev.stela.internal.log;

import dev.stela.CorruptionException;
import dev.stela.StorageException;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Which frames of an adopted segment have been checked: a bit for every 64 bytes, set where a
 * checked frame or an entity's record in it begins, since neither is shorter. Any thread.
 */
final class VerifiedFrames {
  private static final int UNIT_SHIFT = 6;
  private static final ThreadLocal<FrameBuffer> BUFFER = ThreadLocal.withInitial(FrameBuffer::new);

  private final LogSegment segment;
  private final int end;
  private final AtomicLongArray bits;
  private final Supplier<IndexPart> part;
  private volatile boolean complete;
  private volatile boolean indexed;
  private volatile boolean steps;

  /**
   * Begins with none checked.
   *
   * @param part opens the segment's index part; null without one
   */
  VerifiedFrames(LogSegment segment, int end, Supplier<IndexPart> part) {
    this.segment = segment;
    this.end = end;
    this.part = part;
    this.bits = new AtomicLongArray((end >>> (UNIT_SHIFT + 6)) + 1);
  }

  /** Tells whether it is known where LSNs are. */
  boolean isIndexed() {
    return indexed;
  }

  /** Tells whether an index part says where LSNs are, without a look at every frame. */
  boolean hasSteps() {
    return part != null && (steps || !indexed);
  }

  /** Enters what is known of where LSNs are: from the index part, or else from all frames. */
  synchronized void indexInto(LsnIndex index) {
    if (indexed) {
      return;
    }
    if (part != null && enterPart(index)) {
      steps = true;
    } else {
      walk((frame, length) -> index.add(frame, frame + length, lsnAt(frame)));
    }
    indexed = true;
  }

  /** What is derived can be missing or damaged: then the frames themselves are asked. */
  private boolean enterPart(LsnIndex index) {
    try (IndexPart opened = part.get()) {
      return opened.end() == end && index.enter(opened, end);
    } catch (CorruptionException | StorageException e) {
      return false;
    }
  }

  /** Checks the frame at {@code frame}, where one begins, unless that was done before. */
  void checkFrame(long frame) {
    if (frame < end && !isMarked(frame)) {
      checkNow(frame);
    }
  }

  /**
   * Checks the frame around the entity's record at {@code record}, where one begins. Only the frame
   * can tell whether that is so: what the record itself says about its frame may be damaged.
   */
  void checkRecord(long record) {
    if (record >= end || isMarked(record)) {
      return;
    }
    long frame = RecordLayout.frame(segment.memory(), record);
    if (frame >= LogSegmentLayout.FRAMES_OFFSET) {
      checkNow(frame);
    }
    if (!isMarked(record)) {
      throw new CorruptionException(
          "a record is not in the frame that it names",
          segment.path(),
          record,
          "a record of the frame at " + frame,
          "none");
    }
  }

  /**
   * Checks all frames, in order. Readers are not held up meanwhile.
   *
   * @param progress gets the length of each frame that was checked
   */
  void complete(IntConsumer progress) {
    if (!complete) {
      walk((frame, length) -> progress.accept(length));
      complete = true;
    }
  }

  /** What is done with a checked frame. */
  private interface FrameVisitor {
    void visit(int frame, int length);
  }

  private void walk(FrameVisitor visitor) {
    long lsn = segment.firstLsn();
    int frame = LogSegmentLayout.FRAMES_OFFSET;
    while (frame < end) {
      checkFrame(frame);
      long found = lsnAt(frame);
      // Compaction leaves gaps, but only in what it makes.
      if (SegmentFiles.isData(segment.number()) ? found < lsn : found != lsn) {
        throw new CorruptionException(
            "frames are not in the order of their LSNs",
            segment.path(),
            frame + FrameLayout.LSN_OFFSET,
            lsn,
            found);
      }
      int length = FrameLayout.length(segment.memory(), frame);
      visitor.visit(frame, length);
      frame += length;
      lsn = found + 1;
    }
  }

  private long lsnAt(int frame) {
    return FrameLayout.lsn(segment.memory(), frame);
  }

  private void checkNow(long frame) {
    MemorySegment memory = segment.memory();
    if (frame < LogSegmentLayout.FRAMES_OFFSET || (frame & 7) != 0) {
      throw new CorruptionException(
          "a record names no frame of its segment", segment.path(), frame, "a frame", frame);
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
    mark(frame);
    markRecords(frame);
  }

  private void markRecords(long frame) {
    MemorySegment memory = segment.memory();
    int count = FrameLayout.records(memory, frame);
    long record = frame + FrameLayout.SIZE;
    for (int i = 0; i < count; i++) {
      if (RecordLayout.kind(memory, record) == RecordLayout.KIND_ENTITY) {
        mark(record);
      }
      record += RecordLayout.length(memory, record);
    }
  }

  private boolean isMarked(long offset) {
    int unit = (int) (offset >>> UNIT_SHIFT);
    return (bits.getPlain(unit >>> 6) & 1L << unit) != 0;
  }

  private void mark(long offset) {
    int unit = (int) (offset >>> UNIT_SHIFT);
    bits.getAndAccumulate(unit >>> 6, 1L << unit, (a, b) -> a | b);
  }
}
