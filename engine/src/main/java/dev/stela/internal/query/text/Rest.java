package dev.stela.internal.query.text;

/**
 * What a document that others have found has to match as well, and what it must not. One thread.
 */
final class Rest {
  private final Matcher[] members;
  private final Matcher[] exceptions;

  /**
   * Creates one.
   *
   * @param members which may match without a text, and score 0 then
   * @param exceptions none of which matches
   */
  Rest(Matcher[] members, Matcher[] exceptions) {
    this.members = members;
    this.exceptions = exceptions;
  }

  /** Tells whether a document matches, as {@link Matcher#check}. */
  boolean check(int document) {
    for (Matcher member : members) {
      if (!member.check(document)) {
        return false;
      }
    }
    for (Matcher exception : exceptions) {
      if (exception.check(document)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the sum of the scores of the document that was checked last, and matches. */
  double score() {
    double sum = 0;
    for (Matcher member : members) {
      sum += member.score();
    }
    return sum;
  }

  /** Returns what the score of no document of a range exceeds, as {@link Matcher#maxScore}. */
  double maxScore(int from, int upTo) {
    double sum = 0;
    for (Matcher member : members) {
      sum += Math.max(0, member.maxScore(from, upTo));
    }
    return sum;
  }

  /** As {@link #maxScore}, but may be far too high, as {@link Matcher#roughMaxScore}. */
  double roughMaxScore(int from, int upTo) {
    double sum = 0;
    for (Matcher member : members) {
      sum += Math.max(0, member.roughMaxScore(from, upTo));
    }
    return sum;
  }

  /** Tells whether no member adds to a score, whatever the document. */
  boolean scoresNothing() {
    for (Matcher member : members) {
      if (!(member instanceof ConditionMatcher)) {
        return false;
      }
    }
    return true;
  }
}
