package dev.stela.internal.index.text;

/**
 * A field in a part of the text index. One thread writes, any thread reads; a cursor or a scan that
 * it returns is for one thread.
 */
public interface FieldPart {
  /** Returns the number of the field's name in the dictionary. */
  int field();

  /** Tells whether posting lists have positions. */
  boolean hasPositions();

  /** Returns the sums over all documents of the part, whether they stand or not. */
  FieldStatistics statistics();

  /** Returns how many tokens a document has in the field; 0 if it does not have it. */
  int length(int document);

  /**
   * Finds the {@link Norms norms} of the lengths of documents.
   *
   * @param documents ascending, of which the first {@code count} have the field
   * @param norms where they are put
   */
  void norms(int[] documents, int count, int[] norms);

  /** Returns the posting list of a term; null if the part has none. */
  TermPostings find(byte[] term, int length);

  /** Returns a scan that stands before the first term. Terms come in the order of their bytes. */
  TermScan scan();
}
