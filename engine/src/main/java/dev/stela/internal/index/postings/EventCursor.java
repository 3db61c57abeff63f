package dev.stela.internal.index.postings;

import dev.stela.internal.format.PostingBlockLayout;
import java.lang.foreign.MemorySegment;
import org.agrona.collections.LongArrayList;

/**
 * Reads a list's events one after another, the oldest first. Used again for one list after another;
 * one thread.
 */
final class EventCursor {
  private final PostingLists lists;
  private LongArrayList places;
  private int events;
  private int block;
  private int index;
  private int first;
  private int end;
  private MemorySegment memory;
  private long offset;
  private long base;
  private long event;

  EventCursor(PostingLists lists) {
    this.lists = lists;
  }

  /**
   * Begins before a list's first event.
   *
   * @param blocks the places of its blocks, the newest first
   * @param count the number of its events
   */
  void start(LongArrayList blocks, int count) {
    places = blocks;
    events = count;
    block = blocks.size();
    index = -1;
    end = 0;
  }

  /** Goes to the next event; false if there is none. */
  boolean next() {
    if (++index == events) {
      return false;
    }
    if (index == end) {
      block--;
      long place = places.getLong(block);
      memory = lists.memory(place);
      offset = PostingLists.offset(place);
      base = PostingBlockLayout.baseLsn(memory, offset);
      first = index;
      end = block == 0 ? events : firstIndex(places.getLong(block - 1));
    }
    event = PostingBlockLayout.event(memory, offset, index - first);
    return true;
  }

  /** Returns the place of the block in which the event is. */
  long block() {
    return places.getLong(block);
  }

  /** Tells whether the event is its block's first. */
  boolean isFirst() {
    return index == first;
  }

  /** Returns the place of the event. */
  long place() {
    return block() + PostingBlockLayout.EVENTS_OFFSET + (long) (index - first) * Long.BYTES;
  }

  long lsn() {
    return PostingBlockLayout.lsn(base, event);
  }

  int ordinal() {
    return PostingBlockLayout.ordinal(event);
  }

  boolean isRemoval() {
    return PostingBlockLayout.isRemoval(event);
  }

  private int firstIndex(long place) {
    return PostingBlockLayout.firstIndex(lists.memory(place), PostingLists.offset(place));
  }
}
