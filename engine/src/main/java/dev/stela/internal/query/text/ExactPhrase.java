package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;

/** Counts where terms stand exactly as in a phrase. One thread. */
final class ExactPhrase extends PhraseCounter {
  private final PostingCursor[] cursors;
  private final PhrasePositions positions;
  private final int[] terms;
  private final int[] offsets;
  private int[] begins = new int[PhrasePositions.ROOM];

  /**
   * Creates one.
   *
   * @param terms of each place in the phrase the term's cursor by its index, that of the rarest one
   *     first
   * @param offsets where in the phrase these places are
   */
  ExactPhrase(PostingCursor[] cursors, int[] terms, int[] offsets) {
    this.cursors = cursors;
    this.positions = new PhrasePositions(cursors);
    this.terms = terms;
    this.offsets = offsets;
  }

  @Override
  double most(double[] most) {
    double least = most[0];
    for (int i = 1; i < most.length; i++) {
      least = Math.min(least, most[i]);
    }
    return least;
  }

  @Override
  boolean mayRarestReach(float needed) {
    return cursors[0].frequency() >= needed;
  }

  @Override
  boolean mayReach(float needed) {
    for (PostingCursor cursor : cursors) {
      if (cursor.frequency() < needed) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean occurs() {
    return count(1, 1) > 0;
  }

  @Override
  float count(float needed) {
    return count(Math.max(1, (int) Math.ceil(needed)), Integer.MAX_VALUE);
  }

  /**
   * Counts; stops when there are enough or can be fewer than are needed only. Of the places where
   * the first terms say that the phrase begins, the next term leaves some: where they leave too
   * few, the positions of the others are not read.
   */
  private int count(int needed, int enough) {
    positions.newDocument();
    int last = terms.length - 1;
    int[] found = positions.of(terms[0]);
    int count = positions.count(terms[0]);
    int offset = offsets[0];
    for (int i = 1; i <= last && count >= needed; i++) {
      count =
          agree(
              found,
              count,
              positions.of(terms[i]),
              positions.count(terms[i]),
              offsets[i] - offset,
              needed,
              i < last ? Integer.MAX_VALUE : enough);
      found = begins;
    }
    return count < needed ? 0 : count;
  }

  /**
   * Keeps of some places those at a given distance from which another term stands.
   *
   * @return how many; if there are too few, it may be any number that is too few
   */
  private int agree(
      int[] places, int count, int[] others, int otherCount, int distance, int needed, int enough) {
    if (begins.length < count) {
      begins = new int[count];
    }
    int[] target = begins;
    int kept = 0;
    int i = 0;
    int j = 0;
    // So many places may be passed over before there are too few.
    int spare = count - needed;
    int otherSpare = otherCount - needed;
    while (i < count
        && j < otherCount
        && kept < enough
        && i - kept <= spare
        && j - kept <= otherSpare) {
      int place = places[i];
      int ahead = place + distance - others[j];
      // Which of the two is passed over cannot be foretold: no branch.
      int more = -ahead >>> Integer.SIZE - 1;
      int less = ahead >>> Integer.SIZE - 1;
      target[kept] = place;
      kept += 1 - more - less;
      i += 1 - more;
      j += 1 - less;
    }
    return kept;
  }
}
