package dev.stela.internal.index.postings;

import dev.stela.CorruptionException;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import dev.stela.internal.storage.CheckedExtents;
import java.lang.foreign.MemorySegment;

/**
 * Takes back what one frame, applied by half or as a whole, has left in the posting lists of a
 * process that died. The caller knows the frame, and names its lists. One thread; before anything
 * else uses the lists.
 *
 * <p>It relies on a head being stored with release: the events that it counts, and their blocks,
 * are in place. What lies behind may be anything. All that is done here can be done again.
 */
public final class PostingRepair {
  private final PostingLists lists;
  private final long lsn;

  /**
   * Repairs lists that were taken over.
   *
   * @param lsn the LSN of the last frame that is to be kept
   */
  public PostingRepair(PostingLists lists, long lsn) {
    this.lists = lists;
    this.lsn = lsn;
  }

  /**
   * Takes the events of later frames off a list's end.
   *
   * @throws CorruptionException if the list leads to a place where no block of it can be
   */
  public void cut(int tag) {
    long head = lists.head(tag);
    int events = PostingHeadLayout.events(head);
    long place = PostingHeadLayout.lastBlock(head);
    while (events > 0) {
      requireBlock(tag, place, events);
      MemorySegment memory = lists.memory(place);
      long block = PostingLists.offset(place);
      int first = PostingBlockLayout.firstIndex(memory, block);
      int kept = kept(memory, block, events - first);
      if (kept > 0) {
        events = first + kept;
        break;
      }
      events = first;
      place = PostingBlockLayout.previous(memory, block);
    }
    lists.setHead(tag, events == 0 ? 0 : PostingHeadLayout.of(events, place));
  }

  /**
   * Clears what the later frame has put behind the last block: its blocks may come to lie
   * elsewhere, where free ones are given up.
   */
  public void clearBehindTail() {
    CheckedExtents blocks = lists.blocks();
    blocks.clear(lists.tail(), (long) blocks.size() * CheckedExtents.EXTENT_BYTES);
  }

  /** Returns how many of a block's events are of frames that are kept. */
  private int kept(MemorySegment memory, long block, int events) {
    long base = PostingBlockLayout.baseLsn(memory, block);
    int kept = events;
    while (kept > 0
        && PostingBlockLayout.lsn(base, PostingBlockLayout.event(memory, block, kept - 1)) > lsn) {
      kept--;
    }
    return kept;
  }

  private void requireBlock(int tag, long place, int events) {
    long end = (long) lists.blocks().size() * CheckedExtents.EXTENT_BYTES;
    if (place > 0 && place + PostingBlockLayout.MIN_BYTES <= end) {
      MemorySegment memory = lists.memory(place);
      long block = PostingLists.offset(place);
      int first = PostingBlockLayout.firstIndex(memory, block);
      int capacity = PostingBlockLayout.capacity(memory, block);
      if (PostingBlockLayout.tag(memory, block) == tag
          && first >= 0
          && first < events
          && events - first <= capacity
          && PostingBlockLayout.bytes(capacity) <= PostingBlockLayout.MAX_BYTES) {
        return;
      }
    }
    throw new CorruptionException(
        "a posting list that is to be taken over leads to a place where none of its blocks is",
        lists.path(),
        place,
        "a block of tag " + tag + " with event " + (events - 1),
        "another");
  }
}
