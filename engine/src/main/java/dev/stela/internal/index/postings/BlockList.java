package dev.stela.internal.index.postings;

import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import org.roaringbitmap.RoaringBitmap;

/**
 * Where the blocks of a tag's posting list are, the oldest first, so that an event is found by its
 * index or its LSN. Immutable; any thread.
 */
final class BlockList {
  private static final BlockList NONE = new BlockList(null, 0, new long[0], 0);

  private final PostingLists lists;
  private final int events;
  private final long[] places;
  private final int size;

  private BlockList(PostingLists lists, int events, long[] places, int size) {
    this.lists = lists;
    this.events = events;
    this.places = places;
    this.size = size;
  }

  /** Finds the blocks of a list as its head says. */
  static BlockList of(PostingLists lists, long head) {
    return NONE.extended(lists, head);
  }

  /**
   * Returns a list that reaches as far as a head, this one if it does; the places that both know
   * are not copied.
   *
   * @return null if the head is that of other blocks: the list has been written anew
   */
  BlockList upTo(PostingLists source, long head) {
    int wanted = PostingHeadLayout.events(head);
    if (wanted > events) {
      return extended(source, head);
    }
    return wanted > 0 && places[blockOf(wanted - 1)] == PostingHeadLayout.lastBlock(head)
        ? this
        : null;
  }

  private BlockList extended(PostingLists source, long head) {
    int newEvents = PostingHeadLayout.events(head);
    long known = size == 0 ? 0 : places[size - 1];
    int added = 0;
    for (long at = PostingHeadLayout.lastBlock(head); at != known; at = previous(source, at)) {
      if (size > 0 && firstIndex(source, at) <= firstIndex(size - 1)) {
        return null;
      }
      added++;
    }
    if (added == 0) {
      return new BlockList(source, newEvents, places, size);
    }
    long[] grown = Arrays.copyOf(places, size + added);
    int index = size + added;
    for (long at = PostingHeadLayout.lastBlock(head); at != known; at = previous(source, at)) {
      grown[--index] = at;
    }
    return new BlockList(source, newEvents, grown, grown.length);
  }

  private static long previous(PostingLists lists, long place) {
    return PostingBlockLayout.previous(lists.memory(place), PostingLists.offset(place));
  }

  /** Returns the number of events that are covered. */
  int events() {
    return events;
  }

  /** Returns how many of the events have an LSN of at most the given one. */
  int indexAt(long lsn) {
    if (events == 0) {
      return 0;
    }
    int block = lastBlockWith(lsn);
    if (block < 0) {
      return 0;
    }
    long place = places[block];
    MemorySegment memory = lists.memory(place);
    long offset = PostingLists.offset(place);
    long base = PostingBlockLayout.baseLsn(memory, offset);
    int low = 0;
    int high = endOf(block) - PostingBlockLayout.firstIndex(memory, offset);
    if (PostingBlockLayout.lsn(base, PostingBlockLayout.event(memory, offset, high - 1)) <= lsn) {
      low = high;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (PostingBlockLayout.lsn(base, PostingBlockLayout.event(memory, offset, middle)) <= lsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return PostingBlockLayout.firstIndex(memory, offset) + low;
  }

  /**
   * Brings the events from one index to another into a set.
   *
   * @param everFrom the index from which on removals are passed over
   */
  void fold(OrdinalSet.Editor editor, int from, int to, int everFrom) {
    if (from == to) {
      return;
    }
    int index = from;
    for (int block = blockOf(from); index < to; block++) {
      long place = places[block];
      MemorySegment memory = lists.memory(place);
      long offset = PostingLists.offset(place);
      int first = PostingBlockLayout.firstIndex(memory, offset);
      int end = Math.min(to, endOf(block));
      for (; index < end; index++) {
        long event = PostingBlockLayout.event(memory, offset, index - first);
        if (!PostingBlockLayout.isRemoval(event)) {
          editor.add(PostingBlockLayout.ordinal(event));
        } else if (index < everFrom) {
          editor.remove(PostingBlockLayout.ordinal(event));
        }
      }
    }
  }

  /** Returns the ordinal of the event with an index. */
  int ordinal(int index) {
    return PostingBlockLayout.ordinal(event(index, blockOf(index)));
  }

  /** Tells whether the event with an index is a removal. */
  boolean isRemoval(int index) {
    return PostingBlockLayout.isRemoval(event(index, blockOf(index)));
  }

  /** Returns the LSN of the event with an index. */
  long lsn(int index) {
    int block = blockOf(index);
    return PostingBlockLayout.lsn(baseLsn(block), event(index, block));
  }

  /** Returns the places of the blocks. */
  long[] places() {
    return Arrays.copyOf(places, size);
  }

  /**
   * Returns which of the events up to an index are their entity's last one: they make the set that
   * all of them leave, and tell who has ever had the tag.
   */
  BitSet lastOfEntities(int end) {
    var last = new BitSet();
    var seen = new RoaringBitmap();
    int index = end - 1;
    for (int block = blockOf(index); index >= 0; block--) {
      long place = places[block];
      MemorySegment memory = lists.memory(place);
      long offset = PostingLists.offset(place);
      int first = PostingBlockLayout.firstIndex(memory, offset);
      for (; index >= first; index--) {
        long event = PostingBlockLayout.event(memory, offset, index - first);
        int ordinal = PostingBlockLayout.ordinal(event);
        if (seen.checkedAdd(ordinal)) {
          last.set(index);
        }
      }
    }
    return last;
  }

  private long event(int index, int block) {
    long place = places[block];
    return PostingBlockLayout.event(
        lists.memory(place), PostingLists.offset(place), index - firstIndex(block));
  }

  private int lastBlockWith(long lsn) {
    int low = 0;
    int high = size;
    // The newest block first: most readers ask of now.
    if (baseLsn(size - 1) <= lsn) {
      return size - 1;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (baseLsn(middle) <= lsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private int blockOf(int index) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstIndex(middle) <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int endOf(int block) {
    return block == size - 1 ? events : firstIndex(block + 1);
  }

  private int firstIndex(int block) {
    return firstIndex(lists, places[block]);
  }

  private static int firstIndex(PostingLists lists, long place) {
    return PostingBlockLayout.firstIndex(lists.memory(place), PostingLists.offset(place));
  }

  private long baseLsn(int block) {
    return PostingBlockLayout.baseLsn(
        lists.memory(places[block]), PostingLists.offset(places[block]));
  }
}
