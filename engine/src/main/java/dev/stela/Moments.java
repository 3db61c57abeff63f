package dev.stela;

import dev.stela.internal.format.Timestamps;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.recovery.OpenStore;
import java.time.Instant;

/** From times and ranges to the LSNs that they mean. Any thread. */
final class Moments {
  private final OpenStore store;
  private final SegmentTable segments;

  /** LSNs, both inclusive; empty where {@code from} is greater. */
  record LsnRange(long from, long to) {}

  Moments(OpenStore store) {
    this.store = store;
    this.segments = store.segments();
  }

  /**
   * The LSN of the last commit whose time is not after a moment, for good: no later commit will get
   * a time up to it. May take the writer lock and wait for what is on its way to the device.
   *
   * @throws InvalidArgumentException if the moment is in the future
   */
  long lsnAt(Instant time) {
    long nanos = Timestamps.nanos(time);
    long visible = store.commits().visibleLsn();
    if (visible > 0 && nanos < segments.timestampOf(visible)) {
      return segments.lsnAt(nanos, visible);
    }
    // After the last visible commit: no later one may get a time up to this moment.
    if (nanos > lastTimestamp(visible)) {
      requireNotAfterClock(time, nanos);
    }
    if (store.writer() != null) {
      passTime(nanos);
    }
    return segments.lsnAt(nanos, store.commits().visibleLsn());
  }

  /**
   * The LSNs of a range for a reader that stands at {@code newest}: it sees no later commit,
   * whatever the time.
   */
  LsnRange resolve(HistoryRange range, long newest) {
    requireVisible("fromLsn", range.fromLsn(), newest);
    if (range.toLsn() != Long.MAX_VALUE) {
      requireVisible("toLsn", range.toLsn(), newest);
    }
    long to = Math.min(range.toLsn(), newest);
    if (range.to() != null) {
      long nanos = Timestamps.nanos(range.to());
      requireNotFuture(range.to(), nanos);
      to = Math.min(to, segments.lsnAt(nanos, newest));
    }
    long from = range.fromLsn();
    if (range.from() != null) {
      long nanos = Timestamps.nanos(range.from());
      requireNotFuture(range.from(), nanos);
      from = Math.max(from, segments.lsnAt(nanos - 1, newest) + 1);
    }
    return new LsnRange(from, to);
  }

  private void requireNotFuture(Instant time, long nanos) {
    long visible = store.commits().visibleLsn();
    if (visible == 0 || nanos > segments.timestampOf(visible)) {
      requireNotAfterClock(time, nanos);
    }
  }

  /** Refuses an LSN that a reader at {@code newest} does not see. */
  static void requireVisible(String name, long lsn, long newest) {
    if (lsn < 0 || lsn > newest) {
      throw new InvalidArgumentException(
          "there is no such past: " + name + "=" + lsn + " newest=" + newest);
    }
  }

  /** The time that the next commit will be after. */
  private long lastTimestamp(long visible) {
    if (store.writer() != null) {
      return store.writer().lastTimestamp();
    }
    return visible == 0 ? Long.MIN_VALUE : segments.timestampOf(visible);
  }

  /** Waits until all commits not after a time are visible, and lets no further one come. */
  private void passTime(long nanos) {
    try {
      store.writer().passTime(nanos);
    } catch (StoreFailedException e) {
      // No commit will come any more: what is visible stays the answer.
    }
  }

  private void requireNotAfterClock(Instant time, long nanos) {
    long now = store.clock().nanoTime();
    if (nanos > now) {
      throw new InvalidArgumentException(
          "the moment is in the future: time=" + time + " now=" + Timestamps.instant(now));
    }
  }
}
