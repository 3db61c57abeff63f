package dev.stela.internal.query.text;

/** Sums up what the documents of a short range score, whoever has them. One thread. */
final class Union {
  /** The greatest range. */
  static final int DOCUMENTS = 2048;

  private static final int WORD_BITS = 6;

  private final double[] sums = new double[DOCUMENTS];
  private final long[] seen = new long[DOCUMENTS >>> WORD_BITS];
  private int first;
  private int word;
  private double sum;

  /** Begins a range with its first document; all that was in the one before has been taken. */
  void begin(int document) {
    first = document;
    word = 0;
  }

  void add(Scored found) {
    for (int i = 0; i < found.size; i++) {
      int at = found.documents[i] - first;
      sums[at] += found.sums[i];
      seen[at >>> WORD_BITS] |= 1L << at;
    }
  }

  /** Takes the next document, ascending; {@link Matcher#END} if there is none. */
  int next() {
    while (word < seen.length) {
      long rest = seen[word];
      if (rest != 0) {
        int index = (word << WORD_BITS) + Long.numberOfTrailingZeros(rest);
        seen[word] = rest & rest - 1;
        sum = sums[index];
        sums[index] = 0;
        return first + index;
      }
      word++;
    }
    return Matcher.END;
  }

  /** Returns the sum of the document that was taken last. */
  double sum() {
    return sum;
  }
}
