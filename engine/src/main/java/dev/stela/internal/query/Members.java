package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;
import org.roaringbitmap.CharIterator;
import org.roaringbitmap.Container;

/** Walks over sets of ordinals. Stateless, for any thread. */
final class Members {
  /** There is no such ordinal. */
  static final int NONE = -1;

  private Members() {}

  /** Takes one ordinal after another. */
  interface Visitor {
    void visit(int ordinal);
  }

  /** Hands out all ordinals in ascending order. */
  static void forEach(OrdinalSet set, Visitor visitor) {
    for (int i = 0; i < set.chunks(); i++) {
      Container chunk = set.chunk(i);
      if (chunk != null) {
        CharIterator values = chunk.getCharIterator();
        while (values.hasNext()) {
          visitor.visit(i << Character.SIZE | values.next());
        }
      }
    }
  }

  /** Returns the first ordinal from {@code from} on. */
  static int next(OrdinalSet set, int from) {
    int index = from >>> Character.SIZE;
    char low = (char) from;
    for (; index < set.chunks(); index++) {
      Container chunk = set.chunk(index);
      int value = chunk == null ? NONE : chunk.nextValue(low);
      if (value >= 0) {
        return index << Character.SIZE | value;
      }
      low = 0;
    }
    return NONE;
  }

  /** Returns the last ordinal up to {@code from}, which may be -1. */
  static int previous(OrdinalSet set, int from) {
    if (from < 0) {
      return NONE;
    }
    int index = Math.min(from >>> Character.SIZE, set.chunks() - 1);
    char low = index == from >>> Character.SIZE ? (char) from : Character.MAX_VALUE;
    for (; index >= 0; index--) {
      Container chunk = set.chunk(index);
      int value = chunk == null ? NONE : chunk.previousValue(low);
      if (value >= 0) {
        return index << Character.SIZE | value;
      }
      low = Character.MAX_VALUE;
    }
    return NONE;
  }

  /** Returns the n-th ordinal, counted from 1, of those from {@code from} on. */
  static int nth(OrdinalSet set, int from, long n) {
    int index = from >>> Character.SIZE;
    char low = (char) from;
    long left = n;
    for (; index < set.chunks(); index++) {
      Container chunk = set.chunk(index);
      if (chunk != null) {
        int before = low == 0 ? 0 : chunk.rank((char) (low - 1));
        int here = chunk.getCardinality() - before;
        if (left <= here) {
          return index << Character.SIZE | chunk.select((int) (before + left - 1));
        }
        left -= here;
      }
      low = 0;
    }
    return NONE;
  }
}
