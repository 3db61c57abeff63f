package dev.stela.internal.query.text;

import java.util.Arrays;

/**
 * The documents that match any of some members. While scores below a least one are not wanted, it
 * goes on by windows, in each of which it knows how much a member can score at most: members that
 * even together cannot reach the least score are not walked over, but only checked where another
 * one has a candidate (MAXSCORE: Turtle, Flood, "Query evaluation: strategies and optimizations",
 * 1995, with bounds by blocks as of Ding, Suel, "Faster top-k document retrieval using block-max
 * indexes", 2011). One thread.
 */
final class AnyMatcher extends Matcher {
  private static final int ALL_SCORED = -1;

  /** To open a window takes as long as to look at some documents. */
  private static final int LEAST_WINDOW = 256;

  private final Matcher[] members;
  private final Matcher[] conditions;
  private final int end;
  private final float[] scores;
  private final float[] maxima;

  /** Members by what they score in the window at most, the least first. */
  private final int[] order;

  /** Bounds on what as many members in that order score together. */
  private final double[] sums;

  private float least = Float.NEGATIVE_INFINITY;
  private int firstWalked;
  private int windowEnd = END;
  private int document = -1;
  private int asked = -1;
  private int first;

  /**
   * Creates one.
   *
   * @param members in the order of the query, at least one
   * @param conditions which match without a text, and score 0
   * @param end behind the last document that is of use
   */
  AnyMatcher(Matcher[] members, Matcher[] conditions, int end) {
    this.members = members;
    this.conditions = conditions;
    this.end = end;
    this.scores = new float[members.length];
    this.maxima = new float[members.length];
    this.order = new int[members.length];
    Arrays.setAll(order, i -> i);
    this.sums = new double[members.length + 1];
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int next() {
    return seek(document + 1);
  }

  @Override
  int advance(int target) {
    return seek(target);
  }

  private int seek(int from) {
    int target = from;
    while (target < end) {
      if (target > windowEnd) {
        openWindow(target);
      }
      int found = END;
      for (int i = firstWalked; i < order.length; i++) {
        Matcher member = members[order[i]];
        int at = member.document();
        found = Math.min(found, at < target ? member.advance(target) : at);
      }
      if (found <= windowEnd) {
        document = found;
        return found;
      }
      target = windowEnd == END ? END : windowEnd + 1;
    }
    document = END;
    return END;
  }

  private void openWindow(int from) {
    windowEnd = END;
    for (int i = Math.min(firstWalked, order.length - 1); i < order.length; i++) {
      windowEnd = Math.min(windowEnd, members[order[i]].blockEnd(from));
    }
    windowEnd = Math.max(windowEnd, from + LEAST_WINDOW - 1);
    for (int i = 0; i < members.length; i++) {
      maxima[i] = Math.max(0, members[i].maxScore(from, windowEnd));
    }
    sort();
    for (int i = 0; i < order.length; i++) {
      sums[i + 1] = sums[i] + maxima[order[i]];
    }
    firstWalked = 0;
    passOver();
  }

  /** Few members, and the order of the last window: almost sorted already. */
  private void sort() {
    for (int i = 1; i < order.length; i++) {
      int member = order[i];
      int at = i;
      for (; at > 0 && maxima[order[at - 1]] > maxima[member]; at--) {
        order[at] = order[at - 1];
      }
      order[at] = member;
    }
  }

  private void passOver() {
    while (firstWalked < order.length && bound(sums[firstWalked + 1]) < least) {
      firstWalked++;
    }
  }

  @Override
  void require(float newLeast) {
    if (least <= 0 && newLeast > 0) {
      // The first window begins behind the present document.
      windowEnd = document;
      firstWalked = 0;
    }
    least = newLeast;
    if (windowEnd > document) {
      passOver();
    }
  }

  @Override
  boolean skips() {
    return true;
  }

  @Override
  boolean check(int document) {
    asked = document;
    boolean matches = least > 0 ? checkPromising() : checkFirst();
    for (int i = 0; !matches && i < conditions.length; i++) {
      matches = conditions[i].check(document);
    }
    return matches;
  }

  /** Stops at the first member that matches: perhaps nobody asks for the score. */
  private boolean checkFirst() {
    first = 0;
    while (first < members.length && !members[first].check(asked)) {
      first++;
    }
    return first < members.length;
  }

  /** Stops as soon as the members left cannot make up for what is missing. */
  private boolean checkPromising() {
    first = ALL_SCORED;
    Arrays.fill(scores, 0);
    boolean matches = false;
    double sum = 0;
    for (int i = order.length - 1; i >= 0; i--) {
      if (i < firstWalked && bound(sum + sums[i + 1]) < least) {
        return false;
      }
      int member = order[i];
      if (members[member].check(asked)) {
        scores[member] = members[member].score();
        sum += scores[member];
        matches = true;
      }
    }
    return matches;
  }

  @Override
  float score() {
    double sum = 0;
    if (first == ALL_SCORED) {
      for (float score : scores) {
        sum += score;
      }
    } else {
      for (int i = first; i < members.length; i++) {
        sum += members[i].check(asked) ? members[i].score() : 0;
      }
    }
    return (float) sum;
  }

  @Override
  int blockEnd(int target) {
    int blockEnd = END;
    for (Matcher member : members) {
      blockEnd = Math.min(blockEnd, member.blockEnd(target));
    }
    return blockEnd;
  }

  @Override
  float maxScore(int from, int upTo) {
    double sum = 0;
    boolean some = conditions.length > 0;
    for (Matcher member : members) {
      float max = member.maxScore(from, upTo);
      some |= max >= 0;
      sum += Math.max(0, max);
    }
    return some ? bound(sum) : NONE;
  }

  @Override
  long cost() {
    long sum = 0;
    for (Matcher member : members) {
      sum += member.cost();
    }
    return sum;
  }
}
