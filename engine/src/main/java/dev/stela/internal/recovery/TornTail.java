package dev.stela.internal.recovery;

import dev.stela.internal.log.FrameScanner;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import java.util.List;

/**
 * Removes what lies behind the last valid frame, and was never durable, so that no later frame can
 * ever connect to it. A crash in the middle leaves a tail that the next open cuts in the same
 * place.
 */
final class TornTail {
  private final FrameScanner scanner = new FrameScanner();
  private final SegmentFiles segmentFiles;
  private final List<LogSegment> log;

  TornTail(SegmentFiles segmentFiles, List<LogSegment> log) {
    this.segmentFiles = segmentFiles;
    this.log = log;
  }

  /** Cuts the tail, makes what is left durable and leaves at most one empty segment behind it. */
  void cut(Replay replay) {
    int tail = replay.tailIndex();
    for (int i = log.size() - 1; i > tail; i--) {
      boolean spare = i == tail + 1 && !(replay.isTorn() && !scanner.isEmpty(log.get(i)));
      if (!spare) {
        segmentFiles.delete(log.remove(i));
      }
    }
    if (replay.isTorn()) {
      LogSegment segment = log.get(tail);
      int end = scanner.endOfData(segment, segment.end());
      segment.erase(segment.end(), end);
    }
    if (replay.frames() > 0 || replay.isTorn()) {
      writeAgain(replay);
      sync(replay);
    }
  }

  /**
   * A sync that failed before may have let the kernel forget that pages were to be written: what is
   * read here would then not be on the device, and no later sync would bring it there.
   */
  private void writeAgain(Replay replay) {
    for (int i = replay.tailIndex(); i >= 0; i--) {
      LogSegment segment = log.get(i);
      if (segment.firstLsn() == 0) {
        continue;
      }
      boolean whole = segment.firstLsn() > replay.knownDurableLsn();
      segment.writeAgain(whole ? segment.firstLsn() : replay.knownDurableLsn() + 1);
      if (!whole) {
        return;
      }
    }
  }

  /** Makes what was replayed durable: a reader must not see what a power cut could take back. */
  void sync(Replay replay) {
    for (int i = 0; i <= replay.tailIndex(); i++) {
      log.get(i).sync();
    }
  }
}
