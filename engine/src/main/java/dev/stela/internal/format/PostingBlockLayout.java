package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A block of a tag's posting list: some of the tag's events in the order of their LSNs. Blocks of a
 * list are linked from the newest to the oldest, each twice as long as the one before up to a
 * limit. Stateless, for any thread.
 *
 * <pre>
 *   0          8                12           16        20     24
 *  +----------+----------------+------------+---------+------+------------------------
 *  | base LSN | block before,  | index of   | capacity| tag  | events, 8 bytes each
 *  |          | in words, or 0 | first event|         |      |
 *  +----------+----------------+------------+---------+------+------------------------
 *
 *  a free block: base LSN and index 0, tag -2^31, and the block before is the next free one of its
 *            size
 *
 *  an event: bit 0: 1 if the tag was removed; bits 1 to 31: the entity's ordinal;
 *            bits 32 to 63: the commit's LSN less the base LSN
 * </pre>
 */
public final class PostingBlockLayout {
  /** Offset of the LSN of the block's first event. */
  public static final int BASE_LSN_OFFSET = 0;

  /** Offset of the place of the block before. */
  public static final int PREVIOUS_OFFSET = BASE_LSN_OFFSET + Long.BYTES;

  /** Offset of the index in the list of the block's first event. */
  public static final int FIRST_INDEX_OFFSET = PREVIOUS_OFFSET + Integer.BYTES;

  /** Offset of the number of events for which there is room. */
  public static final int CAPACITY_OFFSET = FIRST_INDEX_OFFSET + Integer.BYTES;

  /** Offset of the tag's number. */
  public static final int TAG_OFFSET = CAPACITY_OFFSET + Integer.BYTES;

  /** Offset of the events, and size of the header. */
  public static final int EVENTS_OFFSET = TAG_OFFSET + Integer.BYTES;

  /** Size of a list's first block: a header and one event. */
  public static final int MIN_BYTES = EVENTS_OFFSET + Long.BYTES;

  /** Size of the largest blocks. */
  public static final int MAX_BYTES = 4096;

  /** Number of different sizes: each is twice the one before. */
  public static final int SIZES =
      Integer.numberOfTrailingZeros(MAX_BYTES) - Integer.numberOfTrailingZeros(MIN_BYTES) + 1;

  /** In place of a tag's number: the block is free, and the block before is the next free one. */
  private static final int FREE = Integer.MIN_VALUE;

  private PostingBlockLayout() {}

  /** Returns which size a block has, counted from the smallest. */
  public static int sizeClass(int bytes) {
    return Integer.numberOfTrailingZeros(bytes / MIN_BYTES);
  }

  /** Tells whether a block belongs to no list. */
  public static boolean isFree(MemorySegment memory, long block) {
    return tag(memory, block) == FREE;
  }

  /** Stores the header of a free block; the mark comes last, whoever dies on the way. */
  public static void writeFree(MemorySegment memory, long block, long next, int capacity) {
    write(memory, block, 0, next, 0, capacity, 0);
    VarHandle.storeStoreFence();
    memory.set(Layouts.INT, block + TAG_OFFSET, FREE);
  }

  /** Takes the mark of a free block away, before anything else of it is changed. */
  public static void clearFree(MemorySegment memory, long block) {
    memory.set(Layouts.INT, block + TAG_OFFSET, 0);
    VarHandle.storeStoreFence();
  }

  /** Returns the LSN of the block's first event. */
  public static long baseLsn(MemorySegment memory, long block) {
    return memory.get(Layouts.LONG, block + BASE_LSN_OFFSET);
  }

  /** Returns the place of the block before; 0 if there is none. */
  public static long previous(MemorySegment memory, long block) {
    return (memory.get(Layouts.INT, block + PREVIOUS_OFFSET) & 0xFFFF_FFFFL) << 3;
  }

  /** Returns the index in the list of the block's first event. */
  public static int firstIndex(MemorySegment memory, long block) {
    return memory.get(Layouts.INT, block + FIRST_INDEX_OFFSET);
  }

  /** Returns the number of events for which there is room. */
  public static int capacity(MemorySegment memory, long block) {
    return memory.get(Layouts.INT, block + CAPACITY_OFFSET);
  }

  /** Returns the tag's number. */
  public static int tag(MemorySegment memory, long block) {
    return memory.get(Layouts.INT, block + TAG_OFFSET);
  }

  /** Stores a block's header. */
  public static void write(
      MemorySegment memory,
      long block,
      long baseLsn,
      long previous,
      int firstIndex,
      int capacity,
      int tag) {
    memory.set(Layouts.LONG, block + BASE_LSN_OFFSET, baseLsn);
    memory.set(Layouts.INT, block + PREVIOUS_OFFSET, (int) (previous >>> 3));
    memory.set(Layouts.INT, block + FIRST_INDEX_OFFSET, firstIndex);
    memory.set(Layouts.INT, block + CAPACITY_OFFSET, capacity);
    memory.set(Layouts.INT, block + TAG_OFFSET, tag);
  }

  /** Returns an event of the block. */
  public static long event(MemorySegment memory, long block, int index) {
    return memory.get(Layouts.LONG, block + EVENTS_OFFSET + (long) index * Long.BYTES);
  }

  /** Stores an event. */
  public static void event(MemorySegment memory, long block, int index, long event) {
    memory.set(Layouts.LONG, block + EVENTS_OFFSET + (long) index * Long.BYTES, event);
  }

  /** Puts an event together. */
  public static long event(long lsnAfterBase, int ordinal, boolean removed) {
    return lsnAfterBase << Integer.SIZE | (ordinal << 1 | (removed ? 1 : 0)) & 0xFFFF_FFFFL;
  }

  /** Returns an event's LSN, given that of its block's first. */
  public static long lsn(long baseLsn, long event) {
    return baseLsn + (event >>> Integer.SIZE);
  }

  /** Returns the ordinal of an event's entity. */
  public static int ordinal(long event) {
    return (int) event >>> 1;
  }

  /** Tells whether an event is the tag's removal. */
  public static boolean isRemoval(long event) {
    return (event & 1) != 0;
  }

  /** Returns the number of events that fit into a block of so many bytes. */
  public static int capacity(int bytes) {
    return (bytes - EVENTS_OFFSET) / Long.BYTES;
  }

  /** Returns the size of a block with room for so many events. */
  public static int bytes(int capacity) {
    return EVENTS_OFFSET + capacity * Long.BYTES;
  }
}
