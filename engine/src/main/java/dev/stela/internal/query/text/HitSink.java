package dev.stela.internal.query.text;

/** Takes in the documents of a part that match, of which it keeps the best. One thread. */
interface HitSink {
  /** Returns the least score of use; it only grows. */
  float least();

  /** Tells whether every document is of use, whatever it scores. */
  default boolean takesAll() {
    return least() == Float.NEGATIVE_INFINITY;
  }

  /** Tells whether a document counts, if it matches. */
  boolean counts(int document);

  /** Takes in a document that counts and matches. */
  void offer(int document, float score);

  /** Returns room for documents, which is anybody's from one call to the next. */
  Scored scored();
}
