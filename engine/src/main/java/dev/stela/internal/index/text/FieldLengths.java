package dev.stela.internal.index.text;

/**
 * How many tokens the documents of a delta have in a field, and sums of that before every 64th
 * document, so that the sums up to any document are soon found. One thread writes; any thread reads
 * what it knows to be there.
 */
final class FieldLengths {
  private static final int STEP_BITS = 6;
  private static final int STEP = 1 << STEP_BITS;

  private final IntPages lengths;
  // Two words for each step: documents and tokens before its first document.
  private final LongPages sums;
  private int documents;
  private long tokens;

  FieldLengths(Footprint heap) {
    this.lengths = new IntPages(heap);
    this.sums = new LongPages(heap);
  }

  /** Tells whether sums have to be noted before this document is added. */
  static boolean isStep(int document) {
    return document % STEP == 0;
  }

  /** Notes the sums before a document, whether it has the field or not. Only the writer. */
  void noteSums(int document) {
    int step = document >>> STEP_BITS;
    sums.set(2 * step, documents);
    sums.set(2 * step + 1, tokens);
  }

  /** Sets the length of a document, which is not 0. Only the writer. */
  void set(int document, int length) {
    lengths.set(document, length);
    documents++;
    tokens += length;
  }

  /** Returns the length of a document; 0 if it does not have the field. */
  int get(int document) {
    return lengths.get(document);
  }

  /**
   * Returns the sums over all documents before one.
   *
   * @param end not more than the number of documents that the reader knows of: the last step begins
   *     with one of them
   */
  FieldStatistics before(int end) {
    if (end == 0) {
      return FieldStatistics.NONE;
    }
    int step = end - 1 >>> STEP_BITS;
    int count = (int) sums.get(2 * step);
    long total = sums.get(2 * step + 1);
    for (int document = step << STEP_BITS; document < end; document++) {
      int length = lengths.get(document);
      count += length > 0 ? 1 : 0;
      total += length;
    }
    return new FieldStatistics(count, total);
  }
}
