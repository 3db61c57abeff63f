package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;

/** In the order of creation, the oldest first. One thread. */
final class AscendingStream extends OrdinalStream {
  private final OrdinalSet set;
  private int from;

  /** Begins after an ordinal, or with the first if that is {@link #NONE}. */
  AscendingStream(OrdinalSet set, int after) {
    this.set = set;
    this.from = after + 1;
  }

  @Override
  public int next() {
    return pass(from < 0 ? NONE : Members.next(set, from));
  }

  @Override
  public int skip(long count) {
    if (count == 0 || from < 0) {
      return NONE;
    }
    int last = Members.nth(set, from, count);
    if (last == NONE) {
      // Fewer are left: the last of all is the last passed over, if it was not before.
      last = Members.previous(set, Integer.MAX_VALUE);
      last = last < from ? NONE : last;
      from = Integer.MIN_VALUE;
      return last;
    }
    return pass(last);
  }

  private int pass(int ordinal) {
    from = ordinal == NONE ? Integer.MIN_VALUE : ordinal + 1;
    return ordinal;
  }
}
