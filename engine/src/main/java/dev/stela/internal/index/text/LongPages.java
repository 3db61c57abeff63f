package dev.stela.internal.index.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Longs by index, in pages that are made when something is stored there; all others are 0. Nothing
 * is ever moved, so that a reader and the writer always mean the same element. One thread writes,
 * any thread reads; no element is ever seen half-written.
 */
final class LongPages {
  private static final int PAGE_BITS = 7;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int REFERENCE_BYTES = 4;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  private final Footprint heap;
  // Volatile: who sees a table sees what pages it has. Read again after an index was acquired, it
  // has that index's page.
  private volatile long[][] pages = new long[0][];

  LongPages(Footprint heap) {
    this.heap = heap;
  }

  long get(int index) {
    long[] page = find(index);
    return page == null ? 0 : (long) ELEMENT.getOpaque(page, index & PAGE_SIZE - 1);
  }

  /** Partner of {@link #setRelease}: what was stored before that is there. */
  long getAcquire(int index) {
    long[] page = find(index);
    return page == null ? 0 : (long) ELEMENT.getAcquire(page, index & PAGE_SIZE - 1);
  }

  private long[] find(int index) {
    long[][] all = pages;
    int page = index >>> PAGE_BITS;
    return page < all.length ? all[page] : null;
  }

  /**
   * Returns the page of an index, for who stores several elements of it. Only the writer, who may
   * read there as it likes, and stores by {@link #set(long[], int, long)}.
   */
  long[] page(int index) {
    long[] found = find(index);
    return found == null ? make(index >>> PAGE_BITS) : found;
  }

  /** Returns where in its page an index is. */
  static int offset(int index) {
    return index & PAGE_SIZE - 1;
  }

  static void set(long[] page, int offset, long value) {
    ELEMENT.setOpaque(page, offset, value);
  }

  /** Stores an element that readers acquire. */
  static void setRelease(long[] page, int offset, long value) {
    ELEMENT.setRelease(page, offset, value);
  }

  void set(int index, long value) {
    ELEMENT.setOpaque(page(index), index & PAGE_SIZE - 1, value);
  }

  private long[] make(int page) {
    long[][] all = pages;
    if (page >= all.length) {
      int length = Math.max(page + 1, 2 * all.length);
      heap.replace(all.length, length, REFERENCE_BYTES);
      all = Arrays.copyOf(all, length);
    }
    heap.array(PAGE_SIZE, Long.BYTES);
    all[page] = new long[PAGE_SIZE];
    pages = all;
    return all[page];
  }
}
