package dev.stela.internal.query.text;

/**
 * The documents that match all of some members, each of which may match without a text, and none of
 * some exceptions. Candidates are those of any member: where there is none, the score is 0. One
 * thread.
 */
final class LooseAllMatcher extends Matcher {
  private final Matcher walk;
  private final Rest all;

  /**
   * Creates one.
   *
   * @param walked those members that have candidates, at least one
   * @param all the members and the exceptions
   */
  LooseAllMatcher(Matcher[] walked, Rest all) {
    this.walk = new AnyMatcher(walked, new Matcher[0], END);
    this.all = all;
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
    return all.check(document);
  }

  @Override
  float score() {
    return (float) all.score();
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
