package dev.stela.internal.log;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FrameLayout;
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

  /** Returns the time of the commit with the given LSN. */
  public long timestampOf(long lsn) {
    long place = require(lsn);
    LogSegment segment = get(IndexEntryLayout.segmentNumber(place));
    return FrameLayout.timestamp(segment.memory(), IndexEntryLayout.offset(place));
  }

  /**
   * Returns the LSN of the last frame whose time is not after {@code timestamp}; 0 if all are
   * later.
   *
   * @param limit the newest LSN that may be returned
   */
  public long lsnAt(long timestamp, long limit) {
    LogSegment[] all = segments;
    for (int i = all.length - 1; i >= 0; i--) {
      long frame = all[i].firstLsn() == 0 ? -1 : all[i].frameAt(timestamp);
      if (frame >= 0) {
        return Math.min(limit, FrameLayout.lsn(all[i].memory(), frame));
      }
    }
    return 0;
  }

  @Override
  public void close() {
    for (LogSegment segment : segments) {
      segment.close();
    }
  }
}
