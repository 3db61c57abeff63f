package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;

/** How strong a term is at most in ranges of its posting list. One thread. */
final class BlockBounds {
  /** In longer ranges the bound of all is taken: it costs more to know better than it saves. */
  private static final int MAX_BLOCKS = 8;

  private final PostingCursor cursor;
  private final Weight weight;
  private int end = -1;
  private float strongest;

  BlockBounds(PostingCursor cursor, Weight weight) {
    this.cursor = cursor;
    this.weight = weight;
  }

  /** Returns the end of the block in which a document is, or would be. */
  int blockEnd(int target) {
    int from = Math.max(target, cursor.document());
    if (from == Matcher.END) {
      return Matcher.END;
    }
    if (end < from) {
      load(from);
    }
    return end;
  }

  /** Returns the greatest strength in a range, infinite if it is not known; -1 if there is none. */
  float strongest(int from, int upTo) {
    int first = Math.max(from, cursor.document());
    if (first > upTo) {
      return Matcher.NONE;
    }
    if (end < first) {
      load(first);
    }
    float found = strongest;
    for (int blocks = 1; end < upTo; blocks++) {
      if (blocks == MAX_BLOCKS) {
        return Float.POSITIVE_INFINITY;
      }
      load(end + 1);
      found = Math.max(found, strongest);
    }
    return found;
  }

  private void load(int target) {
    end = cursor.blockEnd(target);
    float found = 0;
    for (int i = cursor.impacts() - 1; i >= 0; i--) {
      found = Math.max(found, weight.strength(cursor.impactFrequency(i), cursor.impactNorm(i)));
    }
    strongest = found;
  }
}
