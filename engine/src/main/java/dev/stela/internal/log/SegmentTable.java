package dev.stela.internal.log;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FrameLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The segments in use, in the order of their LSNs: those that compaction has made, sealed ones, and
 * at the end the one that is appended to. One thread at a time changes; any thread looks up,
 * without a lock.
 *
 * <p>A segment is found by its number as long as an entry of the directory may lead to it, and by
 * LSN as long as it is in force: while compaction replaces some by others, both can be found by
 * number.
 */
public final class SegmentTable implements AutoCloseable {
  private volatile State state = new State(new LogSegment[0], new LogSegment[0], new LogSegment[0]);

  /**
   * What the table holds. Immutable.
   *
   * @param ordered in the order of LSNs
   * @param logs log segments by number
   * @param data data segments by number less {@link SegmentFiles#FIRST_DATA}
   */
  private record State(LogSegment[] ordered, LogSegment[] logs, LogSegment[] data) {}

  /** Adds the next segment of the log, or while a store is being opened the next one in order. */
  public synchronized void add(LogSegment segment) {
    LogSegment[] old = state.ordered;
    LogSegment[] grown = Arrays.copyOf(old, old.length + 1);
    grown[old.length] = segment;
    publish(grown, segment);
  }

  /** Lets a segment be found by its number only. */
  public synchronized void admit(LogSegment segment) {
    publish(state.ordered, segment);
  }

  /**
   * Puts segments that were admitted in the place of others with the same range of LSNs, which are
   * found by their number only after that.
   */
  public synchronized void replace(List<LogSegment> replaced, List<LogSegment> by) {
    List<LogSegment> ordered = new ArrayList<>(List.of(state.ordered));
    int at = ordered.indexOf(replaced.getFirst());
    ordered.removeAll(replaced);
    ordered.addAll(at, by);
    state = new State(ordered.toArray(LogSegment[]::new), state.logs, state.data);
  }

  /** Forgets a segment that was replaced: no entry of the directory leads to it any more. */
  public synchronized void remove(LogSegment segment) {
    LogSegment[] logs = state.logs.clone();
    LogSegment[] data = state.data.clone();
    int number = segment.number();
    (SegmentFiles.isData(number) ? data : logs)[index(number)] = null;
    state = new State(state.ordered, logs, data);
  }

  /** Returns the number of segments in force. */
  public int size() {
    return state.ordered.length;
  }

  /** Returns the segments in force in the order of their LSNs: a snapshot, not to be changed. */
  public LogSegment[] all() {
    return state.ordered;
  }

  /** Returns the segment with the given number; null if there is none. */
  public LogSegment get(int number) {
    State now = state;
    LogSegment[] all = SegmentFiles.isData(number) ? now.data : now.logs;
    int index = index(number);
    return index >= 0 && index < all.length ? all[index] : null;
  }

  /** Returns the segment that holds the given LSN; null if there is none. */
  public LogSegment holding(long lsn) {
    LogSegment[] all = state.ordered;
    int index = indexHolding(all, lsn);
    return index < 0 ? null : all[index];
  }

  /** Returns the index of the last segment that begins not after an LSN; -1 if there is none. */
  private static int indexHolding(LogSegment[] all, long lsn) {
    // The newest segments may have no frame yet; before them the first LSNs ascend.
    int low = 0;
    int high = all.length - 1;
    int found = -1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long first = all[middle].firstLsn();
      if (first != 0 && first <= lsn) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return found;
  }

  /**
   * Returns the segment that holds the frame with the given LSN. It is the one that is in force at
   * the call; it may be replaced and removed while it is used.
   *
   * @throws CorruptionException if the log does not hold that frame
   */
  public LogSegment require(long lsn) {
    LogSegment segment = holding(lsn);
    if (segment == null || segment.frameOf(lsn) < 0) {
      throw notHeld(segment != null ? segment : state.ordered[0], lsn);
    }
    return segment;
  }

  /**
   * Returns the segment with the given number.
   *
   * @throws SegmentRetiredException if there is none any more
   */
  public LogSegment requireNumber(int number) {
    LogSegment segment = get(number);
    if (segment == null) {
      throw new SegmentRetiredException(number);
    }
    return segment;
  }

  /**
   * Returns the segment with the first frame whose LSN is not before the given one; null if there
   * is no such frame.
   */
  public LogSegment ceiling(long lsn) {
    LogSegment[] all = state.ordered;
    for (int i = Math.max(0, indexHolding(all, lsn)); i < all.length; i++) {
      if (all[i].firstLsn() != 0 && all[i].ceiling(lsn) >= 0) {
        return all[i];
      }
    }
    return null;
  }

  /**
   * Returns the time of the commit with the given LSN. Of one that compaction has left out, because
   * nothing of it is kept, that of the commit before; if there is none, 0.
   */
  public long timestampOf(long lsn) {
    LogSegment[] all = state.ordered;
    int index = indexHolding(all, lsn);
    if (index >= 0 && !all[index].hasGaps() && all[index].frameOf(lsn) < 0) {
      throw notHeld(all[index], lsn);
    }
    for (int i = index; i >= 0; i--) {
      long frame = all[i].floor(lsn);
      if (frame >= 0) {
        return FrameLayout.timestamp(all[i].memory(), frame);
      }
    }
    if (index < 0) {
      throw notHeld(all[0], lsn);
    }
    // Compaction has left out everything so far.
    return 0;
  }

  private static CorruptionException notHeld(LogSegment segment, long lsn) {
    return new CorruptionException(
        "the log does not hold an LSN that is referred to", segment.path(), 0, lsn, "none");
  }

  /**
   * Returns the LSN of the last commit whose time is not after {@code timestamp}; 0 if all are
   * later. Frames behind it that share its time, the end of a segment or pieces of content, are
   * passed over: a reader who stands at that commit knows nothing of them.
   *
   * @param limit the newest LSN that may be returned
   */
  public long lsnAt(long timestamp, long limit) {
    LogSegment[] all = state.ordered;
    long lsn = 0;
    long time = timestamp;
    for (int i = all.length - 1; i >= 0; i--) {
      long frame = all[i].firstLsn() == 0 ? -1 : all[i].frameAt(time);
      if (frame >= 0) {
        long found = all[i].timestamp(frame);
        if (lsn != 0 && found != time) {
          break;
        }
        lsn = FrameLayout.lsn(all[i].memory(), frame);
        if (!all[i].isFirst(frame)) {
          break;
        }
        // The frames that share its time may begin in the segment before.
        time = found;
      }
    }
    return Math.min(limit, lsn);
  }

  @Override
  public void close() {
    State last = state;
    Set<LogSegment> all = new LinkedHashSet<>(List.of(last.ordered));
    for (LogSegment[] known : List.of(last.logs, last.data)) {
      for (LogSegment segment : known) {
        if (segment != null) {
          all.add(segment);
        }
      }
    }
    all.forEach(LogSegment::close);
  }

  private void publish(LogSegment[] ordered, LogSegment segment) {
    int number = segment.number();
    boolean data = SegmentFiles.isData(number);
    State old = state;
    state =
        new State(
            ordered,
            data ? old.logs : with(old.logs, index(number), segment),
            data ? with(old.data, index(number), segment) : old.data);
  }

  private static LogSegment[] with(LogSegment[] all, int index, LogSegment segment) {
    LogSegment[] grown = Arrays.copyOf(all, Math.max(all.length, index + 1));
    grown[index] = segment;
    return grown;
  }

  private static int index(int number) {
    return SegmentFiles.isData(number) ? number - SegmentFiles.FIRST_DATA : number;
  }
}
