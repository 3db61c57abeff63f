package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;

/** Counts where terms stand exactly as in a phrase. One thread. */
final class ExactPhrase extends PhraseCounter {
  /** Less than any place at which a phrase may begin. */
  private static final int NOWHERE = Integer.MIN_VALUE;

  private final PostingCursor[] cursors;
  private final int[] offsets;
  private final int[] begins;
  private final int[] left;

  /**
   * Creates one.
   *
   * @param offsets where in the phrase the terms stand
   */
  ExactPhrase(PostingCursor[] cursors, int[] offsets) {
    this.cursors = cursors;
    this.offsets = offsets;
    this.begins = new int[cursors.length];
    this.left = new int[cursors.length];
  }

  @Override
  float most() {
    int most = cursors[0].frequency();
    for (int i = 1; i < cursors.length; i++) {
      most = Math.min(most, cursors[i].frequency());
    }
    return most;
  }

  @Override
  boolean mostIsSum() {
    return false;
  }

  @Override
  float count() {
    for (int i = 0; i < cursors.length; i++) {
      begins[i] = NOWHERE;
      left[i] = cursors[i].frequency();
    }
    int count = 0;
    int begin = NOWHERE;
    while (true) {
      // Behind the last place that was looked at.
      if (!moveTo(0, begin + 1)) {
        return count;
      }
      begin = begins[0];
      int agreeing = 1;
      while (agreeing < cursors.length) {
        if (!moveTo(agreeing, begin)) {
          return count;
        }
        if (begins[agreeing] != begin) {
          break;
        }
        agreeing++;
      }
      if (agreeing == cursors.length) {
        count++;
      } else {
        begin = begins[agreeing] - 1;
      }
    }
  }

  /** Moves on to the first place, from a given one on, where a term says the phrase may begin. */
  private boolean moveTo(int term, int least) {
    while (begins[term] < least) {
      if (left[term] == 0) {
        return false;
      }
      left[term]--;
      begins[term] = cursors[term].nextPosition() - offsets[term];
    }
    return true;
  }
}
