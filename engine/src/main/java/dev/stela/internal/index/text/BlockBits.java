package dev.stela.internal.index.text;

import java.lang.foreign.MemorySegment;

/**
 * The documents of a block as bits, read where they are: whoever leaps into a block looks at a word
 * or two. One thread.
 */
final class BlockBits {
  private static final int WORD_BITS = 6;

  private MemorySegment memory;
  private long at;
  private int size;
  private int first;
  // How many documents the first words have, as far as they have been counted.
  private int countedWords;
  private int counted;

  /**
   * Begins with a block.
   *
   * @param checked memory of which the block has been checked
   * @param words the number of words
   * @param document what the first bit stands for
   */
  void begin(MemorySegment checked, long offset, int words, int document) {
    memory = checked;
    at = offset;
    size = words;
    first = document;
    countedWords = 0;
    counted = 0;
  }

  private long word(int index) {
    return memory.get(CheckedBytes.LONG, at + (long) index * Long.BYTES);
  }

  /** Returns the last document; something less than the first one if there is none. */
  int last() {
    int word = size - 1;
    return word < 0
        ? -1
        : first + (word << WORD_BITS) + Long.SIZE - 1 - Long.numberOfLeadingZeros(word(word));
  }

  /** Returns the first document from {@code target} on, which is not behind the last one. */
  int from(int target) {
    // Whoever comes from another part may ask for what is before the first one of this part.
    int bit = Math.max(target - first, 0);
    int word = bit >>> WORD_BITS;
    long rest = word(word) & -1L << bit;
    while (rest == 0) {
      word++;
      rest = word(word);
    }
    return first + (word << WORD_BITS) + Long.numberOfTrailingZeros(rest);
  }

  /** Returns how many documents come before one, which is not before the last one asked about. */
  int countBefore(int document) {
    int bit = document - first;
    int word = bit >>> WORD_BITS;
    int count = counted;
    for (int i = countedWords; i < word; i++) {
      count += Long.bitCount(word(i));
    }
    countedWords = word;
    counted = count;
    return count + Long.bitCount(word(word) & (1L << bit) - 1);
  }

  /**
   * Puts the documents into an array.
   *
   * @return how many there are; more than it has room for if they do not fit in
   */
  int unpack(int[] target) {
    int index = 0;
    for (int i = 0; i < size; i++) {
      int document = first + (i << WORD_BITS);
      long rest = word(i);
      if (Long.bitCount(rest) > target.length - index) {
        return target.length + 1;
      }
      for (; rest != 0; rest &= rest - 1) {
        target[index++] = document + Long.numberOfTrailingZeros(rest);
      }
    }
    return index;
  }
}
