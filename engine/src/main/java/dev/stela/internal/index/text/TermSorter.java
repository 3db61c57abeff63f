package dev.stela.internal.index.text;

/**
 * Sorts terms of a delta by their bytes: by merging, with the first eight bytes at hand, so that
 * most terms are looked at once only. One thread.
 */
final class TermSorter {
  private static final int SHORT = 12;

  private final DeltaTerms terms;
  private int[] numbers;
  private long[] prefixes;
  private int[] spareNumbers;
  private long[] sparePrefixes;

  TermSorter(DeltaTerms terms) {
    this.terms = terms;
  }

  /** Returns the numbers from one to another in the order of their terms. */
  int[] sort(int from, int to) {
    int count = to - from;
    numbers = new int[count];
    prefixes = new long[count];
    spareNumbers = new int[count / 2 + 1];
    sparePrefixes = new long[count / 2 + 1];
    for (int i = 0; i < count; i++) {
      numbers[i] = from + i;
      prefixes[i] = terms.prefix(from + i);
    }
    sortRange(0, count);
    return numbers;
  }

  private void sortRange(int from, int to) {
    if (to - from <= SHORT) {
      insert(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sortRange(from, middle);
    sortRange(middle, to);
    if (isLess(prefixes[middle], numbers[middle], prefixes[middle - 1], numbers[middle - 1])) {
      merge(from, middle, to);
    }
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long prefix = prefixes[i];
      int number = numbers[i];
      int at = i;
      for (; at > from && isLess(prefix, number, prefixes[at - 1], numbers[at - 1]); at--) {
        set(at, prefixes[at - 1], numbers[at - 1]);
      }
      set(at, prefix, number);
    }
  }

  private void merge(int from, int middle, int to) {
    int left = middle - from;
    System.arraycopy(numbers, from, spareNumbers, 0, left);
    System.arraycopy(prefixes, from, sparePrefixes, 0, left);
    int right = middle;
    int target = from;
    for (int i = 0; i < left; target++) {
      if (right < to
          && isLess(prefixes[right], numbers[right], sparePrefixes[i], spareNumbers[i])) {
        set(target, prefixes[right], numbers[right]);
        right++;
      } else {
        set(target, sparePrefixes[i], spareNumbers[i]);
        i++;
      }
    }
  }

  private void set(int at, long prefix, int number) {
    prefixes[at] = prefix;
    numbers[at] = number;
  }

  private boolean isLess(long prefix, int number, long otherPrefix, int other) {
    return prefix == otherPrefix ? terms.compare(number, other) < 0 : prefix < otherPrefix;
  }
}
