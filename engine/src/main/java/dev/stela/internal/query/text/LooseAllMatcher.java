package dev.stela.internal.query.text;

/**
 * The documents that match all of some members, each of which may match without a text, and none of
 * some exceptions. Candidates are those of any member: where there is none, the score is 0. One
 * thread.
 */
final class LooseAllMatcher extends Matcher {
  private final Matcher walk;
  private final Matcher[] members;
  private final Matcher[] exceptions;

  /**
   * Creates one.
   *
   * @param walked those members that have candidates, at least one
   * @param members all, in the order of the query
   * @param exceptions none of which matches
   */
  LooseAllMatcher(Matcher[] walked, Matcher[] members, Matcher[] exceptions) {
    this.walk = new AnyMatcher(walked, new Matcher[0], END);
    this.members = members;
    this.exceptions = exceptions;
  }

  @Override
  int document() {
    return walk.document();
  }

  @Override
  int next() {
    return walk.next();
  }

  @Override
  int advance(int target) {
    return walk.advance(target);
  }

  @Override
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

  @Override
  float score() {
    double sum = 0;
    for (Matcher member : members) {
      sum += member.score();
    }
    return (float) sum;
  }

  @Override
  int blockEnd(int target) {
    return walk.blockEnd(target);
  }

  @Override
  float maxScore(int from, int upTo) {
    // Where no member has a text, it may match all the same.
    return Math.max(0, walk.maxScore(from, upTo));
  }

  @Override
  long cost() {
    return walk.cost();
  }
}
