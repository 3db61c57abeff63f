package dev.stela.internal.index.text;

import java.util.Arrays;

/**
 * A set of documents of a part of the text index, with a bit for each of them. It has room for as
 * many as have been read: of a large part often the first ones are enough. One thread.
 */
public final class DocumentBits {
  private static final int WORD_BITS = 6;

  private long[] words = {};
  private final int first;
  private final int end;

  /**
   * Creates an empty set.
   *
   * @param first the least document that may be added
   * @param end greater than all that will be asked for
   */
  DocumentBits(int first, int end) {
    this.first = first;
    this.end = end;
  }

  /** Returns the least document that may be in the set. */
  public int first() {
    return first;
  }

  /** Returns what is greater than all documents that may be in the set. */
  public int end() {
    return end;
  }

  /** Makes room for documents that are less than another one. */
  void reserve(int upTo) {
    int needed = upTo - first + Long.SIZE - 1 >>> WORD_BITS;
    if (needed > words.length) {
      words = Arrays.copyOf(words, needed);
    }
  }

  /** Adds a document for which there is room. */
  void add(int document) {
    int bit = document - first;
    words[bit >>> WORD_BITS] |= 1L << bit;
  }

  /**
   * Adds the documents of bits, of which the lowest stands for {@code document}, as far as there is
   * room.
   */
  void addAll(int document, long set) {
    int bit = document - first;
    int word = bit >>> WORD_BITS;
    // What has no room is not wanted yet.
    if (word < words.length) {
      words[word] |= set << bit;
      if ((bit & Long.SIZE - 1) != 0 && word + 1 < words.length) {
        words[word + 1] |= set >>> -bit;
      }
    }
  }

  /** Tells whether a document for which there is room is in the set. */
  public boolean has(int document) {
    int bit = document - first;
    return (words[bit >>> WORD_BITS] & 1L << bit) != 0;
  }

  /** Returns the first document from one on, for which there is room; if there is none, the end. */
  public int next(int from) {
    int bit = from - first;
    int word = bit >>> WORD_BITS;
    long rest = words[word] & -1L << bit;
    while (rest == 0 && ++word < words.length) {
      rest = words[word];
    }
    return rest == 0 ? end : first + (word << WORD_BITS) + Long.numberOfTrailingZeros(rest);
  }

  /** Returns how many documents of those before the end are in the set. */
  public int count() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    // The last word may go on behind the end.
    int rest = end - first & Long.SIZE - 1;
    boolean whole = rest == 0 || words.length << WORD_BITS < end - first;
    return whole ? count : count - Long.bitCount(words[words.length - 1] & -1L << rest);
  }
}
