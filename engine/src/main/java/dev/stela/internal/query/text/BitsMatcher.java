package dev.stela.internal.query.text;

/** Documents of a part in a bitmap, all of one score. One thread. */
final class BitsMatcher extends ConstantMatcher {
  private final long[] bits;
  private final int first;
  private final long cost;
  private int document = -1;

  /**
   * Creates one.
   *
   * @param bits by document
   * @param first the document of the first bit
   * @param cost about how many there are
   */
  BitsMatcher(long[] bits, int first, long cost, float score) {
    super(score);
    this.bits = bits;
    this.first = first;
    this.cost = cost;
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int next() {
    return advance(document + 1);
  }

  @Override
  int advance(int target) {
    int from = Math.max(target - first, 0);
    int index = from >>> 6;
    document = END;
    if (index < bits.length) {
      long word = bits[index] & -1L << from;
      while (word == 0 && ++index < bits.length) {
        word = bits[index];
      }
      if (word != 0) {
        document = first + (index << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return document;
  }

  @Override
  long cost() {
    return cost;
  }
}
