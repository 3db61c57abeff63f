package dev.stela;

import java.time.Instant;

/**
 * Which part of an entity's history is wanted, and in which order. Start from {@link #all} and
 * narrow it:
 *
 * <pre>{@code
 * store.history(id, HistoryRange.all().from(monday).limit(10));
 * }</pre>
 *
 * <p>Bounds are inclusive. Where LSNs and times are given, both have to hold. An LSN after the
 * reader's own and a time in the future are refused; a range that holds no commit of the entity
 * gives an empty history.
 *
 * <p>Immutable; any thread. The methods that narrow return a changed copy.
 *
 * @param fromLsn the oldest LSN wanted; 0 for all
 * @param toLsn the newest LSN wanted; {@link Long#MAX_VALUE} for all
 * @param from the earliest commit time wanted; null for all
 * @param to the latest commit time wanted; null for all
 * @param limit the most changes wanted, of those that come first in the order asked for
 * @param oldestFirst whether the oldest change comes first; else the newest does
 */
public record HistoryRange(
    long fromLsn, long toLsn, Instant from, Instant to, int limit, boolean oldestFirst) {
  private static final HistoryRange ALL =
      new HistoryRange(0, Long.MAX_VALUE, null, null, Integer.MAX_VALUE, false);

  /**
   * Validates.
   *
   * @throws InvalidArgumentException if an LSN is negative, the limit is less than 1, or a range
   *     ends before it begins
   */
  public HistoryRange {
    if (fromLsn < 0 || toLsn < 0) {
      throw new InvalidArgumentException(
          "an LSN is not negative: fromLsn=" + fromLsn + " toLsn=" + toLsn);
    }
    if (fromLsn > toLsn) {
      throw new InvalidArgumentException(
          "the range ends before it begins: fromLsn=" + fromLsn + " toLsn=" + toLsn);
    }
    if (from != null && to != null && from.isAfter(to)) {
      throw new InvalidArgumentException(
          "the range ends before it begins: from=" + from + " to=" + to);
    }
    if (limit < 1) {
      throw new InvalidArgumentException("a limit is at least 1: limit=" + limit);
    }
  }

  /**
   * The whole history, the newest change first.
   *
   * @return the range
   */
  public static HistoryRange all() {
    return ALL;
  }

  /**
   * Begins the range with a commit.
   *
   * @param lsn the oldest LSN wanted
   * @return a changed copy
   */
  public HistoryRange fromLsn(long lsn) {
    return new HistoryRange(lsn, toLsn, from, to, limit, oldestFirst);
  }

  /**
   * Ends the range with a commit.
   *
   * @param lsn the newest LSN wanted
   * @return a changed copy
   */
  public HistoryRange toLsn(long lsn) {
    return new HistoryRange(fromLsn, lsn, from, to, limit, oldestFirst);
  }

  /**
   * Begins the range at a moment.
   *
   * @param time the earliest commit time wanted; null for all
   * @return a changed copy
   */
  public HistoryRange from(Instant time) {
    return new HistoryRange(fromLsn, toLsn, time, to, limit, oldestFirst);
  }

  /**
   * Ends the range at a moment.
   *
   * @param time the latest commit time wanted; null for all
   * @return a changed copy
   */
  public HistoryRange to(Instant time) {
    return new HistoryRange(fromLsn, toLsn, from, time, limit, oldestFirst);
  }

  /**
   * Limits the number of changes.
   *
   * @param changes the most wanted, at least 1
   * @return a changed copy
   */
  public HistoryRange limit(int changes) {
    return new HistoryRange(fromLsn, toLsn, from, to, changes, oldestFirst);
  }

  /**
   * Puts the oldest change first; a limit then leaves the oldest ones.
   *
   * @return a changed copy
   */
  public HistoryRange fromOldest() {
    return new HistoryRange(fromLsn, toLsn, from, to, limit, true);
  }

  /**
   * Puts the newest change first; a limit then leaves the newest ones.
   *
   * @return a changed copy
   */
  public HistoryRange fromNewest() {
    return new HistoryRange(fromLsn, toLsn, from, to, limit, false);
  }
}
