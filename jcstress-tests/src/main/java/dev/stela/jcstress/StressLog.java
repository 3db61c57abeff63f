package dev.stela.jcstress;

import dev.stela.Durability;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.log.FrameBuffer;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.LogWriter;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.FileOps;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * A log without a store: the production classes from the file up to the group commit. Its frames
 * are all of one length, and all their words are their LSN, so that a reader can tell a whole one.
 * Any thread.
 */
final class StressLog {
  /** Length of a frame. */
  static final int FRAME_BYTES = 512;

  private static final int SEGMENT_BYTES = 1 << 18;
  private static final StoreId STORE = new StoreId(1, 2);

  final SegmentTable segments = new SegmentTable();
  final GroupCommit commits;

  private final Path folder = Folders.create();
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private final ReentrantLock lock = new ReentrantLock();
  private final FrameBuffer frame = new FrameBuffer();
  private final LogWriter writer;

  StressLog(FileOps files, Durability durability) {
    var segmentFiles = new SegmentFiles(files, folder, STORE, SEGMENT_BYTES, true);
    segmentFiles.createFolder();
    segments.add(segmentFiles.create(1, 0));
    commits = new GroupCommit(segments, durability, 0, 1);
    writer =
        new LogWriter(
            segments,
            null,
            segmentFiles,
            commits,
            background,
            SystemEpochNanoClock.INSTANCE,
            durability,
            0,
            0);
  }

  /** Returns logs for many states. */
  static Shared<StressLog> shared(Supplier<StressLog> opener) {
    return new Shared<>(opener, StressLog::close);
  }

  /** Appends a frame and announces it, as a commit does; returns its LSN. */
  long append() {
    lock.lock();
    try {
      if (!writer.fits(FRAME_BYTES)) {
        writer.roll(writer.plainTimestamp());
      }
      long lsn = writer.lastLsn() + 1;
      MemorySegment memory = frame.memory();
      for (int at = FrameLayout.SIZE; at < FRAME_BYTES; at += Long.BYTES) {
        memory.set(Layouts.LONG, at, lsn);
      }
      writer.append(frame, FRAME_BYTES, FrameLayout.KIND_CHUNK, 1, writer.nextTimestamp());
      commits.appended(lsn);
      return lsn;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the newest segment. */
  LogSegment newest() {
    LogSegment[] all = segments.all();
    return all[all.length - 1];
  }

  /** Tells whether there is room for a frame and the segment's last one. */
  static boolean fits(int offset) {
    return offset + FRAME_BYTES + FrameLayout.MIN_LENGTH <= SEGMENT_BYTES;
  }

  /** Returns the number of frames before the end of a segment, not counting its last one. */
  static int frames(int end) {
    return (end - LogSegmentLayout.FRAMES_OFFSET) / FRAME_BYTES;
  }

  /** Returns the offset of a frame, counted from 0. */
  static long offset(int frame) {
    return LogSegmentLayout.FRAMES_OFFSET + (long) frame * FRAME_BYTES;
  }

  /**
   * Tells whether all bytes at an offset are those of the frame with an LSN: one that was appended,
   * or the last one of a segment, which the log writes of itself.
   */
  static boolean isWhole(LogSegment segment, long offset, long lsn) {
    MemorySegment memory = segment.memory();
    boolean last = FrameLayout.kind(memory, offset) == FrameLayout.KIND_SEAL;
    int length = last ? FrameLayout.MIN_LENGTH : FRAME_BYTES;
    boolean whole =
        FrameLayout.length(memory, offset) == length
            && FrameLayout.lsn(memory, offset) == lsn
            && (last || FrameLayout.kind(memory, offset) == FrameLayout.KIND_CHUNK);
    for (long at = length - Long.BYTES; at >= FrameLayout.SIZE; at -= Long.BYTES) {
      whole &= memory.get(Layouts.LONG, offset + at) == (last ? 0 : lsn);
    }
    return whole;
  }

  /** Closes and deletes the log. */
  void close() {
    writer.close();
    segments.close();
    background.shutdown();
    Folders.delete(folder);
  }
}
