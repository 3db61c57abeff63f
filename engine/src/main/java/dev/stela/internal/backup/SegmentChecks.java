package dev.stela.internal.backup;

import dev.stela.CorruptionException;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.log.FrameScanner;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;

/**
 * Reads sealed segments from their first to their last frame, and their index parts. One thread.
 */
final class SegmentChecks {
  private final FrameScanner scanner = new FrameScanner();
  private final SegmentFiles files;

  SegmentChecks(SegmentFiles files) {
    this.files = files;
  }

  /**
   * Checks every frame of a segment, and its index part.
   *
   * @throws CorruptionException if it is not what the manifest says
   */
  void check(SealedSegment segment) {
    boolean data = SegmentFiles.isData(segment.number());
    try (LogSegment opened =
        data ? files.open(segment.number(), segment.end()) : files.open(segment.number())) {
      long next = segment.firstLsn();
      int offset = opened.end();
      while (offset < segment.end()) {
        int length = scanner.read(opened, offset, next, data ? segment.lastLsn() : next);
        if (length == 0 || length > segment.end() - offset) {
          throw new CorruptionException(
              "a frame of a sealed segment is damaged or missing",
              opened.path(),
              offset,
              "a valid frame with lsn " + next,
              "none");
        }
        next = FrameLayout.lsn(scanner.buffer().memory(), 0) + 1;
        offset += length;
      }
      if (next > segment.lastLsn() + 1 || !data && next != segment.lastLsn() + 1) {
        throw new CorruptionException(
            "a sealed segment does not end as the manifest says",
            opened.path(),
            offset,
            "lsn " + segment.lastLsn(),
            "lsn " + (next - 1));
      }
      if (segment.indexBytes() > 0) {
        // Opening it checks all of it.
        files.openPart(opened).close();
      }
    }
  }
}
