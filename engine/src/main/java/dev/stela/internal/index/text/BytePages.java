package dev.stela.internal.index.text;

import dev.stela.StelaException;
import java.util.Arrays;

/**
 * Bytes of terms and of posting lists, in pages of 32 KiB that are filled one after another. What
 * was allocated lies in one page and is never moved. One thread writes; any thread reads what it
 * has learned the address of by an acquire whose release came after the bytes.
 */
final class BytePages {
  static final int PAGE_BITS = 15;
  static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int MAX_PAGES = 1 << Integer.SIZE - 1 - PAGE_BITS;
  private static final int REFERENCE_BYTES = 4;

  private final Footprint heap;
  // Volatile, as in LongPages.
  private volatile byte[][] pages = new byte[0][];
  private int count;
  private int used = PAGE_SIZE;

  BytePages(Footprint heap) {
    this.heap = heap;
  }

  /** Returns the address of so many bytes, at most a page, which are zeros. */
  int allocate(int length) {
    if (PAGE_SIZE - used < length) {
      makePage();
    }
    int address = (count - 1 << PAGE_BITS) + used;
    used += length;
    return address;
  }

  /** Returns the page in which an address lies. */
  byte[] page(int address) {
    return pages[address >>> PAGE_BITS];
  }

  /** Returns where in its page an address lies. */
  static int offset(int address) {
    return address & PAGE_SIZE - 1;
  }

  private void makePage() {
    byte[][] all = pages;
    if (count == MAX_PAGES) {
      throw new StelaException("A part of the text index in memory is full: pages=" + count);
    }
    if (count == all.length) {
      int length = Math.max(4, 2 * count);
      heap.replace(all.length, length, REFERENCE_BYTES);
      all = Arrays.copyOf(all, length);
    }
    heap.array(PAGE_SIZE, 1);
    all[count] = new byte[PAGE_SIZE];
    pages = all;
    count++;
    used = 0;
  }
}
