package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;

/**
 * Counts where terms stand nearly as in a phrase, as Lucene does: of a term at a place, the phrase
 * would begin at its position less its offset in the phrase. A match is a choice of one place for
 * each term; its length is the distance between the first and the last of these beginnings. While
 * the term whose beginning is the first moves on, the shortest length is kept; when it passes the
 * second, a length of at most the slop counts 1/(1 + length).
 *
 * <p>A term that a phrase has several times is never at one position twice: of two that meet, the
 * one with the first beginning moves on. One thread.
 */
final class SloppyPhrase extends PhraseCounter {
  private static final int NONE = -1;

  private final PostingCursor[] cursors;
  private final int[] offsets;
  private final int[] groups;
  private final boolean repeats;
  private final int slop;
  private final int[] begins;
  private final int[] left;
  private int last;

  /**
   * Creates one.
   *
   * @param cursors in the order of the phrase, each for itself, also those of one term
   * @param offsets where in the phrase the terms stand, ascending
   * @param groups the same number for terms that are the same
   */
  SloppyPhrase(PostingCursor[] cursors, int[] offsets, int[] groups, int slop) {
    this.cursors = cursors;
    this.offsets = offsets;
    this.groups = groups;
    this.repeats = hasRepeats(groups);
    this.slop = slop;
    this.begins = new int[cursors.length];
    this.left = new int[cursors.length];
  }

  private static boolean hasRepeats(int[] groups) {
    for (int i = 0; i < groups.length; i++) {
      if (earlierOfGroup(groups, i) > 0) {
        return true;
      }
    }
    return false;
  }

  private static int earlierOfGroup(int[] groups, int term) {
    int earlier = 0;
    for (int i = 0; i < term; i++) {
      earlier += groups[i] == groups[term] ? 1 : 0;
    }
    return earlier;
  }

  /** Each place of each term may be the first of one match. */
  @Override
  float most() {
    float sum = 0;
    for (PostingCursor cursor : cursors) {
      sum += cursor.frequency();
    }
    return sum;
  }

  @Override
  boolean mostIsSum() {
    return true;
  }

  @Override
  float count() {
    if (!begin()) {
      return 0;
    }
    float sum = 0;
    boolean more = true;
    while (more) {
      int first = first(NONE);
      int passed = begins[first(first)];
      int length = last - begins[first];
      while (true) {
        more = moveOn(first);
        if (!more || begins[first] > passed) {
          break;
        }
        length = Math.min(length, last - begins[first]);
      }
      if (length <= slop) {
        sum += 1f / (1f + length);
      }
    }
    return sum;
  }

  /** Puts each term at its first place, and one of several at the first that is left. */
  private boolean begin() {
    last = Integer.MIN_VALUE;
    for (int i = 0; i < cursors.length; i++) {
      left[i] = cursors[i].frequency();
      int skipped = repeats ? earlierOfGroup(groups, i) : 0;
      if (left[i] <= skipped) {
        return false;
      }
      for (int j = 0; j <= skipped; j++) {
        read(i);
      }
      last = Math.max(last, begins[i]);
    }
    return true;
  }

  private void read(int term) {
    left[term]--;
    begins[term] = cursors[term].nextPosition() - offsets[term];
  }

  /** Returns the term with the first beginning, of several the first in the phrase. */
  private int first(int except) {
    int found = NONE;
    for (int i = 0; i < begins.length; i++) {
      if (i != except && (found == NONE || begins[i] < begins[found])) {
        found = i;
      }
    }
    return found;
  }

  /** Moves a term on, and terms that it meets; false if one of them has no place left. */
  private boolean moveOn(int term) {
    if (!step(term)) {
      return false;
    }
    int moved = term;
    for (int met = meets(moved); met != NONE; met = meets(moved)) {
      moved = isBefore(met, moved) ? met : moved;
      if (!step(moved)) {
        return false;
      }
    }
    return true;
  }

  private boolean step(int term) {
    if (left[term] == 0) {
      return false;
    }
    read(term);
    last = Math.max(last, begins[term]);
    return true;
  }

  private int meets(int term) {
    if (repeats) {
      int position = begins[term] + offsets[term];
      for (int i = 0; i < begins.length; i++) {
        if (i != term && groups[i] == groups[term] && begins[i] + offsets[i] == position) {
          return i;
        }
      }
    }
    return NONE;
  }

  private boolean isBefore(int one, int other) {
    return begins[one] < begins[other] || begins[one] == begins[other] && one < other;
  }
}
