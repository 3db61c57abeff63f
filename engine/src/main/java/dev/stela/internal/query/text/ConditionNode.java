package dev.stela.internal.query.text;

import java.util.function.IntPredicate;

/** A condition on entities that is not about texts. One thread. */
final class ConditionNode extends Node {
  private final TextMoment moment;
  private final IntPredicate ordinals;

  ConditionNode(TextMoment moment, IntPredicate ordinals) {
    this.moment = moment;
    this.ordinals = ordinals;
  }

  @Override
  Matcher matcher(int part) {
    return new ConditionMatcher(moment.part(part), ordinals);
  }

  @Override
  public boolean matchesWithoutText() {
    return true;
  }
}
