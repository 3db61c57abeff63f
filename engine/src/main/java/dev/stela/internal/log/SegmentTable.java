package dev.stela.internal.log;

import dev.stela.CorruptionException;
import dev.stela.internal.format.IndexEntryLayout;
import java.util.Arrays;

/**
 * The segments in use, in the order of their numbers and so of their LSNs. One thread adds; any
 * thread looks up, without a lock.
 */
public final class SegmentTable implements AutoCloseable {
  private volatile LogSegment[] segments = {};

  /** Adds the next segment. */
  public void add(LogSegment segment) {
    LogSegment[] old = segments;
    LogSegment[] grown = Arrays.copyOf(old, old.length + 1);
    grown[old.length] = segment;
    segments = grown;
  }

  /** Returns the number of segments. */
  public int size() {
    return segments.length;
  }

  /** Returns the segments in order: a snapshot, not to be changed. */
  public LogSegment[] all() {
    return segments;
  }

  /** Returns the segment with the given number; null if there is none. */
  public LogSegment get(int number) {
    LogSegment[] all = segments;
    int index = all.length == 0 ? -1 : number - all[0].number();
    return index >= 0 && index < all.length ? all[index] : null;
  }

  /** Returns the segment that holds the given LSN; null if there is none. */
  public LogSegment holding(long lsn) {
    LogSegment[] all = segments;
    for (int i = all.length - 1; i >= 0; i--) {
      long first = all[i].firstLsn();
      if (first != 0 && first <= lsn) {
        return all[i];
      }
    }
    return null;
  }

  /**
   * Finds the frame with the given LSN.
   *
   * @return its place, packed as {@link IndexEntryLayout#location}
   * @throws CorruptionException if the log does not hold it
   */
  public long require(long lsn) {
    LogSegment segment = holding(lsn);
    long frame = segment == null ? -1 : segment.frameOf(lsn);
    if (frame < 0) {
      LogSegment[] all = segments;
      throw new CorruptionException(
          "the log does not hold an LSN that is referred to",
          segment != null ? segment.path() : all[0].path(),
          0,
          lsn,
          "none");
    }
    return IndexEntryLayout.location(segment.number(), frame);
  }

  @Override
  public void close() {
    for (LogSegment segment : segments) {
      segment.close();
    }
  }
}
