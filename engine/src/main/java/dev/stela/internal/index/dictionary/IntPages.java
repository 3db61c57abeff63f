package dev.stela.internal.index.dictionary;

import java.nio.IntBuffer;
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

  /** Puts all elements behind what a buffer holds. */
  void putTo(IntBuffer out) {
    int count = size;
    for (int page = 0; count > 0; page++) {
      int length = Math.min(count, 1 << PAGE_SHIFT);
      out.put(pages[page], 0, length);
      count -= length;
    }
  }

  /** Takes the first elements of an empty list from a buffer. */
  void takeFrom(IntBuffer in, int count) {
    int[][] all = new int[Math.max(16, (count >>> PAGE_SHIFT) + 1)][];
    for (int taken = 0; taken < count; taken += 1 << PAGE_SHIFT) {
      int[] page = new int[1 << PAGE_SHIFT];
      in.get(page, 0, Math.min(count - taken, page.length));
      all[taken >>> PAGE_SHIFT] = page;
    }
    pages = all;
    size = count;
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
