package dev.stela.internal.query.text;

import java.util.Arrays;

/**
 * A range of documents of which it is known how much each of some members can score at most. Their
 * places are in the order of that, the least first: as many of the first ones as even together
 * cannot reach the least score of use need not be walked over. One thread.
 */
final class ScoreWindow {
  /** To open a window takes as long as to look at some documents. */
  private static final int LEAST = 128;

  private final Matcher[] members;
  private final float[] maxima;

  /** Members by their places. */
  private final int[] order;

  /** Bounds on what as many members, from the first place on, score together. */
  private final double[] most;

  private int end = -1;
  private int firstWalked;

  ScoreWindow(Matcher[] members) {
    this.members = members;
    this.maxima = new float[members.length];
    this.order = new int[members.length];
    Arrays.setAll(order, i -> i);
    this.most = new double[members.length + 1];
  }

  /** Returns the last document; -1 before the first window. */
  int end() {
    return end;
  }

  /**
   * Begins a window behind the last one, as long as what was walked over there has bounds for.
   *
   * @param least the score of use
   */
  void open(int from, float least) {
    end = Matcher.END;
    for (int i = Math.min(firstWalked, order.length - 1); i < order.length; i++) {
      end = Math.min(end, member(i).blockEnd(from));
    }
    end = Math.max(end, from + LEAST - 1);
    for (int i = 0; i < order.length; i++) {
      // Of what was not walked over it is often enough to know roughly that it need not be now.
      float rough = i < firstWalked ? member(i).roughMaxScore(from, end) : least;
      maxima[order[i]] = Math.max(0, rough < least ? rough : member(i).maxScore(from, end));
    }
    sort();
    for (int i = 0; i < order.length; i++) {
      most[i + 1] = most[i] + maxima[order[i]];
    }
    firstWalked = 0;
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

  /**
   * Returns the first place from which on members have to be walked over.
   *
   * @param least the score of use, not less than the last one in the same window
   */
  int firstWalked(float least) {
    while (firstWalked < order.length && Matcher.bound(most[firstWalked + 1]) < least) {
      firstWalked++;
    }
    return firstWalked;
  }

  /** Returns the member at a place. */
  Matcher member(int place) {
    return members[order[place]];
  }

  /** Returns a bound on what the members before a place score together. */
  double before(int place) {
    return most[place];
  }

  /** Returns a bound on what all members but the one at a place score together. */
  double besides(int place) {
    return most[order.length] - maxima[order[place]];
  }
}
