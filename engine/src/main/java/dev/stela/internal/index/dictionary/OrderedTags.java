package dev.stela.internal.index.dictionary;

import org.agrona.collections.IntArrayList;

/**
 * A namespace's tags in an order: a long list, and a short one of those defined since it was made,
 * so that adding a few costs little. Immutable; any thread.
 *
 * @param last the number of the last tag that was taken into account
 * @param base the long list
 * @param tail the short list
 */
record OrderedTags(int last, SortedTags base, SortedTags tail) {
  static final OrderedTags EMPTY = new OrderedTags(0, SortedTags.EMPTY, SortedTags.EMPTY);

  private static final int LEAST_TAIL = 1024;
  private static final int BASE_PER_TAIL = 16;

  /** Adds tags that were defined later. */
  OrderedTags with(int newLast, SortedTags more, TagOrder order) {
    var extended =
        new OrderedTags(
            newLast,
            base,
            tail.size() >= more.size() ? tail.merge(more, order) : more.merge(tail, order));
    int most = Math.max(LEAST_TAIL, base.size() / BASE_PER_TAIL);
    return extended.tail.size() > most ? extended.folded(order) : extended;
  }

  /** Makes the two lists one. */
  OrderedTags folded(TagOrder order) {
    return tail.size() == 0
        ? this
        : new OrderedTags(
            last,
            base.size() >= tail.size() ? base.merge(tail, order) : tail.merge(base, order),
            SortedTags.EMPTY);
  }

  /** Adds the tags between two bounds to a list; null stands for the beginning or the end. */
  void collect(SortedTags.Bound from, SortedTags.Bound to, IntArrayList into) {
    collect(base, from, to, into);
    collect(tail, from, to, into);
  }

  private static void collect(
      SortedTags tags, SortedTags.Bound from, SortedTags.Bound to, IntArrayList into) {
    int start = from == null ? 0 : tags.countBefore(from, 0);
    int end = to == null ? tags.size() : tags.countBefore(to, 0);
    for (int i = start; i < end; i++) {
      into.addInt(tags.tag(i));
    }
  }
}
