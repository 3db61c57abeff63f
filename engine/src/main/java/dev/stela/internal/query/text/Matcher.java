package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;

/**
 * Walks over the documents of one part that may match a part of a query: first over candidates,
 * which cost little; whether one matches is {@link #check checked} afterwards. One thread.
 */
abstract class Matcher {
  /** The document behind the last one. */
  static final int END = PostingCursor.END;

  /** No document of a range can match. */
  static final float NONE = -1;

  /** Covers the rounding of sums that are made in another order than scores. */
  private static final double SLACK = 1 + 1e-12;

  /** Returns the candidate; -1 before the first, {@link #END} behind the last. */
  abstract int document();

  /** Moves to the next candidate and returns it. */
  abstract int next();

  /** Moves to the first candidate from {@code target} on, which is after the present one. */
  abstract int advance(int target);

  /**
   * Tells whether a document matches, and the same if it is asked again. Moves on to it if it is
   * ahead.
   *
   * @param document the candidate, or any one that is not before it nor before the last one asked
   *     about
   */
  abstract boolean check(int document);

  /** Returns the score of the document that was checked last, and matches. */
  abstract float score();

  /**
   * Looks for the end of the range, from {@code target} on, of which bounds are known best.
   *
   * @param target not less than the last one
   */
  abstract int blockEnd(int target);

  /**
   * Returns a score that no document of a range exceeds; {@link #NONE} if none of it can match.
   *
   * @param from after all ranges asked about before, and not before the candidate
   */
  abstract float maxScore(int from, int upTo);

  /** Returns about how many candidates there are. */
  abstract long cost();

  /** All candidates will be asked for: what is read bit by bit otherwise may be read at once. */
  void expectAll() {}

  /** From now on documents with a lower score need not match. Not all matchers care. */
  void require(float least) {}

  /** Tells whether the matcher passes over what {@link #require} excludes by itself. */
  boolean skips() {
    return false;
  }

  /** Returns a bound on a score, of a bound on the sum that makes it. */
  static float bound(double sum) {
    return (float) (sum * SLACK);
  }
}
