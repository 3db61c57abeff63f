package dev.stela.internal.query;

import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.OrdinalSet;

/**
 * By time of creation, the newest first. Entities created in one commit have the same time: they
 * come in the order of their creation. One thread.
 */
final class DescendingStream extends OrdinalStream {
  private final OrdinalSet set;
  private final EntityTable entities;
  private int groupStart;
  private int groupEnd;
  private int from;

  /** Begins after an ordinal, or with the newest commit if that is {@link #NONE}. */
  DescendingStream(OrdinalSet set, EntityTable entities, int bound, int after) {
    this.set = set;
    this.entities = entities;
    if (after == NONE) {
      groupStart = bound;
      groupEnd = bound;
      from = bound;
    } else {
      groupStart = firstOfCommit(after);
      groupEnd = entities.countAt(entities.createdLsn(after));
      from = after + 1;
    }
  }

  @Override
  public int next() {
    while (true) {
      int ordinal = from < groupEnd ? Members.next(set, from) : NONE;
      if (ordinal != NONE && ordinal < groupEnd) {
        from = ordinal + 1;
        return ordinal;
      }
      int last = Members.previous(set, groupStart - 1);
      if (last == NONE) {
        from = groupEnd;
        groupStart = 0;
        return NONE;
      }
      groupStart = firstOfCommit(last);
      groupEnd = last + 1;
      from = groupStart;
    }
  }

  /** Gallops, for most commits create few entities, and some create very many. */
  private int firstOfCommit(int ordinal) {
    long lsn = entities.createdLsn(ordinal);
    int high = ordinal;
    int step = 1;
    while (high - step >= 0 && entities.createdLsn(high - step) == lsn) {
      high -= step;
      step <<= 1;
    }
    int low = Math.max(0, high - step);
    while (low < high) {
      int middle = low + high >>> 1;
      if (entities.createdLsn(middle) == lsn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return high;
  }
}
