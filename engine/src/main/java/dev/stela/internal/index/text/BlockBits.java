package dev.stela.internal.index.text;

import java.lang.foreign.MemorySegment;

/** The documents of a block as bits. One thread. */
final class BlockBits {
  private static final int WORD_BITS = 6;

  private long[] words = new long[8];
  private int[] before = new int[8];
  private int size;
  private int total;
  private int first;

  /**
   * Reads the bits.
   *
   * @param count the number of words
   * @param document what the first bit stands for
   */
  void read(MemorySegment memory, long at, int count, int document) {
    if (words.length < count) {
      words = new long[count];
      before = new int[count];
    }
    int sum = 0;
    for (int i = 0; i < count; i++) {
      words[i] = memory.get(CheckedBytes.LONG, at + (long) i * Long.BYTES);
      before[i] = sum;
      sum += Long.bitCount(words[i]);
    }
    size = count;
    total = sum;
    first = document;
  }

  /** Returns the last document; something less than the first one if there is none. */
  int last() {
    int word = size - 1;
    return word < 0
        ? -1
        : first + (word << WORD_BITS) + Long.SIZE - 1 - Long.numberOfLeadingZeros(words[word]);
  }

  /** Returns how many documents there are. */
  int count() {
    return total;
  }

  /** Returns the first document from {@code target} on, which is not behind the last one. */
  int from(int target) {
    // Whoever comes from another part may ask for what is before the first one of this part.
    int bit = Math.max(target - first, 0);
    int word = bit >>> WORD_BITS;
    long rest = words[word] & -1L << bit;
    while (rest == 0) {
      word++;
      rest = words[word];
    }
    return first + (word << WORD_BITS) + Long.numberOfTrailingZeros(rest);
  }

  /** Returns how many documents come before one. */
  int countBefore(int document) {
    int bit = document - first;
    int word = bit >>> WORD_BITS;
    return before[word] + Long.bitCount(words[word] & (1L << bit) - 1);
  }

  /** Puts all documents into an array, which has room for them. */
  void unpack(int[] target) {
    int at = 0;
    for (int i = 0; i < size; i++) {
      int document = first + (i << WORD_BITS);
      for (long rest = words[i]; rest != 0; rest &= rest - 1) {
        target[at++] = document + Long.numberOfTrailingZeros(rest);
      }
    }
  }
}
