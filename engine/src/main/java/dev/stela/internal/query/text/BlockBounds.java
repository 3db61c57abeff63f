package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;

/** How strong a term is at most in ranges of its posting list. One thread. */
final class BlockBounds {
  /** In longer ranges the bounds of groups are taken: knowing better costs more than it saves. */
  private static final int MAX_BLOCKS = 8;

  /** In ranges of more groups the bound of all is taken. */
  private static final int MAX_GROUPS = 8;

  private final PostingCursor cursor;
  private final Weight weight;
  private int end = -1;
  // A document of the block, before which nothing is known of it.
  private int start = Matcher.END;
  private float strongest;
  private float greatestFactor;
  private int groupEnd = -1;
  private float strongestOfGroup;

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
    look(from);
    return end;
  }

  /** Returns the first document from {@code target} on in whose block one may be so strong. */
  int skip(int target, float least) {
    int from = Math.max(target, cursor.document());
    while (from != Matcher.END) {
      lookAtGroup(from);
      if (strongestOfGroup < least) {
        from = Matcher.after(groupEnd);
        continue;
      }
      look(from);
      if (strongest >= least) {
        return from;
      }
      from = Matcher.after(end);
    }
    return Matcher.END;
  }

  /** As {@link #strongest}, but looks at no more than the group that a range begins in. */
  float roughly(int from, int upTo) {
    int first = Math.max(from, cursor.document());
    if (first > upTo) {
      return Matcher.NONE;
    }
    lookAtGroup(first);
    return groupEnd < upTo ? Float.POSITIVE_INFINITY : strongestOfGroup;
  }

  /** Returns a bound on how strong one occurrence is in a range; infinite if it is not known. */
  float greatestFactor(int from, int upTo) {
    return start <= from && upTo <= end ? greatestFactor : Float.POSITIVE_INFINITY;
  }

  /** Returns the greatest strength in a range, infinite if it is not known; -1 if there is none. */
  float strongest(int from, int upTo) {
    int first = Math.max(from, cursor.document());
    if (first > upTo) {
      return Matcher.NONE;
    }
    look(first);
    float found = strongest;
    for (int blocks = 1; end < upTo; blocks++) {
      if (blocks == MAX_BLOCKS) {
        return Math.max(found, strongestOfGroups(end + 1, upTo));
      }
      look(end + 1);
      found = Math.max(found, strongest);
    }
    return found;
  }

  private float strongestOfGroups(int from, int upTo) {
    lookAtGroup(from);
    float found = strongestOfGroup;
    for (int groups = 1; groupEnd < upTo; groups++) {
      if (groups == MAX_GROUPS) {
        return Float.POSITIVE_INFINITY;
      }
      lookAtGroup(groupEnd + 1);
      found = Math.max(found, strongestOfGroup);
    }
    return found;
  }

  /** Looks for the block in which a document is, or would be, unless it is the one looked at. */
  private void look(int target) {
    if (end < target) {
      start = target;
      end = cursor.blockEnd(target);
      strongest = weight.strongest(cursor.impacts());
      greatestFactor = weight.greatestFactor(cursor.impacts());
    }
  }

  private void lookAtGroup(int target) {
    if (groupEnd < target) {
      groupEnd = cursor.groupEnd(target);
      strongestOfGroup = weight.strongest(cursor.impacts());
    }
  }
}
