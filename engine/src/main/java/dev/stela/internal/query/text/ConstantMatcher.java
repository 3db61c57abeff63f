package dev.stela.internal.query.text;

/** Documents that have all the same score. One thread. */
abstract class ConstantMatcher extends Matcher {
  /** Where there is nothing to tell ranges apart, the ordinals to come are looked at so often. */
  static final int RANGE = 127;

  private final float score;

  ConstantMatcher(float score) {
    this.score = score;
  }

  /** From now on there are no candidates. */
  abstract void finish();

  @Override
  final void require(float least) {
    if (least > score) {
      finish();
    }
  }

  @Override
  final float score() {
    return score;
  }

  @Override
  final int blockEnd(int target) {
    return target | RANGE;
  }

  @Override
  final float maxScore(int from, int upTo) {
    return document() > upTo ? NONE : score;
  }
}
