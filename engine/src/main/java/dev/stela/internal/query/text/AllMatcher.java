package dev.stela.internal.query.text;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The documents that match all of some members and none of some exceptions. The members that cannot
 * match without a text of their own lead, the rarest first. One thread.
 */
final class AllMatcher extends Matcher {
  private static final Comparator<Matcher> RAREST_FIRST = Comparator.comparingLong(Matcher::cost);

  private final Matcher[] leaders;
  private final Rest rest;
  private final AllBounds bounds;
  // Null if the rarest leader is not a term.
  private final BlockwiseAll blockwise;
  private final boolean oneScores;
  private float least = Float.NEGATIVE_INFINITY;
  private int document = -1;
  // How many of the leaders are in the sum, for the document that was checked last.
  private int summed;
  private double sum;

  /**
   * Creates one.
   *
   * @param leaders at least one
   * @param rest what the others are
   */
  AllMatcher(Matcher[] leaders, Rest rest) {
    this.leaders = leaders.clone();
    Arrays.sort(this.leaders, RAREST_FIRST);
    this.rest = rest;
    this.bounds = new AllBounds(this.leaders, rest);
    this.blockwise =
        this.leaders[0] instanceof TermMatcher
            ? new BlockwiseAll(this.leaders, rest, bounds)
            : null;
    this.oneScores = leaders.length == 1 && rest.scoresNothing();
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int next() {
    return meet(leaders[0].next());
  }

  @Override
  int advance(int target) {
    return meet(leaders[0].candidate(target));
  }

  /** Moves on to the next document that all leaders have, from one on that the first one has. */
  private int meet(int from) {
    int target = from;
    while (target != END) {
      int found = target;
      for (int i = 1; i < leaders.length && found == target; i++) {
        found = leaders[i].candidate(target);
      }
      if (found == target) {
        break;
      }
      target = found == END ? END : leaders[0].advance(found);
    }
    document = target;
    return target;
  }

  @Override
  boolean check(int asked) {
    if (document < asked) {
      advance(asked);
    }
    return document == asked && checkLeaders(asked) && rest.check(asked);
  }

  /** Stops where the rest cannot make up for what the first ones lack. */
  private boolean checkLeaders(int asked) {
    boolean bounded = least > 0 && bounds.cover(asked);
    summed = 0;
    sum = 0;
    for (int i = 0; i < leaders.length; i++) {
      if (!leaders[i].check(asked)) {
        return false;
      }
      if (bounded && i < leaders.length - 1) {
        sum += leaders[i].score();
        summed++;
        if (bound(sum + bounds.after(i)) < least) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  float score() {
    for (; summed < leaders.length; summed++) {
      sum += leaders[summed].score();
    }
    return (float) (sum + rest.score());
  }

  @Override
  int blockEnd(int target) {
    int end = END;
    for (Matcher leader : leaders) {
      end = Math.min(end, leader.blockEnd(target));
    }
    return end;
  }

  @Override
  float maxScore(int from, int upTo) {
    return bounds.maxScore(from, upTo);
  }

  @Override
  long cost() {
    return leaders[0].cost();
  }

  @Override
  void require(float newLeast) {
    least = newLeast;
  }

  @Override
  int collect(int from, HitSink sink) {
    if (oneScores) {
      return leaders[0].collect(from, new RestSink(sink, rest));
    }
    return blockwise == null ? super.collect(from, sink) : blockwise.collect(from, sink);
  }
}
