package dev.stela.internal.index.dictionary;

import java.util.Arrays;

/**
 * A growing list of integers, numbered from 1, that never copies its elements. One thread adds; any
 * thread gets what {@link #size} covers.
 */
final class IntPages {
  private static final int PAGE_SHIFT = 12;

  private volatile int[][] pages = new int[16][];
  private volatile int size;

  int size() {
    return size;
  }

  int get(int number) {
    int index = number - 1;
    return pages[index >>> PAGE_SHIFT][index & (1 << PAGE_SHIFT) - 1];
  }

  void add(int value) {
    int index = size;
    int page = index >>> PAGE_SHIFT;
    int[][] all = pages;
    if (page == all.length) {
      all = Arrays.copyOf(all, page * 2);
      pages = all;
    }
    if (all[page] == null) {
      all[page] = new int[1 << PAGE_SHIFT];
    }
    all[page][index & (1 << PAGE_SHIFT) - 1] = value;
    // Volatile store: whoever sees the new size sees page and value.
    size = index + 1;
  }
}
