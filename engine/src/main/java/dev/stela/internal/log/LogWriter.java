package dev.stela.internal.log;

import dev.stela.Durability;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The end of the log, where frames are appended. Only the thread that holds the store's writer lock
 * may call it.
 *
 * <p>{@link Durability#SYNC} frames are written by position, because a following fdatasync of such
 * a page costs a third of that of a mapped one; {@link Durability#ASYNC} frames are stored through
 * the mapping. Readers read through the mapping in both cases.
 */
public final class LogWriter implements AutoCloseable {
  static final int SEAL_BYTES = FrameLayout.MIN_LENGTH;

  private final SegmentTable segments;
  private final SegmentFiles files;
  private final SegmentPreparer preparer;
  private final GroupCommit commits;
  private final EpochNanoClock clock;
  private final boolean positional;
  private final FrameBuffer sealBuffer = new FrameBuffer();
  private LogSegment segment;
  private int tail;
  private long lastLsn;
  private long lastTimestamp;

  /**
   * Continues a log.
   *
   * @param segments its segments; the last one is appended to
   * @param spare an empty segment that follows it, or null
   * @param lastLsn the LSN of the last frame, 0 in an empty log
   * @param lastTimestamp the time of the last frame
   */
  public LogWriter(
      SegmentTable segments,
      LogSegment spare,
      SegmentFiles files,
      GroupCommit commits,
      Executor background,
      EpochNanoClock clock,
      Durability durability,
      long lastLsn,
      long lastTimestamp) {
    this.segments = segments;
    this.files = files;
    this.commits = commits;
    this.clock = clock;
    this.positional = durability == Durability.SYNC;
    this.preparer = new SegmentPreparer(files, background);
    this.lastLsn = lastLsn;
    this.lastTimestamp = lastTimestamp;
    LogSegment[] all = segments.all();
    this.segment = all[all.length - 1];
    this.tail = segment.end();
    if (spare != null) {
      preparer.ready(spare);
    } else {
      preparer.prepare(segment.number() + 1, lastLsn);
    }
  }

  /** Returns the segment that is appended to. */
  public LogSegment segment() {
    return segment;
  }

  /** Returns the offset of the next frame. */
  public int tail() {
    return tail;
  }

  /** Returns the LSN of the last frame. */
  public long lastLsn() {
    return lastLsn;
  }

  /** Returns the time of the last frame, or a later one that no new frame will undercut. */
  public long lastTimestamp() {
    return lastTimestamp;
  }

  /** Returns the size of the largest frame that can be appended at all. */
  public int maxFrameBytes() {
    return files.maxFrameBytes();
  }

  /** Tells whether a frame of {@code length} bytes fits into the present segment. */
  public boolean fits(long length) {
    return length <= segment.capacity() - SEAL_BYTES - tail;
  }

  /** Returns the time for the next commit: the clock's, but later than any before. */
  public long nextTimestamp() {
    return Math.max(clock.nanoTime(), lastTimestamp + 1);
  }

  /**
   * Returns the time for a frame that is no commit: the clock's, but none that is past. It may be
   * the last frame's, so that between two commits a nanosecond apart there is room for any number
   * of such frames.
   */
  public long plainTimestamp() {
    return Math.max(clock.nanoTime(), lastTimestamp);
  }

  /** Lets every later frame have a time after {@code timestamp}, so that as-of answers stay. */
  public void passTime(long timestamp) {
    lastTimestamp = Math.max(lastTimestamp, timestamp);
  }

  /** Tells whether the present segment has no frame. */
  public boolean isAtStart() {
    return tail == LogSegmentLayout.FRAMES_OFFSET;
  }

  /**
   * Returns what waits for the next segment, so that to roll will not wait; empty if it is ready.
   * To be called without the writer lock; it throws if the segment cannot be made.
   */
  public Optional<Runnable> preparation() {
    CompletableFuture<LogSegment> next = preparer.preparation(segment.number() + 1, lastLsn);
    return next.isDone() && !next.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.of(() -> SegmentPreparer.await(next));
  }

  /**
   * Goes on to the next segment. The present one gets its last frame; nothing has changed if the
   * next cannot be had.
   *
   * @param timestamp the time of that frame, not before the last one's
   */
  public void roll(long timestamp) {
    LogSegment next = preparer.take(segment.number() + 1, lastLsn);
    MemorySegment seal = sealBuffer.memory();
    seal.asSlice(0, SEAL_BYTES).fill((byte) 0);
    segment.seal(append(sealBuffer, SEAL_BYTES, FrameLayout.KIND_SEAL, 0, timestamp));
    // Here, and not with the next commit, which may fail: a close has to sync this frame as well.
    commits.appended(lastLsn);
    segments.add(next);
    segment = next;
    tail = LogSegmentLayout.FRAMES_OFFSET;
    preparer.prepare(next.number() + 1, lastLsn);
  }

  /**
   * Appends a frame whose records are in the buffer. It is readable when this returns, and to be
   * applied and then announced by {@link GroupCommit#appended}.
   *
   * @param timestamp from {@link #nextTimestamp} or {@link #plainTimestamp}
   * @return the frame's LSN
   */
  public long append(FrameBuffer frame, int length, byte kind, int records, long timestamp) {
    MemorySegment memory = frame.memory();
    long lsn = lastLsn + 1;
    FrameLayout.length(memory, 0, length);
    FrameLayout.lsn(memory, 0, lsn);
    FrameLayout.timestamp(memory, 0, timestamp);
    FrameLayout.durableLsn(memory, 0, commits.durableLsn());
    FrameLayout.records(memory, 0, records);
    FrameLayout.kind(memory, 0, kind);
    frame.seal(length, segment.salt());
    try {
      if (positional) {
        segment.file().write(frame.bytes(length), tail);
      } else {
        segment.store(frame, tail, length);
      }
    } catch (RuntimeException | Error e) {
      commits.fail(e);
      throw e;
    }
    segment.publish(tail, length, lsn);
    tail += length;
    lastLsn = lsn;
    lastTimestamp = timestamp;
    return lsn;
  }

  /** Waits for background work and closes the segment that was kept ready; again does nothing. */
  @Override
  public void close() {
    preparer.close();
  }
}
