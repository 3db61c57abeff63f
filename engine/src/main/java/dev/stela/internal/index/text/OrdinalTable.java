package dev.stela.internal.index.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * From the ordinal of an entity to its newest document in a delta. One thread writes; any thread
 * reads without a lock: a slot is one word, and a table that grows is copied. A reader who still
 * has the old one misses documents of commits only that he may not see.
 */
final class OrdinalTable {
  private static final int FIRST_SLOTS = 32;
  private static final int FACTOR = 0x9E37_79B9;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  private final Footprint heap;
  // A slot is an ordinal and, plus 1, a document. Volatile: who sees a table sees what was in it.
  private volatile long[] slots = new long[FIRST_SLOTS];
  private int count;

  OrdinalTable(Footprint heap) {
    this.heap = heap;
    heap.array(FIRST_SLOTS, Long.BYTES);
  }

  /** Returns the index of the newest document; -1 if there is none. */
  int find(int ordinal) {
    long[] all = slots;
    for (int i = home(ordinal, all); ; i = i + 1 & all.length - 1) {
      // Partner of put.
      long slot = (long) SLOT.getAcquire(all, i);
      if (slot == 0 || (int) (slot >>> Integer.SIZE) == ordinal) {
        return (int) slot - 1;
      }
    }
  }

  /** Sets the newest document. Only the writer. */
  void put(int ordinal, int document) {
    long[] all = slots;
    if (2 * count >= all.length) {
      all = grow(all);
    }
    count += put(all, (long) ordinal << Integer.SIZE | document + 1);
  }

  private long[] grow(long[] old) {
    var all = new long[2 * old.length];
    for (long slot : old) {
      if (slot != 0) {
        put(all, slot);
      }
    }
    heap.replace(old.length, all.length, Long.BYTES);
    slots = all;
    return all;
  }

  private static int put(long[] all, long slot) {
    int ordinal = (int) (slot >>> Integer.SIZE);
    int i = home(ordinal, all);
    while (all[i] != 0 && (int) (all[i] >>> Integer.SIZE) != ordinal) {
      i = i + 1 & all.length - 1;
    }
    int added = all[i] == 0 ? 1 : 0;
    // Partner of find: who sees the slot has the document's row.
    SLOT.setRelease(all, i, slot);
    return added;
  }

  private static int home(int ordinal, long[] all) {
    return ordinal * FACTOR >>> Integer.numberOfLeadingZeros(all.length - 1);
  }
}
