package dev.stela.internal.query;

import java.util.Arrays;

/**
 * The smallest of many keys of two longs, equal ones in the order of their ordinals: a heap with
 * the greatest on top that never grows over its limit. Without a limit all are kept and sorted. One
 * thread.
 */
final class TopKeys {
  private final int limit;
  private long[] first;
  private long[] second;
  private int[] ordinals;
  private int size;

  /** Keeps {@code limit} keys, at least one. */
  TopKeys(int limit) {
    this.limit = limit;
    int capacity = Math.min(limit, 1024);
    this.first = new long[capacity];
    this.second = new long[capacity];
    this.ordinals = new int[capacity];
  }

  /** Tells whether a key that begins so may still be among the smallest. */
  boolean mayKeep(long high) {
    return size < limit || high <= first[0];
  }

  /** Adds a key, unless it is greater than all that are kept and these are enough. */
  void add(long high, long low, int ordinal) {
    if (size < limit) {
      ensureRoom();
      size++;
      siftUp(size - 1, high, low, ordinal);
    } else if (compare(high, low, ordinal, 0) < 0) {
      siftDown(size, high, low, ordinal);
    }
  }

  /** Returns the ordinals of the kept keys, the smallest key first; of no use after that. */
  int[] sort() {
    int[] sorted = new int[size];
    for (int end = size - 1; end >= 0; end--) {
      sorted[end] = ordinals[0];
      siftDown(end, first[end], second[end], ordinals[end]);
    }
    return sorted;
  }

  private void ensureRoom() {
    if (size == ordinals.length) {
      int length = (int) Math.min(limit, size * 2L);
      first = Arrays.copyOf(first, length);
      second = Arrays.copyOf(second, length);
      ordinals = Arrays.copyOf(ordinals, length);
    }
  }

  private void siftUp(int from, long high, long low, int ordinal) {
    int at = from;
    while (at > 0) {
      int parent = at - 1 >>> 1;
      if (compare(high, low, ordinal, parent) <= 0) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, high, low, ordinal);
  }

  /** Puts a key in the place of the top of a heap of so many. */
  private void siftDown(int count, long high, long low, int ordinal) {
    int at = 0;
    while (true) {
      int child = at * 2 + 1;
      // Also false when twice the place is more than an int holds.
      if (child < 0 || child >= count) {
        break;
      }
      if (child + 1 < count
          && compare(first[child + 1], second[child + 1], ordinals[child + 1], child) > 0) {
        child++;
      }
      if (compare(high, low, ordinal, child) >= 0) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, high, low, ordinal);
  }

  private int compare(long high, long low, int ordinal, int other) {
    int byFirst = Long.compare(high, first[other]);
    if (byFirst != 0) {
      return byFirst;
    }
    int bySecond = Long.compare(low, second[other]);
    return bySecond != 0 ? bySecond : Integer.compare(ordinal, ordinals[other]);
  }

  private void move(int from, int to) {
    first[to] = first[from];
    second[to] = second[from];
    ordinals[to] = ordinals[from];
  }

  private void put(int at, long high, long low, int ordinal) {
    first[at] = high;
    second[at] = low;
    ordinals[at] = ordinal;
  }
}
