package dev.stela.internal.recovery;

import dev.stela.CorruptionException;
import dev.stela.internal.apply.Applier;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.log.FrameScanner;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Brings the frames after a checkpoint into the derived structures, through the same applier as
 * live commits, and finds where the log ends. One thread, once.
 *
 * <p>The first frame that is not valid is a torn tail, unless a later valid frame, or the
 * superblock, says that it had been durable: then it is damage. Nothing is skipped, corrected or
 * made up.
 */
final class Replay {
  private final List<LogSegment> log;
  private final SegmentTable segments;
  private final Applier applier;
  private final FrameScanner scanner = new FrameScanner();
  private long lastLsn;
  private long lastTimestamp;
  private long knownDurableLsn;
  private long frames;
  private long cutBytes;
  private int tailIndex;
  private boolean torn;
  private long appliedLsn;
  private boolean takingOver;
  private Preparation preparation = (frame, segment, offset) -> {};

  /** What is done before a frame is applied. */
  interface Preparation {
    void beforeApply(MemorySegment frame, LogSegment segment, long offset);
  }

  /**
   * Prepares a replay.
   *
   * @param log all segments there are, the first ones with their end where a checkpoint knows it
   * @param segments gets the segments that are in use
   */
  Replay(
      List<LogSegment> log,
      SegmentTable segments,
      Applier applier,
      long lastLsn,
      long lastTimestamp) {
    this.log = log;
    this.segments = segments;
    this.applier = applier;
    this.lastLsn = lastLsn;
    this.lastTimestamp = lastTimestamp;
  }

  /**
   * Has frames up to an LSN checked only: they are applied already.
   *
   * @param beforeOthers called before each of the others is applied
   */
  void startApplyingAfter(long lsn, Preparation beforeOthers) {
    appliedLsn = lsn;
    takingOver = true;
    preparation = beforeOthers;
  }

  long lastLsn() {
    return lastLsn;
  }

  long lastTimestamp() {
    return lastTimestamp;
  }

  /** Returns the newest LSN that something found says was durable. */
  long knownDurableLsn() {
    return knownDurableLsn;
  }

  long frames() {
    return frames;
  }

  /** Returns how many bytes behind the last valid frame are not zero. */
  long cutBytes() {
    return cutBytes;
  }

  /** Returns the index in the log of the segment that holds the end. */
  int tailIndex() {
    return tailIndex;
  }

  /** Tells whether something lies behind the last valid frame. */
  boolean isTorn() {
    return torn;
  }

  /**
   * Replays from the end of segment {@code first} on.
   *
   * @param durableLsn an LSN that is known to have been durable
   * @param thorough whether to search what lies behind the last frame even if it looks untouched
   */
  void run(int first, long durableLsn, boolean thorough) {
    for (int i = 0; i < first; i++) {
      segments.add(log.get(i));
    }
    knownDurableLsn = Math.max(knownDurableLsn, durableLsn);
    int index = first;
    while (replaySegment(log.get(index))) {
      index++;
      if (index == log.size()) {
        LogSegment sealed = log.get(index - 1);
        throw new CorruptionException(
            "the log segment after a full one is missing",
            sealed.path(),
            sealed.end(),
            "segment " + (sealed.number() + 1),
            "none");
      }
    }
    tailIndex = index;
    if (thorough || !looksUntouched(index)) {
      examineRest(index, durableLsn);
    }
    if (durableLsn > lastLsn) {
      throw lost(log.get(index), durableLsn);
    }
    applier.requireComplete(log.get(index).path());
  }

  /**
   * Replays a segment that a manifest knows: all of it is there, or it is damaged.
   *
   * @param known what the manifest says
   */
  void runSealed(LogSegment segment, SealedSegment known) {
    segments.add(segment);
    boolean gaps = SegmentFiles.isData(known.number());
    segment.coverFrom(known.firstLsn());
    while (segment.end() < known.end()) {
      int offset = segment.end();
      long maxLsn = gaps ? known.lastLsn() : lastLsn + 1;
      int length = scanner.read(segment, offset, lastLsn + 1, maxLsn);
      if (length == 0 || length > known.end() - offset) {
        throw new CorruptionException(
            "a frame of a sealed segment is damaged or missing",
            segment.path(),
            offset,
            "a valid frame with lsn " + (lastLsn + 1),
            "none");
      }
      take(segment, offset, length);
    }
    lastLsn = known.lastLsn();
    lastTimestamp = known.lastTimestamp();
    segment.seal(lastLsn);
  }

  /** Replays a segment; true if its last frame was there, so that the next one follows. */
  private boolean replaySegment(LogSegment segment) {
    segments.add(segment);
    while (true) {
      int offset = segment.end();
      int length = scanner.read(segment, offset, lastLsn + 1, lastLsn + 1);
      if (length == 0) {
        return false;
      }
      take(segment, offset, length);
      if (FrameLayout.kind(scanner.buffer().memory(), 0) == FrameLayout.KIND_SEAL) {
        segment.seal(lastLsn);
        return true;
      }
    }
  }

  /** Applies the frame that the scanner has just read, and lets it be found. */
  private void take(LogSegment segment, int offset, int length) {
    MemorySegment frame = scanner.buffer().memory();
    if (!FrameLayout.mayFollow(frame, 0, lastTimestamp)) {
      throw new CorruptionException(
          "a frame's time is not after that of the frame before",
          segment.path(),
          offset + FrameLayout.TIMESTAMP_OFFSET,
          "more than " + lastTimestamp,
          FrameLayout.timestamp(frame, 0));
    }
    long lsn = FrameLayout.lsn(frame, 0);
    segment.publish(offset, length, lsn);
    if (lsn > appliedLsn) {
      preparation.beforeApply(frame, segment, offset);
      applier.apply(frame, segment.number(), offset, segment.path());
    } else {
      // The states of bulk loads are in no file but the manifest.
      applier.loads().applyFrame(frame, offset, segment.path());
    }
    lastLsn = lsn;
    lastTimestamp = FrameLayout.timestamp(frame, 0);
    knownDurableLsn = Math.max(knownDurableLsn, FrameLayout.durableLsn(frame, 0));
    frames++;
  }

  private boolean looksUntouched(int index) {
    LogSegment tail = log.get(index);
    boolean untouched =
        tail.end() + FrameLayout.SIZE > tail.memory().byteSize()
            || FrameLayout.headWord(tail.memory(), tail.end()) == 0;
    for (int i = index + 1; i < log.size(); i++) {
      untouched &= FrameLayout.headWord(log.get(i).memory(), LogSegmentLayout.FRAMES_OFFSET) == 0;
    }
    return untouched;
  }

  private void examineRest(int index, long durableLsn) {
    long missing = lastLsn + 1;
    long perSegment = log.get(index).memory().byteSize() / FrameLayout.MIN_LENGTH;
    long maxLsn = missing + perSegment * (log.size() - index);
    long known = durableLsn;
    for (int i = index; i < log.size(); i++) {
      LogSegment segment = log.get(i);
      int from = i == index ? segment.end() : LogSegmentLayout.FRAMES_OFFSET;
      if (takingOver && i > index && FrameLayout.headWord(segment.memory(), from) == 0) {
        // No power was cut: what comes after a segment that is not full was never written to.
        continue;
      }
      int end = scanner.endOfData(segment, from);
      if (end > 0) {
        known = Math.max(known, scanner.durableBetween(segment, from, end, lastLsn + 1, maxLsn));
        cutBytes += end - from;
      }
    }
    if (known >= missing) {
      throw lost(log.get(index), known);
    }
    torn = cutBytes > 0;
  }

  private CorruptionException lost(LogSegment segment, long knownDurable) {
    return new CorruptionException(
        "a frame that had been durable is damaged or missing",
        segment.path(),
        segment.end(),
        "a valid frame with lsn " + (lastLsn + 1) + ", durable up to " + knownDurable,
        "none");
  }
}
