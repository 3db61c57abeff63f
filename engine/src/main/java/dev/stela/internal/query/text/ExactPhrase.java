package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;

/** Counts where terms stand exactly as in a phrase. One thread. */
final class ExactPhrase extends PhraseCounter {
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
    while (i < count && j < otherCount) {
      int place = places[i] + distance;
      int other = others[j];
      if (place == other) {
        target[kept++] = places[i];
        if (kept == enough) {
          return kept;
        }
        i++;
        j++;
      } else if (place < other) {
        i++;
        if (kept + count - i < needed) {
          return 0;
        }
      } else {
        j++;
        if (kept + otherCount - j < needed) {
          return 0;
        }
      }
    }
    return kept;
  }
}
