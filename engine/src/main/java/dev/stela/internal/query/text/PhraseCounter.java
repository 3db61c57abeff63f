package dev.stela.internal.query.text;

/**
 * Counts how often a phrase occurs in the document at which its terms' cursors are. Reads the
 * positions, so only one of the counts can be asked for, once for each document. One thread.
 */
abstract class PhraseCounter {
  /**
   * Returns a number that no count exceeds.
   *
   * @param most of each cursor a number that the frequency of its term does not exceed
   */
  abstract double most(double[] most);

  /**
   * Tells whether it may occur so often by the frequency of the rarest term, without the others.
   */
  abstract boolean mayRarestReach(float needed);

  /** Tells whether it may occur so often by the frequencies of all terms. */
  abstract boolean mayReach(float needed);

  /** Tells whether it occurs at all. */
  abstract boolean occurs();

  /** Returns how often it occurs; 0 as well if it is known to occur less often than needed. */
  abstract float count(float needed);
}
