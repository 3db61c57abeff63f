package dev.stela.internal.index.postings;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import dev.stela.internal.storage.CheckedExtents;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.agrona.collections.LongArrayList;

/**
 * Compares posting lists with others of the same events, and checks all that their files promise.
 * Of what lies before a list's horizon only that counts which still stands at the horizon:
 * retention may have taken the rest out of one and not of the other. Trusts none of the bytes:
 * every walk is bounded. For one thread, while nobody writes.
 */
final class PostingVerifier {
  private static final int EXTENT_BYTES = CheckedExtents.EXTENT_BYTES;

  /** All blocks begin at a multiple of this, and have a multiple of it in length. */
  private static final int UNIT_BYTES = PostingBlockLayout.MIN_BYTES;

  private static final int ALIGNMENT_BYTES = 64;

  private final PostingLists found;
  private final PostingLists expected;
  private final IntToLongFunction horizons;
  private final OrdinalSet gone;
  private final Consumer<CorruptionException> findings;
  private final BitSet used = new BitSet();
  private final LongArrayList places = new LongArrayList();
  private final LongArrayList expectedPlaces = new LongArrayList();
  private final EventCursor cursor;
  private final EventCursor expectedCursor;
  private boolean sound = true;

  PostingVerifier(
      PostingLists found,
      PostingLists expected,
      IntToLongFunction horizons,
      OrdinalSet gone,
      Consumer<CorruptionException> findings) {
    this.found = found;
    this.expected = expected;
    this.horizons = horizons;
    this.gone = gone;
    this.findings = findings;
    this.cursor = new EventCursor(found);
    this.expectedCursor = new EventCursor(expected);
  }

  void verify(int count) {
    long tail = found.tail();
    long end = (long) found.blocks().size() * EXTENT_BYTES;
    if (tail < FileHeaderLayout.SIZE || tail > end) {
      block("length of what is used is impossible", Math.clamp(tail, 0, end), "up to " + end, tail);
      return;
    }
    for (int tag = PostingHeadLayout.FIRST_LIST; tag < count; tag++) {
      list(tag);
    }
    requireZeros(
        found.heads(),
        PostingLists.headPlace(count),
        (long) found.heads().size() * EXTENT_BYTES,
        "behind the last head are not zeros");
    requireZeros(found.blocks(), tail, end, "behind the last block are not zeros");
    // Otherwise it is not known what is a gap.
    if (sound && free(tail)) {
      gaps(tail);
    }
  }

  private void list(int tag) {
    long head = found.head(tag);
    long expectedHead = expected.head(tag);
    int events = PostingHeadLayout.events(head);
    int expectedEvents = PostingHeadLayout.events(expectedHead);
    long horizon = horizons.applyAsLong(tag);
    OrdinalSet skipped = tag == Postings.PURGED ? OrdinalSet.EMPTY : gone;
    boolean same = horizon == 0 && skipped.isEmpty();
    if (same && events != expectedEvents) {
      head(tag, "number of events", expectedEvents, events);
      return;
    }
    if (events == 0 && head != 0) {
      head(tag, "last block of an empty list", 0, PostingHeadLayout.lastBlock(head));
      return;
    }
    places.clear();
    if (events == 0 || collect(tag, head) && verifyBlocks(events)) {
      expectedPlaces.clear();
      long at = PostingHeadLayout.lastBlock(expectedHead);
      while (at != 0) {
        expectedPlaces.addLong(at);
        at = PostingBlockLayout.previous(expected.memory(at), PostingLists.offset(at));
      }
      if (same) {
        compareEvents(events);
      } else {
        compareStanding(tag, events, expectedEvents, horizon, skipped);
      }
    }
  }

  /** Finds the blocks, the newest first. Each begins before the one before, so that this ends. */
  private boolean collect(int tag, long head) {
    int end = PostingHeadLayout.events(head);
    long at = PostingHeadLayout.lastBlock(head);
    long limit = found.tail();
    if (!isBlock(at, limit)) {
      return head(tag, "last block", "a block below " + limit, at);
    }
    while (true) {
      MemorySegment memory = found.memory(at);
      long offset = PostingLists.offset(at);
      if (PostingBlockLayout.tag(memory, offset) != tag) {
        return block(
            "tag of a block is wrong",
            at + PostingBlockLayout.TAG_OFFSET,
            tag,
            PostingBlockLayout.tag(memory, offset));
      }
      int first = PostingBlockLayout.firstIndex(memory, offset);
      int capacity = PostingBlockLayout.capacity(memory, offset);
      if (first < 0 || first >= end || end - first > capacity) {
        return block(
            "index of a block's first event is impossible",
            at + PostingBlockLayout.FIRST_INDEX_OFFSET,
            "from " + Math.max(0, end - capacity) + " to " + (end - 1),
            first);
      }
      places.addLong(at);
      long previous = PostingBlockLayout.previous(memory, offset);
      if (first == 0) {
        return previous == 0
            || block(
                "before the first block of a list comes another one",
                at + PostingBlockLayout.PREVIOUS_OFFSET,
                0,
                previous);
      }
      if (previous == at || !isBlock(previous, limit)) {
        return block(
            "place of the block before is impossible",
            at + PostingBlockLayout.PREVIOUS_OFFSET,
            "a block below " + limit,
            previous);
      }
      end = first;
      at = previous;
    }
  }

  /** Tells whether there may be a block at a place that ends at the limit or before it. */
  private boolean isBlock(long place, long limit) {
    long offset = PostingLists.offset(place);
    if (place < FileHeaderLayout.SIZE
        || place + PostingBlockLayout.MIN_BYTES > limit
        || offset + PostingBlockLayout.MIN_BYTES > EXTENT_BYTES) {
      return false;
    }
    int capacity = PostingBlockLayout.capacity(found.memory(place), offset);
    if (capacity < 1 || capacity > PostingBlockLayout.capacity(PostingBlockLayout.MAX_BYTES)) {
      return false;
    }
    int bytes = PostingBlockLayout.bytes(capacity);
    return place % Math.min(bytes, ALIGNMENT_BYTES) == 0
        && place + bytes <= limit
        && offset + bytes <= EXTENT_BYTES;
  }

  /** Checks sizes, the room that is not used, and that no other list has the same bytes. */
  private boolean verifyBlocks(int events) {
    int wanted = PostingBlockLayout.MIN_BYTES;
    for (int i = places.size() - 1; i >= 0; i--) {
      long at = places.getLong(i);
      MemorySegment memory = found.memory(at);
      long offset = PostingLists.offset(at);
      int capacity = PostingBlockLayout.capacity(memory, offset);
      int bytes = PostingBlockLayout.bytes(capacity);
      if (bytes != wanted) {
        return block(
            "capacity of a block is wrong",
            at + PostingBlockLayout.CAPACITY_OFFSET,
            PostingBlockLayout.capacity(wanted),
            capacity);
      }
      if (!take(at, bytes)) {
        return false;
      }
      long filled = (long) (endOf(i, events) - firstIndex(i)) * Long.BYTES;
      requireZeros(
          found.blocks(),
          at + PostingBlockLayout.EVENTS_OFFSET + filled,
          at + bytes,
          "a block's free room is not zero");
      wanted = Math.min(2 * wanted, PostingBlockLayout.MAX_BYTES);
    }
    return true;
  }

  private boolean take(long at, int bytes) {
    int first = (int) (at / UNIT_BYTES);
    int end = (int) ((at + bytes) / UNIT_BYTES);
    int taken = used.nextSetBit(first);
    if (taken >= 0 && taken < end) {
      return block("a block overlaps another one", at, "a block of its own", at);
    }
    used.set(first, end);
    return true;
  }

  /** Compares what counts of the events. */
  private void compareStanding(
      int tag, int events, int expectedEvents, long horizon, OrdinalSet skipped) {
    expectedCursor.start(expectedPlaces, expectedEvents);
    StandingEvents wanted = StandingEvents.read(expectedCursor, horizon, skipped);
    cursor.start(places, events);
    StandingEvents actual = StandingEvents.read(cursor, horizon, skipped);
    for (int i = 0; i < Math.min(wanted.size(), actual.size()); i++) {
      if (!wanted.describe(i).equals(actual.describe(i))) {
        block(
            "an event of a posting list is not what the log says",
            actual.place(i),
            wanted.describe(i),
            actual.describe(i));
        return;
      }
    }
    if (wanted.size() != actual.size()) {
      head(tag, "number of events that count", wanted.size(), actual.size());
      return;
    }
    cursor.start(places, events);
    while (cursor.next()) {
      if (!isBaseSound()) {
        return;
      }
    }
  }

  private boolean isBaseSound() {
    return !cursor.isFirst()
        || cursor.lsn() == baseLsn(cursor.block())
        || block(
            "base LSN of a block is not that of its first event",
            cursor.block(),
            cursor.lsn(),
            baseLsn(cursor.block()));
  }

  /** Compares the events, one by one from the oldest on; the first difference is told. */
  private void compareEvents(int events) {
    cursor.start(places, events);
    expectedCursor.start(expectedPlaces, events);
    while (cursor.next() && expectedCursor.next()) {
      if (cursor.lsn() != expectedCursor.lsn()
          || cursor.ordinal() != expectedCursor.ordinal()
          || cursor.isRemoval() != expectedCursor.isRemoval()) {
        block(
            "an event of a posting list is not what the log says",
            cursor.place(),
            describe(expectedCursor),
            describe(cursor));
        return;
      }
      if (!isBaseSound()) {
        return;
      }
    }
  }

  /** Follows the chains of free blocks. */
  private boolean free(long tail) {
    for (int size = 0; size < PostingBlockLayout.SIZES; size++) {
      int bytes = PostingBlockLayout.MIN_BYTES << size;
      for (long at = found.freeBlock(size); at != 0; ) {
        long offset = PostingLists.offset(at);
        if (!isBlock(at, tail)
            || !PostingBlockLayout.isFree(found.memory(at), offset)
            || PostingBlockLayout.capacity(found.memory(at), offset)
                != PostingBlockLayout.capacity(bytes)) {
          return block(
              "a free block is not where it should be",
              Math.clamp(at, 0, tail),
              "a free block of " + bytes + " bytes",
              at);
        }
        if (!take(at, bytes)) {
          return false;
        }
        at = PostingBlockLayout.previous(found.memory(at), offset);
      }
    }
    return true;
  }

  /**
   * What neither a list nor a chain of free blocks has must be zero, or a block that was given up
   * when a process died; and the last block ends where the used part does.
   */
  private void gaps(long tail) {
    long from = FileHeaderLayout.SIZE;
    long end = from;
    while (from < tail) {
      int unit = (int) (from / UNIT_BYTES);
      if (used.get(unit)) {
        from = used.nextClearBit(unit) * (long) UNIT_BYTES;
        end = from;
      } else if (found.blocks().firstNonZero(from, from + UNIT_BYTES) < 0) {
        from += UNIT_BYTES;
      } else if (isBlock(from, tail)) {
        int capacity = PostingBlockLayout.capacity(found.memory(from), PostingLists.offset(from));
        int bytes = PostingBlockLayout.bytes(capacity);
        if (Integer.bitCount(bytes) != 1 || !take(from, bytes)) {
          block("between blocks is no block", from, "a block of its own", bytes);
          return;
        }
      } else {
        requireZeros(found.blocks(), from, from + UNIT_BYTES, "between blocks are not zeros");
        return;
      }
    }
    if (end != tail) {
      block("length of what is used is wrong", tail, end, tail);
    }
  }

  private int firstIndex(int index) {
    long at = places.getLong(index);
    return PostingBlockLayout.firstIndex(found.memory(at), PostingLists.offset(at));
  }

  private int endOf(int index, int events) {
    return index == 0 ? events : firstIndex(index - 1);
  }

  private long baseLsn(long place) {
    return PostingBlockLayout.baseLsn(found.memory(place), PostingLists.offset(place));
  }

  private static String describe(EventCursor event) {
    return (event.isRemoval() ? "removal, ordinal " : "ordinal ")
        + event.ordinal()
        + " lsn "
        + event.lsn();
  }

  private void requireZeros(CheckedExtents extents, long from, long to, String what) {
    long dirty = extents.firstNonZero(from, to);
    if (dirty >= 0) {
      sound = false;
      findings.accept(new CorruptionException(what, extents.path(), dirty, 0, "more"));
    }
  }

  private boolean head(int tag, String what, Object wanted, Object actual) {
    sound = false;
    findings.accept(
        new CorruptionException(
            what + " of a posting list is not what the log says: tag=" + tag,
            found.heads().path(),
            PostingLists.headPlace(tag),
            wanted,
            actual));
    return false;
  }

  private boolean block(String what, long offset, Object wanted, Object actual) {
    sound = false;
    findings.accept(new CorruptionException(what, found.path(), offset, wanted, actual));
    return false;
  }
}
