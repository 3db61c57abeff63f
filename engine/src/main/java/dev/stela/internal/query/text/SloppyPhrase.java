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
  private final PhrasePositions positions;
  private final int[] terms;
  private final int[] offsets;
  private final boolean repeats;
  private final int slop;
  private final int[] begins;
  private final int[] read;
  private int last;

  /**
   * Creates one.
   *
   * @param terms of each place in the phrase, in its order, the term's cursor by its index
   * @param offsets where in the phrase these places are
   */
  SloppyPhrase(PostingCursor[] cursors, int[] terms, int[] offsets, int slop) {
    this.cursors = cursors;
    this.positions = new PhrasePositions(cursors);
    this.terms = terms;
    this.offsets = offsets;
    this.repeats = cursors.length < terms.length;
    this.slop = slop;
    this.begins = new int[terms.length];
    this.read = new int[terms.length];
  }

  private int earlierOfTerm(int place) {
    int earlier = 0;
    for (int i = 0; i < place; i++) {
      earlier += terms[i] == terms[place] ? 1 : 0;
    }
    return earlier;
  }

  /** Each place of each term may be the first of one match. */
  @Override
  double most(double[] most) {
    double sum = 0;
    for (int term : terms) {
      sum += most[term];
    }
    return sum;
  }

  @Override
  boolean mayRarestReach(float needed) {
    return true;
  }

  @Override
  boolean mayReach(float needed) {
    double sum = 0;
    for (int term : terms) {
      sum += cursors[term].frequency();
    }
    return sum >= needed;
  }

  @Override
  boolean occurs() {
    return count(true) > 0;
  }

  @Override
  float count(float needed) {
    return count(false);
  }

  private float count(boolean stopsAtFirst) {
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
        more &= !stopsAtFirst;
      }
    }
    return sum;
  }

  /** Puts each term at its first place, and one of several at the first that is left. */
  private boolean begin() {
    positions.newDocument();
    last = Integer.MIN_VALUE;
    for (int i = 0; i < terms.length; i++) {
      read[i] = repeats ? earlierOfTerm(i) : 0;
      if (!step(i)) {
        return false;
      }
    }
    return true;
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

  private boolean step(int place) {
    int[] found = positions.of(terms[place]);
    if (read[place] >= positions.count(terms[place])) {
      return false;
    }
    begins[place] = found[read[place]++] - offsets[place];
    last = Math.max(last, begins[place]);
    return true;
  }

  private int meets(int term) {
    if (repeats) {
      int position = begins[term] + offsets[term];
      for (int i = 0; i < begins.length; i++) {
        if (i != term && terms[i] == terms[term] && begins[i] + offsets[i] == position) {
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
