package dev.stela.internal.index.text;

/**
 * The posting list of a term in a part: which documents have it, how often, and where. Any thread.
 */
public interface TermPostings {
  /** Returns how many documents are in the list, whether they stand or not. */
  int documents();

  /** Returns how often they have the term in all. */
  long occurrences();

  /**
   * Returns a cursor before the first document.
   *
   * @param positions whether positions will be asked for
   */
  PostingCursor cursor(boolean positions);

  /** Adds the documents to those of other lists of the same part. */
  void addTo(PostingUnion union);
}
