package dev.stela.internal.checkpoint;

import dev.stela.internal.format.IndexPartLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.index.postings.PostingSink;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Collects the events of posting lists in the order of the log and writes them list by list. One
 * thread.
 */
final class PartEvents implements PostingSink {
  private static final long MAX_DISTANCE = 0xFFFF_FFFFL;

  /** Upper half: the list; lower half: the index of the event, so that sorting keeps the order. */
  private long[] keys = new long[1024];

  private long[] lsns = new long[1024];
  private int[] words = new int[1024];
  private int size;
  private int lists;

  @Override
  public void append(int list, int ordinal, boolean removed, long lsn) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      lsns = Arrays.copyOf(lsns, size * 2);
      words = Arrays.copyOf(words, size * 2);
    }
    keys[size] = (long) list << Integer.SIZE | size;
    lsns[size] = lsn;
    words[size] = ordinal << 1 | (removed ? 1 : 0);
    size++;
  }

  /** Sorts the events and leaves out those that a later one of the same commit has overwritten. */
  void sort() {
    Arrays.sort(keys, 0, size);
    int kept = 0;
    long base = 0;
    for (int i = 0; i < size; i++) {
      int event = (int) keys[i];
      boolean sameList = kept > 0 && list(keys[i]) == list(keys[kept - 1]);
      int before = kept == 0 ? 0 : (int) keys[kept - 1];
      if (sameList && lsns[before] == lsns[event] && words[before] >>> 1 == words[event] >>> 1) {
        keys[kept - 1] = keys[i];
        continue;
      }
      if (!sameList || lsns[event] - base > MAX_DISTANCE) {
        lists++;
        base = lsns[event];
      }
      keys[kept++] = keys[i];
    }
    size = kept;
  }

  int lists() {
    return lists;
  }

  int size() {
    return size;
  }

  /** Writes the lists and behind them the events; returns where that ends. */
  long write(MemorySegment target, long start) {
    long list = start;
    long event = start + (long) lists * IndexPartLayout.LIST_BYTES;
    for (int from = 0; from < size; ) {
      long base = lsns[(int) keys[from]];
      int to = from;
      while (to < size
          && list(keys[to]) == list(keys[from])
          && lsns[(int) keys[to]] - base <= MAX_DISTANCE) {
        int index = (int) keys[to];
        int word = words[index];
        target.set(
            Layouts.LONG,
            event,
            PostingBlockLayout.event(lsns[index] - base, word >>> 1, (word & 1) != 0));
        event += IndexPartLayout.EVENT_BYTES;
        to++;
      }
      IndexPartLayout.list(target, list, list(keys[from]), to - from, base);
      list += IndexPartLayout.LIST_BYTES;
      from = to;
    }
    return event;
  }

  private static int list(long key) {
    return (int) (key >> Integer.SIZE);
  }
}
