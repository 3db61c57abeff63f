package dev.stela.internal.query.text;

/** Counts how often a phrase occurs in the document at which its terms' cursors are. One thread. */
abstract class PhraseCounter {
  /** Returns a number that {@link #count} does not exceed, without a look at positions. */
  abstract float most();

  /** Tells whether that is the sum of the terms' frequencies; else it is the least of them. */
  abstract boolean mostIsSum();

  /** Counts; reads the positions, so once for each document. */
  abstract float count();
}
