package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;

/**
 * By the values of a namespace: goes through these in order and takes of each the entities that are
 * left, those without a value last. Only as many values are looked at as are needed. One thread.
 */
final class ValueStream extends OrdinalStream {
  private final Values values;
  private final TagSets sets;
  private final long lsn;
  private OrdinalSet left;
  private OrdinalSet group;
  private int nextValue;
  private int from;

  /** Begins after an ordinal, or with the first value if that is {@link #NONE}. */
  ValueStream(OrdinalSet set, Values values, TagSets sets, long lsn, int after) {
    this.values = values;
    this.sets = sets;
    this.lsn = lsn;
    this.left = set;
    this.group = OrdinalSet.EMPTY;
    if (after != NONE) {
      int rank = Math.min(values.rank(after), values.size());
      left = rank == 0 ? set : set.andNot(anyOf(0, rank));
      nextValue = rank;
      toNextGroup();
      from = after + 1;
    }
  }

  @Override
  public int next() {
    while (true) {
      int ordinal = Members.next(group, from);
      if (ordinal != NONE) {
        from = ordinal + 1;
        return ordinal;
      }
      if (left.isEmpty()) {
        return NONE;
      }
      toNextGroup();
    }
  }

  private void toNextGroup() {
    if (nextValue == values.size()) {
      group = left;
      left = OrdinalSet.EMPTY;
    } else {
      int end = values.endOfEqual(nextValue);
      group = left.and(anyOf(nextValue, end));
      left = left.andNot(group);
      nextValue = end;
    }
    from = 0;
  }

  private OrdinalSet anyOf(int first, int end) {
    return sets.anyAt(values.tags(first, end), lsn);
  }
}
