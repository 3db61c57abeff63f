package dev.stela.internal.index.dictionary;

/**
 * Numbers of tags in an order, and where that is the order of numeric values, the nearest doubles
 * beside them. Immutable; any thread.
 */
final class SortedTags {
  static final SortedTags EMPTY = new SortedTags(new int[0], null);

  private final int[] tags;
  private final double[] keys;

  /** Takes over the arrays; the second may be null. */
  SortedTags(int[] tags, double[] keys) {
    this.tags = tags;
    this.keys = keys;
  }

  /** Tells on which side of a bound a tag is. */
  interface Bound {
    /** Returns whether a tag comes before the bound. */
    boolean isAfter(int tag, double key);
  }

  int size() {
    return tags.length;
  }

  int tag(int index) {
    return tags[index];
  }

  double key(int index) {
    return keys == null ? 0 : keys[index];
  }

  /** Returns the numbers, which nobody may change. */
  int[] tags() {
    return tags;
  }

  /** Returns how many tags come before a bound, given that the first so many do. */
  int countBefore(Bound bound, int from) {
    int low = from;
    int high = tags.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (bound.isAfter(tags[middle], key(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the tags of both lists in their order; made for another list that is far shorter. */
  SortedTags merge(SortedTags other, TagOrder order) {
    if (other.size() == 0) {
      return this;
    }
    if (tags.length == 0) {
      return other;
    }
    int size = tags.length + other.size();
    var mergedTags = new int[size];
    double[] mergedKeys = keys == null ? null : new double[size];
    int from = 0;
    for (int i = 0; i <= other.size(); i++) {
      int to = i == other.size() ? tags.length : countBefore(order, other, i, from);
      System.arraycopy(tags, from, mergedTags, from + i, to - from);
      if (keys != null) {
        System.arraycopy(keys, from, mergedKeys, from + i, to - from);
      }
      if (i < other.size()) {
        mergedTags[to + i] = other.tags[i];
        if (keys != null) {
          mergedKeys[to + i] = other.keys[i];
        }
      }
      from = to;
    }
    return new SortedTags(mergedTags, mergedKeys);
  }

  private int countBefore(TagOrder order, SortedTags other, int index, int from) {
    int tag = other.tag(index);
    double key = other.key(index);
    return countBefore((ownTag, ownKey) -> order.compare(ownTag, ownKey, tag, key) < 0, from);
  }
}
