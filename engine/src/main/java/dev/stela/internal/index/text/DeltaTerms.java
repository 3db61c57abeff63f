package dev.stela.internal.index.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The terms of a field of a delta, numbered as they come. One thread writes; any thread reads
 * without a lock. A term is found once it has a posting: its slot is released after everything else
 * of it. The table of slots grows by being copied; a reader who still has the old one misses terms
 * of commits only that he may not see.
 */
final class DeltaTerms {
  private static final int LENGTH_BYTES = Short.BYTES;
  private static final int FIRST_SLOTS = 64;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  private final Footprint heap;
  private final BytePages bytes;
  private final TermRecords records;
  // A slot is a hash and, plus 1, a term's number. Volatile: who sees a table sees what was in it.
  private volatile long[] slots = new long[FIRST_SLOTS];
  // Released after the records, acquired by who orders the terms.
  private final AtomicInteger count = new AtomicInteger();

  DeltaTerms(Footprint heap, BytePages bytes) {
    this.heap = heap;
    this.bytes = bytes;
    this.records = new TermRecords(heap);
    countSlots(0, FIRST_SLOTS);
  }

  BytePages bytes() {
    return bytes;
  }

  TermRecords records() {
    return records;
  }

  /** Returns how many terms there are: their numbers are less. */
  int count() {
    return count.getAcquire();
  }

  /** Returns the number of a term; -1 if it has none yet. */
  int find(int hash, byte[] term, int start, int end) {
    long[] all = slots;
    int mask = all.length - 1;
    for (int i = hash & mask; ; i = i + 1 & mask) {
      // Partner of put.
      long slot = (long) SLOT.getAcquire(all, i);
      if (slot == 0) {
        return -1;
      }
      int number = (int) slot - 1;
      if ((int) (slot >>> Integer.SIZE) == hash && compare(number, term, start, end) == 0) {
        return number;
      }
    }
  }

  /** Compares a term with bytes, in the order of unsigned bytes. */
  int compare(int term, byte[] other, int start, int end) {
    int address = records.address(term);
    byte[] page = bytes.page(address);
    int from = BytePages.offset(address) + LENGTH_BYTES;
    return Arrays.compareUnsigned(page, from, from + length(page, from), other, start, end);
  }

  /** Compares two terms. */
  int compare(int term, int other) {
    int address = records.address(other);
    byte[] page = bytes.page(address);
    int from = BytePages.offset(address) + LENGTH_BYTES;
    return compare(term, page, from, from + length(page, from));
  }

  /** Returns how many bytes a term has. */
  int length(int term) {
    int address = records.address(term);
    return length(bytes.page(address), BytePages.offset(address) + LENGTH_BYTES);
  }

  private static int length(byte[] page, int from) {
    return (page[from - 2] & 0xFF) << Byte.SIZE | page[from - 1] & 0xFF;
  }

  /** Copies the bytes of a term, as many as it has. */
  void copy(int term, int length, byte[] target) {
    int address = records.address(term);
    int from = BytePages.offset(address) + LENGTH_BYTES;
    System.arraycopy(bytes.page(address), from, target, 0, length);
  }

  /** Returns the first bytes of a term as a number: of two terms the lesser has no greater one. */
  long prefix(int term) {
    int address = records.address(term);
    byte[] page = bytes.page(address);
    int from = BytePages.offset(address) + LENGTH_BYTES;
    int known = Math.min(Long.BYTES, length(page, from));
    long prefix = 0;
    for (int i = 0; i < known; i++) {
      prefix |= (page[from + i] & 0xFFL) << Long.SIZE - Byte.SIZE * (i + 1);
    }
    return prefix ^ Long.MIN_VALUE;
  }

  /** Returns the first block of a posting list, which is right behind the term. */
  int firstBlock(int term) {
    return firstBlock(records.address(term), length(term));
  }

  /** Returns the first block of the posting list of a term that is at an address. */
  static int firstBlock(int address, int length) {
    return address + LENGTH_BYTES + length;
  }

  /** Stores a new term with the first block of its list; returns its address. Only the writer. */
  int store(byte[] term, int start, int end) {
    int length = end - start;
    int address = bytes.allocate(LENGTH_BYTES + length + ListBlocks.size(0));
    byte[] page = bytes.page(address);
    int from = BytePages.offset(address) + LENGTH_BYTES;
    page[from - 2] = (byte) (length >>> Byte.SIZE);
    page[from - 1] = (byte) length;
    System.arraycopy(term, start, page, from, length);
    return address;
  }

  /** Lets readers find the next term, whose record and posting are there. Only the writer. */
  void publish(int hash) {
    int number = count.getPlain();
    long[] all = slots;
    if (3L * (number + 1) > 2L * all.length) {
      all = grow(all);
    }
    put(all, (long) hash << Integer.SIZE | number + 1);
    count.setRelease(number + 1);
  }

  private long[] grow(long[] old) {
    var all = new long[2 * old.length];
    for (long slot : old) {
      if (slot != 0) {
        put(all, slot);
      }
    }
    countSlots(old.length, all.length);
    slots = all;
    return all;
  }

  private void countSlots(int before, int now) {
    // Whoever orders the terms keeps four bytes for each.
    heap.replace(before, now, Long.BYTES + Integer.BYTES);
  }

  private static void put(long[] all, long slot) {
    int mask = all.length - 1;
    int i = (int) (slot >>> Integer.SIZE) & mask;
    while (all[i] != 0) {
      i = i + 1 & mask;
    }
    // Partner of find: who sees the slot has the term with its posting.
    SLOT.setRelease(all, i, slot);
  }
}
