package dev.stela.internal.index.text;

import java.util.Arrays;

/**
 * Ints by index, in pages that are made when something is stored there; all others are 0. Nothing
 * is ever moved. One thread writes, any thread reads: what was stored before a reader learned of
 * the index, else that or what was there before.
 */
final class IntPages {
  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int REFERENCE_BYTES = 4;

  private final Footprint heap;
  // Volatile, as in LongPages.
  private volatile int[][] pages = new int[0][];

  IntPages(Footprint heap) {
    this.heap = heap;
  }

  int get(int index) {
    int[][] all = pages;
    int number = index >>> PAGE_BITS;
    int[] page = number < all.length ? all[number] : null;
    return page == null ? 0 : page[index & PAGE_SIZE - 1];
  }

  void set(int index, int value) {
    int[][] all = pages;
    int number = index >>> PAGE_BITS;
    int[] page = number < all.length ? all[number] : null;
    (page == null ? make(number) : page)[index & PAGE_SIZE - 1] = value;
  }

  private int[] make(int page) {
    int[][] all = pages;
    if (page >= all.length) {
      int length = Math.max(page + 1, 2 * all.length);
      heap.replace(all.length, length, REFERENCE_BYTES);
      all = Arrays.copyOf(all, length);
    }
    heap.array(PAGE_SIZE, Integer.BYTES);
    all[page] = new int[PAGE_SIZE];
    pages = all;
    return all[page];
  }
}
