package dev.stela.internal.index.text;

/** A set of documents of a part of the text index, with a bit for each of them. One thread. */
public final class DocumentBits {
  private static final int WORD_BITS = 6;

  private final long[] words;
  private final int first;
  private final int end;

  /**
   * Creates an empty set.
   *
   * @param first the least document that may be added
   * @param end greater than all that will be asked for
   */
  public DocumentBits(int first, int end) {
    this.words = new long[end - first + Long.SIZE - 1 >>> WORD_BITS];
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

  /** Adds a document, which is before the end. */
  void add(int document) {
    int bit = document - first;
    words[bit >>> WORD_BITS] |= 1L << bit;
  }

  /** Adds as many documents as bits are set, of which the lowest stands for {@code document}. */
  void addAll(int document, long set) {
    int bit = document - first;
    int word = bit >>> WORD_BITS;
    // What is behind the end is of no use, and may have no room.
    if (word < words.length) {
      words[word] |= set << bit;
      if ((bit & Long.SIZE - 1) != 0 && word + 1 < words.length) {
        words[word + 1] |= set >>> -bit;
      }
    }
  }

  /** Tells whether a document is in the set. */
  public boolean has(int document) {
    int bit = document - first;
    return (words[bit >>> WORD_BITS] & 1L << bit) != 0;
  }

  /**
   * Returns the first document from one on; if there is none, something that is not before the end.
   *
   * @param from before the end
   */
  public int next(int from) {
    int bit = from - first;
    int word = bit >>> WORD_BITS;
    long rest = words[word] & -1L << bit;
    while (rest == 0 && ++word < words.length) {
      rest = words[word];
    }
    return rest == 0 ? end : first + (word << WORD_BITS) + Long.numberOfTrailingZeros(rest);
  }
}
