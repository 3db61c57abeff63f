package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;

/**
 * In the order of numeric keys: all entities are asked for theirs, so many of the smallest are kept
 * and sorted. One thread.
 */
final class KeyStream extends OrdinalStream {
  private final int[] sorted;
  private int at;

  /**
   * Sorts what comes after an ordinal, or all if that is {@link #NONE}.
   *
   * @param limit how many will be asked for at most
   */
  KeyStream(OrdinalSet set, Keys keys, int after, long limit) {
    TopKeys top = new TopKeys(Math.clamp(limit, 1, Math.max(1, set.cardinality())));
    long afterFirst = after == NONE ? 0 : keys.first(after);
    long afterSecond = after == NONE ? 0 : keys.second(after);
    Members.forEach(
        set,
        ordinal -> {
          long first = keys.first(ordinal);
          if (top.mayKeep(first)) {
            long second = keys.second(ordinal);
            if (after == NONE || isAfter(first, second, ordinal, afterFirst, afterSecond, after)) {
              top.add(first, second, ordinal);
            }
          }
        });
    this.sorted = top.sort();
  }

  private static boolean isAfter(
      long first, long second, int ordinal, long afterFirst, long afterSecond, int after) {
    if (first != afterFirst) {
      return first > afterFirst;
    }
    return second != afterSecond ? second > afterSecond : ordinal > after;
  }

  @Override
  public int next() {
    return at < sorted.length ? sorted[at++] : NONE;
  }
}
