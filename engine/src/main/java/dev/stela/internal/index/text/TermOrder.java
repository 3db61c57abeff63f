package dev.stela.internal.index.text;

/**
 * The numbers of the terms of a field of a delta in the order of the terms' bytes. Any thread; what
 * one has ordered the next one uses, and if two do so at once both are right.
 */
final class TermOrder {
  /** From this share of new terms on it is cheaper to sort all of them. */
  private static final int SORT_ALL = 8;

  private final DeltaTerms terms;
  // Volatile: who sees the array sees what is in it, which never changes.
  private volatile int[] known = new int[0];

  TermOrder(DeltaTerms terms) {
    this.terms = terms;
  }

  /** Returns all terms that have postings now, and maybe newer ones. Not to be changed. */
  int[] get() {
    int count = terms.count();
    int[] before = known;
    if (before.length >= count) {
      return before;
    }
    int[] all =
        count - before.length > before.length / SORT_ALL
            ? new TermSorter(terms).sort(0, count)
            : merge(before, new TermSorter(terms).sort(before.length, count));
    if (all.length > known.length) {
      known = all;
    }
    return all;
  }

  private int[] merge(int[] old, int[] fresh) {
    var all = new int[old.length + fresh.length];
    int copied = 0;
    for (int i = 0; i < fresh.length; i++) {
      int place = place(old, copied, fresh[i]);
      System.arraycopy(old, copied, all, copied + i, place - copied);
      all[place + i] = fresh[i];
      copied = place;
    }
    System.arraycopy(old, copied, all, copied + fresh.length, old.length - copied);
    return all;
  }

  private int place(int[] old, int from, int term) {
    int low = from;
    int high = old.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (terms.compare(old[middle], term) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns where in an order the first term is that is not less than some bytes. */
  int place(int[] order, byte[] term, int length) {
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (terms.compare(order[middle], term, 0, length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
