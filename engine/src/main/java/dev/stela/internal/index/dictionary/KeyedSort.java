package dev.stela.internal.index.dictionary;

import java.util.function.IntBinaryOperator;

/** Sorts numbers of tags by keys, and by a comparison where keys are equal. For one thread. */
final class KeyedSort {
  private static final int SHORT = 8;

  private final IntBinaryOperator ties;
  private final long[] keys;
  private final int[] tags;
  private final long[] keyBuffer;
  private final int[] tagBuffer;

  private KeyedSort(long[] keys, int[] tags, IntBinaryOperator ties) {
    this.keys = keys;
    this.tags = tags;
    this.ties = ties;
    this.keyBuffer = new long[tags.length / 2];
    this.tagBuffer = new int[tags.length / 2];
  }

  /** Sorts both arrays, in which the key of each tag has the tag's index. */
  static void sort(long[] keys, int[] tags, IntBinaryOperator ties) {
    new KeyedSort(keys, tags, ties).sort(0, tags.length);
  }

  private void sort(int from, int to) {
    if (to - from <= SHORT) {
      insert(from, to);
      return;
    }
    int middle = from + (to - from) / 2;
    sort(from, middle);
    sort(middle, to);
    if (compare(keys[middle - 1], tags[middle - 1], keys[middle], tags[middle]) > 0) {
      merge(from, middle, to);
    }
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long key = keys[i];
      int tag = tags[i];
      int at = i;
      while (at > from && compare(keys[at - 1], tags[at - 1], key, tag) > 0) {
        keys[at] = keys[at - 1];
        tags[at] = tags[at - 1];
        at--;
      }
      keys[at] = key;
      tags[at] = tag;
    }
  }

  /** The first half is moved out of the way; it is never longer than the buffer. */
  private void merge(int from, int middle, int to) {
    int length = middle - from;
    System.arraycopy(keys, from, keyBuffer, 0, length);
    System.arraycopy(tags, from, tagBuffer, 0, length);
    int left = 0;
    int right = middle;
    for (int at = from; left < length; at++) {
      boolean second =
          right < to && compare(keyBuffer[left], tagBuffer[left], keys[right], tags[right]) > 0;
      keys[at] = second ? keys[right] : keyBuffer[left];
      tags[at] = second ? tags[right] : tagBuffer[left];
      if (second) {
        right++;
      } else {
        left++;
      }
    }
  }

  private int compare(long key, int tag, long otherKey, int otherTag) {
    return key != otherKey ? Long.compare(key, otherKey) : ties.applyAsInt(tag, otherTag);
  }
}
