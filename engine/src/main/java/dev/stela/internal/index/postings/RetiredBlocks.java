package dev.stela.internal.index.postings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Blocks that lists have left and that readers may still be at. One thread.
 *
 * <p>They are free when two rounds of readers are gone. Those of the first may have taken the
 * list's head before it was changed, and kept what they made of it for others; that is dropped
 * after them, and nobody keeps such a thing again; those of the second may have found it.
 */
final class RetiredBlocks {
  private static final int BLOCKS_PER_HOLD = 128;
  private static final int ROUNDS = 2;

  private record Retired(int tag, long[] places) {}

  private final PostingLists lists;
  private final Postings postings;
  private final Consumer<Runnable> exclusively;
  private List<Retired> waiting = new ArrayList<>();
  private List<Retired> leaving = List.of();
  private int rounds;
  private int phase;

  RetiredBlocks(PostingLists lists, Postings postings, Consumer<Runnable> exclusively) {
    this.lists = lists;
    this.postings = postings;
    this.exclusively = exclusively;
  }

  /** Takes the blocks of a list that has others now. */
  void add(int tag, long[] places) {
    waiting.add(new Retired(tag, places));
  }

  /** Goes as far as it can without waiting; returns whether blocks are left. */
  boolean step() {
    if (leaving.isEmpty()) {
      if (waiting.isEmpty()) {
        return false;
      }
      leaving = waiting;
      waiting = new ArrayList<>();
      rounds = 0;
      nextRound();
    }
    while (postings.readers().isEmpty(phase)) {
      if (++rounds == ROUNDS) {
        free();
        return !waiting.isEmpty();
      }
      nextRound();
    }
    return true;
  }

  private void nextRound() {
    leaving.forEach(list -> postings.forget(list.tag()));
    phase = postings.readers().turn();
  }

  private void free() {
    List<Retired> gone = leaving;
    // First: a block that is freed twice would be taken twice. What fails stays unused.
    leaving = List.of();
    for (Retired list : gone) {
      for (int from = 0; from < list.places().length; from += BLOCKS_PER_HOLD) {
        int start = from;
        exclusively.accept(() -> free(list.places(), start));
      }
    }
  }

  private void free(long[] places, int from) {
    int end = Math.min(places.length, from + BLOCKS_PER_HOLD);
    for (int i = from; i < end; i++) {
      lists.free(places[i]);
    }
  }
}
