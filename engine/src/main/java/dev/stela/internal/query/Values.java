package dev.stela.internal.query;

import dev.stela.Order;
import dev.stela.internal.format.Decimal;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.Version;
import java.util.Arrays;

/**
 * The values of a namespace in the order of a search: of each the rank, equal numbers having the
 * same, and of an entity the first of its values. One thread.
 */
final class Values {
  /** The rank of an entity that has no value. */
  static final int NO_VALUE = Integer.MAX_VALUE;

  private final Indexes indexes;
  private final long lsn;
  private final boolean numeric;
  private final boolean descending;
  private final int[] tags;
  private final Version version = new Version();
  private final TagSet set = new TagSet();
  private int[] ranks;

  Values(Order order, Indexes indexes, long lsn) {
    this.indexes = indexes;
    this.lsn = lsn;
    this.descending = order.descending();
    this.numeric = order.by() == Order.By.NUMBER;
    indexes.sets().requireKept(order.namespace(), lsn);
    int namespace = indexes.namespaces().find(order.namespace());
    if (namespace < 0) {
      this.tags = new int[0];
    } else if (numeric) {
      this.tags = indexes.namespaces().orderedByNumber(namespace);
    } else {
      this.tags = indexes.namespaces().ordered(namespace);
    }
  }

  /** Returns the number of values. */
  int size() {
    return tags.length;
  }

  /** Returns the tags from one index to before another. */
  int[] tags(int from, int to) {
    int[] some = new int[to - from];
    for (int i = from; i < to; i++) {
      some[i - from] = tag(i);
    }
    return some;
  }

  private int tag(int index) {
    return tags[descending ? tags.length - 1 - index : index];
  }

  /** Returns the index after the values that are equal to the one at {@code from}. */
  int endOfEqual(int from) {
    int end = from + 1;
    if (numeric) {
      Decimal number = number(from);
      while (end < tags.length && number(end).compareTo(number) == 0) {
        end++;
      }
    }
    return end;
  }

  /** Returns the first index of the values equal to the first value of an entity. */
  int rank(int ordinal) {
    if (ranks == null) {
      ranks = new int[indexes.dictionary().tags() + 1];
      Arrays.fill(ranks, NO_VALUE);
      for (int from = 0; from < tags.length; ) {
        int end = endOfEqual(from);
        for (int i = from; i < end; i++) {
          ranks[tag(i)] = from;
        }
        from = end;
      }
    }
    if (!Versions.findHistory(indexes, ordinal, lsn, version)) {
      return NO_VALUE;
    }
    if (version.isCut()) {
      return rankByValue(ordinal);
    }
    set.load(version);
    int rank = NO_VALUE;
    for (int i = 0; i < set.size(); i++) {
      rank = Math.min(rank, ranks[set.number(i)]);
    }
    return rank;
  }

  /** Retention has taken something of the entity, which need not be a value of this namespace. */
  private int rankByValue(int ordinal) {
    for (int from = 0; from < tags.length; from = endOfEqual(from)) {
      if (indexes.sets().anyAt(tags(from, endOfEqual(from)), lsn).contains(ordinal)) {
        return from;
      }
    }
    return NO_VALUE;
  }

  private Decimal number(int index) {
    return Decimal.of(indexes.dictionary().tag(tag(index)).value());
  }
}
