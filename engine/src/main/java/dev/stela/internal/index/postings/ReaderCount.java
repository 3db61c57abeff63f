package dev.stela.internal.index.postings;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts who is reading, so that memory which nobody can find any more is used again only when all
 * are gone who may have found it before. After P. McKenney's sleepable read-copy-update: readers
 * are counted in one of two phases; who wants to wait begins the other one and looks whether the
 * first is empty. Any thread reads; one at a time turns.
 */
final class ReaderCount {
  private static final int STRIPES = 16;

  /** Stripes lie in different cache lines, and their neighbours' prefetches. */
  private static final int SPACING = 128 / Integer.BYTES;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(2 * STRIPES * SPACING);
  private volatile int phase;

  /** Begins to read; returns what {@link #exit} wants. */
  int enter() {
    int stripe = (int) Thread.currentThread().threadId() & STRIPES - 1;
    while (true) {
      int mine = phase;
      int place = (mine * STRIPES + stripe) * SPACING;
      counts.getAndIncrement(place);
      // Partner: turn. Either this sees the new phase, or isEmpty sees the count.
      if (phase == mine) {
        return place;
      }
      counts.getAndDecrement(place);
    }
  }

  /** Ends what {@link #enter} began. */
  void exit(int place) {
    counts.getAndDecrement(place);
  }

  /** Begins the other phase; all who read now are counted in the one that is returned. */
  int turn() {
    int before = phase;
    phase = 1 - before;
    return before;
  }

  /** Tells whether nobody is left of those who read when a phase ended. */
  boolean isEmpty(int ended) {
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      if (counts.get((ended * STRIPES + stripe) * SPACING) != 0) {
        return false;
      }
    }
    return true;
  }
}
