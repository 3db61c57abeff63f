package dev.stela.internal.integrity;

import dev.stela.internal.apply.LoadStates;
import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.FrameScanner;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.recovery.OpenStore;
import java.lang.foreign.MemorySegment;

/**
 * Checks the frames of segments in order: checksums, LSNs, times, and that records fill each frame
 * exactly. One thread.
 */
final class SegmentVerifier {
  private final Findings findings;
  private final RecordVerifier recordVerifier;
  private final FrameScanner scanner = new FrameScanner();
  private long lsn;
  private long timestamp;
  private long frames;
  private boolean complete = true;

  SegmentVerifier(OpenStore store, LogImage image, IndexImage indexes, Findings findings) {
    this.findings = findings;
    this.recordVerifier = new RecordVerifier(store, image, indexes, findings);
  }

  long frames() {
    return frames;
  }

  long records() {
    return recordVerifier.records();
  }

  LoadStates loads() {
    return recordVerifier.loads();
  }

  int tags() {
    return recordVerifier.tags();
  }

  int fields() {
    return recordVerifier.fields();
  }

  /**
   * Checks a segment.
   *
   * @param torn whether a tail behind the last frame is known, and so no finding
   * @return false if a part of it could not be read
   */
  boolean verify(LogSegment segment, boolean torn) {
    if (!complete && segment.firstLsn() != 0) {
      // Damage before it must not count again: the frames still say whether they follow one
      // another.
      lsn = segment.firstLsn() - 1;
      timestamp = 0;
    }
    int offset = LogSegmentLayout.FRAMES_OFFSET;
    int end = segment.end();
    while (offset < end) {
      long maxLsn = segment.hasGaps() ? segment.sealedLsn() : lsn + 1;
      int length = scanner.read(segment, offset, lsn + 1, maxLsn);
      if (length == 0) {
        findings.add(
            "a frame is damaged, the rest of the segment was not examined",
            segment.path(),
            offset,
            "a valid frame with lsn " + (lsn + 1),
            "length "
                + FrameLayout.length(segment.memory(), offset)
                + " lsn "
                + FrameLayout.lsn(segment.memory(), offset));
        complete = false;
        return false;
      }
      verifyFrame(segment, offset, length);
      offset += length;
    }
    if (segment.hasGaps()) {
      // The last ones that it covers may be gone.
      lsn = segment.sealedLsn();
    }
    if (!torn) {
      verifyFreeSpace(segment, end);
    }
    return true;
  }

  private void verifyFrame(LogSegment segment, int offset, int length) {
    MemorySegment memory = segment.memory();
    lsn = FrameLayout.lsn(memory, offset);
    frames++;
    long time = FrameLayout.timestamp(memory, offset);
    if (!FrameLayout.mayFollow(memory, offset, timestamp)) {
      findings.add(
          "a frame's time is not after that of the frame before",
          segment.path(),
          offset + FrameLayout.TIMESTAMP_OFFSET,
          "more than " + timestamp,
          time);
    }
    timestamp = time;
    if (FrameLayout.durableLsn(memory, offset) >= lsn) {
      findings.add(
          "a frame knows itself or a later one to be durable",
          segment.path(),
          offset + FrameLayout.DURABLE_LSN_OFFSET,
          "less than " + lsn,
          FrameLayout.durableLsn(memory, offset));
    }
    byte kind = FrameLayout.kind(memory, offset);
    if (kind < FrameLayout.KIND_COMMIT || kind > FrameLayout.KIND_SEAL) {
      findings.add("a frame is of unknown kind", segment.path(), offset, "1 to 3", kind);
    }
    if (complete) {
      verifyRecords(segment, offset, length);
    }
  }

  private void verifyRecords(LogSegment segment, int offset, int length) {
    MemorySegment memory = segment.memory();
    int count = FrameLayout.records(memory, offset);
    long record = (long) offset + FrameLayout.SIZE;
    long end = (long) offset + length;
    for (int i = 0; i < count; i++) {
      int bytes =
          record + DefinitionLayout.TEXT_OFFSET > end ? 0 : RecordLayout.length(memory, record);
      if (bytes < DefinitionLayout.TEXT_OFFSET || (bytes & 7) != 0 || record + bytes > end) {
        findings.add(
            "a record's length is impossible", segment.path(), record, end - record, bytes);
        return;
      }
      recordVerifier.verify(segment, offset, record, bytes, lsn);
      record += bytes;
    }
    boolean seal = FrameLayout.kind(memory, offset) == FrameLayout.KIND_SEAL;
    // No frame is shorter than that; what compaction leaves of one may be.
    long filled = Math.max(record, (long) offset + FrameLayout.MIN_LENGTH);
    if (!seal && filled != end) {
      findings.add("records do not fill their frame", segment.path(), record, end, record);
    }
  }

  /** Checks that nothing lies behind the frames of a segment. */
  void verifyFreeSpace(LogSegment segment, int end) {
    int dirty = scanner.endOfData(segment, end);
    if (dirty != 0) {
      findings.add("free space behind the last frame is not zero", segment.path(), end, 0, dirty);
    }
  }
}
