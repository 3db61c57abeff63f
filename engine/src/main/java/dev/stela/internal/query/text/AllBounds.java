package dev.stela.internal.query.text;

/**
 * How high documents of a range may score that all of some members have: together, and behind each
 * of those that lead. One thread.
 */
final class AllBounds {
  private final Matcher[] leaders;
  private final Rest rest;
  private final float[] maxima;
  private double restMax;
  private int end = -1;

  AllBounds(Matcher[] leaders, Rest rest) {
    this.leaders = leaders;
    this.rest = rest;
    this.maxima = new float[leaders.length];
  }

  /** Looks for the bounds of a range, as {@link Matcher#maxScore}, and keeps them. */
  float maxScore(int from, int upTo) {
    double sum = 0;
    boolean some = true;
    for (int i = 0; i < leaders.length; i++) {
      maxima[i] = leaders[i].maxScore(from, upTo);
      some &= maxima[i] >= 0;
      sum += maxima[i];
    }
    restMax = rest.maxScore(from, upTo);
    end = some ? upTo : -1;
    return some ? Matcher.bound(sum + restMax) : Matcher.NONE;
  }

  /**
   * Returns a bound that is often enough to pass over a range, without keeping any.
   *
   * @param upTo the end of the block of the first leader in which {@code from} is
   */
  float roughMaxScore(int from, int upTo) {
    // The range is a block of the first leader, whose bound is there; the others would look for it.
    double sum = leaders[0].maxScore(from, upTo);
    for (int i = 1; i < leaders.length; i++) {
      float most = leaders[i].roughMaxScore(from, upTo);
      if (most < 0) {
        return Matcher.NONE;
      }
      sum += most;
    }
    return Matcher.bound(sum + rest.roughMaxScore(from, upTo));
  }

  /** Tells whether the bounds that are kept are of a range with a document. */
  boolean cover(int document) {
    return document <= end;
  }

  /** Returns what all behind a leader add to a score at most. */
  double after(int leader) {
    double sum = restMax;
    for (int i = leader + 1; i < leaders.length; i++) {
      sum += maxima[i];
    }
    return sum;
  }
}
