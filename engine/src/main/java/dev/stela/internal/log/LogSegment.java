package dev.stela.internal.log;

import dev.stela.CorruptionException;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * One mapped log segment. The single writer appends and publishes; any thread reads what lies
 * before {@link #end()}.
 *
 * <p>No byte is handed out unchecked: what this process wrote or replayed was checked then; a
 * segment that was adopted, since a manifest says what is in it, is checked frame by frame when a
 * frame is first read.
 */
public final class LogSegment implements AutoCloseable {
  private static final VarHandle END;
  private static final VarHandle FIRST_LSN;

  static {
    try {
      var lookup = MethodHandles.lookup();
      END = lookup.findVarHandle(LogSegment.class, "end", int.class);
      FIRST_LSN = lookup.findVarHandle(LogSegment.class, "firstLsn", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int WRITE_BYTES = 1 << 20;

  private final int number;
  private final int salt;
  private final StoreFile file;
  private final Arena arena;
  private final MemorySegment memory;
  private final LsnIndex index;
  private volatile VerifiedFrames verified;
  private int end = LogSegmentLayout.FRAMES_OFFSET;
  private long firstLsn;
  private volatile long sealedLsn;

  LogSegment(int number, int salt, StoreFile file, Arena arena, MemorySegment memory) {
    this.number = number;
    this.salt = salt;
    this.file = file;
    this.arena = arena;
    this.memory = memory;
    this.index = new LsnIndex((int) memory.byteSize());
  }

  /** Returns the segment's number, counted from 1. */
  public int number() {
    return number;
  }

  /** Returns the file's path. */
  public Path path() {
    return file.path();
  }

  /** Returns the mapping of the whole file. */
  public MemorySegment memory() {
    return memory;
  }

  /** Returns where the last published frame ends, with acquire order: its bytes can be read. */
  public int end() {
    return (int) END.getAcquire(this);
  }

  /** Returns the LSN of the first frame; 0 while there is none. */
  public long firstLsn() {
    return (long) FIRST_LSN.getAcquire(this);
  }

  /** Returns the last LSN that the segment will ever cover; 0 while it is not sealed. */
  public long sealedLsn() {
    return sealedLsn;
  }

  /** Notes that nothing will be appended any more. */
  public void seal(long lastLsn) {
    sealedLsn = lastLsn;
  }

  /** Tells whether LSNs may be missing: compaction leaves out frames with nothing left in them. */
  public boolean hasGaps() {
    return SegmentFiles.isData(number);
  }

  /** Returns the salt with which the checksums of frames begin. */
  public int salt() {
    return salt;
  }

  StoreFile file() {
    return file;
  }

  int capacity() {
    return (int) memory.byteSize();
  }

  /** Makes a frame that is in place readable. Its bytes were checked by the caller. */
  public void publish(int frame, int length, long lsn) {
    index.add(frame, frame + length, lsn);
    if (firstLsn == 0) {
      FIRST_LSN.setRelease(this, lsn);
    }
    END.setRelease(this, frame + length);
  }

  /** Says which LSNs a segment covers before it has frames: those of the first may be left out. */
  public void coverFrom(long lsn) {
    FIRST_LSN.setRelease(this, lsn);
  }

  /**
   * Takes over a segment that was closed cleanly: its frames up to {@code end} are there, and will
   * be checked when they are first read.
   */
  public void adopt(int end, long firstLsn) {
    adopt(end, firstLsn, null);
  }

  /**
   * As above.
   *
   * @param part opens the segment's index part, which tells where which LSN is; null without one
   */
  public void adopt(int end, long firstLsn, Supplier<IndexPart> part) {
    verified = new VerifiedFrames(this, end, part);
    FIRST_LSN.setRelease(this, firstLsn);
    END.setRelease(this, end);
  }

  /** Tells whether an entity's record can lie at {@code offset}: cheap, for validating a place. */
  public boolean canHold(long offset) {
    return offset >= LogSegmentLayout.FRAMES_OFFSET + FrameLayout.SIZE
        && (offset & 7) == 0
        && offset + RecordLayout.SIZE <= end();
  }

  /**
   * Makes sure that the frame around an entity's record has been checked.
   *
   * @throws CorruptionException if the frame is not what was written
   */
  public void check(long record) {
    VerifiedFrames pending = verified;
    if (pending != null) {
      pending.checkRecord(record);
    }
  }

  /**
   * Makes sure that the frame around a block has been checked.
   *
   * @param record an entity's record that names the block, and whose own frame has been checked
   */
  public void checkBlock(long record, long block) {
    VerifiedFrames pending = verified;
    if (pending != null && !holds(RecordLayout.frame(memory, record), block)) {
      // A block that was put by an earlier commit names it; only then the whole segment is checked.
      long frame = pending.hasSteps() ? frameOf(BlockLayout.lsn(memory, block)) : -1;
      if (frame < 0 || !holds(frame, block)) {
        checkAll();
      }
    }
  }

  private boolean holds(long frame, long block) {
    return block >= frame && block < frame + FrameLayout.length(memory, frame);
  }

  /** Makes sure that every frame has been checked. */
  public void checkAll() {
    checkAll(length -> {});
  }

  /**
   * Makes sure that every frame has been checked, and holds nobody up meanwhile.
   *
   * @param progress gets the length of each frame that was checked; it may take its time
   */
  public void checkAll(IntConsumer progress) {
    VerifiedFrames pending = verified;
    if (pending != null) {
      pending.complete(progress);
    }
  }

  /**
   * Finds the frame with the given LSN.
   *
   * @return its offset, checked; -1 if the segment does not hold it
   */
  public long frameOf(long lsn) {
    long frame = ceiling(lsn);
    return frame >= 0 && FrameLayout.lsn(memory, frame) == lsn ? frame : -1;
  }

  /**
   * Finds the first frame whose LSN is not before the given one.
   *
   * @return its offset, checked; -1 if all are before it
   */
  public long ceiling(long lsn) {
    completeIndex();
    long frame = index.floor(lsn, end());
    int limit = end();
    while (frame >= 0 && frame < limit) {
      checkFrame(frame);
      if (FrameLayout.lsn(memory, frame) >= lsn) {
        return frame;
      }
      frame += FrameLayout.length(memory, frame);
    }
    return -1;
  }

  /**
   * Finds the last frame whose LSN is not after the given one.
   *
   * @return its offset, checked; -1 if all are after it
   */
  public long floor(long lsn) {
    completeIndex();
    long frame = index.floor(lsn, end());
    int limit = end();
    long found = -1;
    while (frame >= 0 && frame < limit) {
      checkFrame(frame);
      if (FrameLayout.lsn(memory, frame) > lsn) {
        break;
      }
      found = frame;
      frame += FrameLayout.length(memory, frame);
    }
    return found;
  }

  /**
   * Finds the last commit time that is not after the given one.
   *
   * @return the offset of the first frame with that time, checked; -1 if the segment's first frame
   *     is later
   */
  public long frameAt(long timestamp) {
    if (end() == LogSegmentLayout.FRAMES_OFFSET
        || timestamp(LogSegmentLayout.FRAMES_OFFSET) > timestamp) {
      return -1;
    }
    completeIndex();
    long time = timestamp(lastAt(timestamp));
    // What shares its time may go back further than the step of the index from which it was found.
    long frame = index.floorByTime(this, time - 1, end());
    while (timestamp(frame) < time) {
      frame += FrameLayout.length(memory, frame);
    }
    return frame;
  }

  /** Tells whether a frame is the segment's first. */
  boolean isFirst(long frame) {
    return frame == LogSegmentLayout.FRAMES_OFFSET;
  }

  private long lastAt(long timestamp) {
    long frame = index.floorByTime(this, timestamp, end());
    int limit = end();
    long found = frame;
    while (frame < limit && timestamp(frame) <= timestamp) {
      found = frame;
      frame += FrameLayout.length(memory, frame);
    }
    return found;
  }

  /** Returns the time of a frame, having checked it. */
  long timestamp(long frame) {
    checkFrame(frame);
    return FrameLayout.timestamp(memory, frame);
  }

  /** Makes sure that a frame has been checked. */
  public void checkFrame(long frame) {
    VerifiedFrames pending = verified;
    if (pending != null) {
      pending.checkFrame(frame);
    }
  }

  /** Gets to know where LSNs are in an adopted segment, once, when one is first looked up. */
  private void completeIndex() {
    VerifiedFrames pending = verified;
    if (pending != null && !pending.isIndexed()) {
      pending.indexInto(index);
    }
  }

  /** Stores a frame through the mapping: everything but its first word, which publishes it. */
  void store(FrameBuffer frame, int offset, int length) {
    MemorySegment source = frame.memory();
    MemorySegment.copy(
        source, Long.BYTES, memory, (long) offset + Long.BYTES, (long) length - Long.BYTES);
    FrameLayout.publish(memory, offset, source.get(Layouts.LONG, 0));
  }

  /** Writes zeros over what lies between two offsets. */
  public void erase(int from, int to) {
    Preallocator.zeroFill(file, from, to);
  }

  /** Writes the frames from an LSN on once more, as they are, so that the next sync takes them. */
  public void writeAgain(long firstLsn) {
    int limit = end();
    int from = LogSegmentLayout.FRAMES_OFFSET;
    while (from < limit && FrameLayout.lsn(memory, from) < firstLsn) {
      from += FrameLayout.length(memory, from);
    }
    byte[] piece = new byte[Math.min(limit - from, WRITE_BYTES)];
    for (int at = from; at < limit; at += piece.length) {
      int count = Math.min(piece.length, limit - at);
      MemorySegment.copy(memory, Layouts.BYTE, at, piece, 0, count);
      file.write(ByteBuffer.wrap(piece, 0, count), at);
    }
  }

  /** Makes what was written durable. */
  public void sync() {
    file.sync();
  }

  @Override
  public void close() {
    try (file) {
      arena.close();
    }
  }
}
