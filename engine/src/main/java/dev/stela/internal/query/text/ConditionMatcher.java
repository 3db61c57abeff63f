package dev.stela.internal.query.text;

import dev.stela.internal.index.text.TextPart;
import java.util.function.IntPredicate;

/**
 * A condition on entities that is not about texts: has no candidates of its own, and can be checked
 * of every document. One thread.
 */
final class ConditionMatcher extends Matcher {
  private final TextPart part;
  private final IntPredicate ordinals;

  ConditionMatcher(TextPart part, IntPredicate ordinals) {
    this.part = part;
    this.ordinals = ordinals;
  }

  @Override
  int document() {
    return END;
  }

  @Override
  int next() {
    return END;
  }

  @Override
  int advance(int target) {
    return END;
  }

  @Override
  boolean check(int document) {
    return ordinals.test(part.ordinal(document));
  }

  @Override
  float score() {
    return 0;
  }

  @Override
  int blockEnd(int target) {
    return END;
  }

  @Override
  float maxScore(int from, int upTo) {
    return 0;
  }

  @Override
  long cost() {
    return Long.MAX_VALUE;
  }
}
