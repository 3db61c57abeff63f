package dev.stela.internal.index.postings;

import dev.stela.CorruptionException;
import dev.stela.StorageFullException;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.PostingHeadLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.ExtentSource;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.agrona.collections.Int2IntCounterMap;

/**
 * For each tag a list of what happened to it: which entity got or lost it, and when. A list only
 * grows, at its end; its head says how many events there are and where the last block is. Lists of
 * numbers below 1 are those of the entities' states of life, see {@link Postings}. One thread
 * appends; any thread reads, without a lock.
 */
public final class PostingLists implements PostingSink, AutoCloseable {
  private static final int EXTENT_BYTES = CheckedExtents.EXTENT_BYTES;
  private static final long MAX_LSN_DISTANCE = 0xFFFF_FFFFL;

  /** Small, for every transaction after a large one would clear what is kept. */
  private static final int KEPT_CAPACITY = 1 << 9;

  /** Places are kept as 32 bits that count words. */
  private static final long MAX_BLOCKS_BYTES = 1L << 32 + 3;

  /** Of blocks that double, an event's share is less than two words and a byte of headers. */
  private static final int SHARE_BYTES = 2 * Long.BYTES + 1;

  /** While blocks are short their headers weigh more: by 127 bytes at most, after 49 events. */
  private static final int DOUBLING_BYTES = 128;

  private final CheckedExtents heads;
  private final CheckedExtents blocks;
  private final FreeBlocks free;
  private long tail;

  // Scratch of reserve.
  private Int2IntCounterMap reserved = new Int2IntCounterMap(0);
  private long reservedBytes;
  private int reservedTag;

  private PostingLists(CheckedExtents heads, CheckedExtents blocks, long tail, long[] freeBlocks) {
    this.heads = heads;
    this.blocks = blocks;
    this.tail = tail;
    this.free = new FreeBlocks(blocks, freeBlocks);
  }

  /**
   * What a clean close says about the lists' two files.
   *
   * @param tail the length of what is used of the blocks
   * @param freeBlocks the place of the first free block of each size; 0 for none
   * @param headSums the checksums of the extents of the heads
   * @param blockSums the checksums of the extents of the blocks
   */
  public record Summary(long tail, long[] freeBlocks, int[] headSums, int[] blockSums) {}

  /** Starts empty lists in sources that have no extents yet. */
  public static PostingLists create(
      ExtentSource heads, ExtentSource blocks, StoreId storeId, long generation) {
    CheckedExtents newHeads = CheckedExtents.create(heads);
    FileHeader.write(newHeads.add(), FileKind.POSTING_HEADS, storeId, 0, generation);
    CheckedExtents newBlocks = CheckedExtents.create(blocks);
    FileHeader.write(newBlocks.add(), FileKind.POSTINGS, storeId, 0, generation);
    return new PostingLists(
        newHeads, newBlocks, FileHeaderLayout.SIZE, new long[PostingBlockLayout.SIZES]);
  }

  /**
   * Takes over the lists of a clean close.
   *
   * @throws CorruptionException if a file is not what was closed
   */
  public static PostingLists open(
      ExtentSource heads, ExtentSource blocks, StoreId storeId, long generation, Summary summary) {
    return new PostingLists(
        CheckedExtents.open(heads, FileKind.POSTING_HEADS, storeId, generation, summary.headSums()),
        CheckedExtents.open(blocks, FileKind.POSTINGS, storeId, generation, summary.blockSums()),
        summary.tail(),
        summary.freeBlocks());
  }

  /**
   * Takes over the lists of a process that died.
   *
   * @param tail the length of what was used of the blocks as of the last frame that was applied as
   *     a whole
   * @param freeBlocks the place of the first free block of each size as of then; 0 for none
   * @throws CorruptionException if a file is another, or does not go so far
   */
  public static PostingLists takeOver(
      ExtentSource heads,
      ExtentSource blocks,
      StoreId storeId,
      long generation,
      long tail,
      long[] freeBlocks) {
    PostingLists lists =
        new PostingLists(
            CheckedExtents.takeOver(
                heads, FileKind.POSTING_HEADS, storeId, generation, FileHeaderLayout.SIZE),
            CheckedExtents.takeOver(blocks, FileKind.POSTINGS, storeId, generation, tail),
            tail,
            freeBlocks);
    lists.free.dropUsed(tail);
    return lists;
  }

  /** Makes the files durable and says what they hold. */
  public Summary seal() {
    return new Summary(tail, free.heads(), heads.seal(), blocks.seal());
  }

  /** Begins a count of the room that a transaction needs; see {@link #reserveEvent}. */
  public void beginReserve() {
    if (reserved.capacity() > KEPT_CAPACITY) {
      reserved = new Int2IntCounterMap(0);
    } else if (!reserved.isEmpty()) {
      reserved.clear();
    }
    reservedBytes = 0;
    reservedTag = 0;
  }

  /**
   * Counts the room for one event. The first of a tag may need a block, and what is lost to bring
   * that one into line; the others need their share of blocks that grow by doubling, and together
   * at most {@link #DOUBLING_BYTES} more than that share.
   *
   * @throws CorruptionException if the tag's list is damaged where it will be changed
   * @throws StorageFullException if the list cannot get any longer
   */
  public void reserveEvent(int tag) {
    long head = head(tag);
    int count = reserved.incrementAndGet(tag);
    if (PostingHeadLayout.events(head) > Integer.MAX_VALUE - count) {
      throw new StorageFullException(
          "a tag has as many events as there can be: number="
              + tag
              + " events="
              + PostingHeadLayout.events(head));
    }
    reservedBytes += SHARE_BYTES;
    if (count == 1) {
      reservedBytes += nextBlockBytes(head) + PostingBlockLayout.MIN_BYTES;
      reservedTag = Math.max(reservedTag, tag);
    } else if (count == 2) {
      reservedBytes += DOUBLING_BYTES;
    }
  }

  /**
   * Makes the room that was counted, so that appending cannot fail: neither for want of it nor for
   * damage, as counting has touched the lists' heads and last blocks.
   *
   * @throws CorruptionException if the part in which new blocks will be is damaged
   * @throws StorageFullException if the lists cannot get any longer
   */
  public void completeReserve() {
    if (reservedBytes == 0) {
      return;
    }
    free.check();
    // No block straddles two extents: of each, one block's length may be lost.
    long perExtent = EXTENT_BYTES - PostingBlockLayout.MAX_BYTES;
    long needed = reservedBytes + (reservedBytes / perExtent + 1) * PostingBlockLayout.MAX_BYTES;
    if (tail + needed > MAX_BLOCKS_BYTES) {
      throw new StorageFullException(
          "the posting lists are as long as they can be: bytes=" + tail + " needed=" + needed);
    }
    heads.growTo(headPlace(reservedTag + 1));
    blocks.reserve(tail, tail + needed);
  }

  /**
   * Appends an event of the newest commit. The last of an entity's events in one commit counts: it
   * takes the place of one before it, which no reader can have seen.
   */
  @Override
  public void append(int tag, int ordinal, boolean removed, long lsn) {
    long head = head(tag);
    long longer = append(head, tag, ordinal, removed, lsn);
    if (longer != head) {
      publish(tag, longer);
    }
  }

  /**
   * Appends an event to a list of which the head alone tells; the room has been reserved.
   *
   * @return the new head
   */
  long append(long head, int tag, int ordinal, boolean removed, long lsn) {
    int events = PostingHeadLayout.events(head);
    long place = PostingHeadLayout.lastBlock(head);
    if (events > 0) {
      MemorySegment memory = blocks.change((int) (place / EXTENT_BYTES));
      long block = place % EXTENT_BYTES;
      long base = PostingBlockLayout.baseLsn(memory, block);
      int index = events - PostingBlockLayout.firstIndex(memory, block);
      long last = PostingBlockLayout.event(memory, block, index - 1);
      if (PostingBlockLayout.lsn(base, last) == lsn
          && PostingBlockLayout.ordinal(last) == ordinal) {
        long event = PostingBlockLayout.event(lsn - base, ordinal, removed);
        PostingBlockLayout.event(memory, block, index - 1, event);
        return head;
      }
      if (index < PostingBlockLayout.capacity(memory, block) && lsn - base <= MAX_LSN_DISTANCE) {
        long event = PostingBlockLayout.event(lsn - base, ordinal, removed);
        PostingBlockLayout.event(memory, block, index, event);
        return PostingHeadLayout.of(events + 1, place);
      }
    }
    long added = addBlock(tag, lsn, place, events, nextBlockBytes(head));
    PostingBlockLayout.event(
        blocks.change((int) (added / EXTENT_BYTES)),
        added % EXTENT_BYTES,
        0,
        PostingBlockLayout.event(0, ordinal, removed));
    return PostingHeadLayout.of(events + 1, added);
  }

  /**
   * Makes room for the blocks of so many events, so that {@link #append} does not run out of it.
   */
  void reserve(int events) {
    beginReserve();
    reservedBytes = (long) events * SHARE_BYTES + DOUBLING_BYTES + PostingBlockLayout.MAX_BYTES;
    completeReserve();
  }

  /** Frees a block of a list that nobody reads any more. */
  void free(long place) {
    free.give(place);
  }

  /** Returns where the first free block of a size is; 0 if there is none. */
  public long freeBlock(int size) {
    return free.head(size);
  }

  /**
   * Appends events that are all newer than those of the list, as many appends would.
   *
   * @param events holds them at {@code offset}, as in a block
   * @param baseLsn the LSN from which theirs are counted
   */
  public void appendAll(int tag, MemorySegment events, long offset, int count, long baseLsn) {
    long head = head(tag);
    int before = PostingHeadLayout.events(head);
    long place = PostingHeadLayout.lastBlock(head);
    int bytes = nextBlockBytes(head);
    int done = before == 0 ? 0 : fill(place, before, events, offset, 0, count, baseLsn);
    while (done < count) {
      long first = events.get(Layouts.LONG, offset + (long) done * Long.BYTES);
      long lsn = PostingBlockLayout.lsn(baseLsn, first);
      place = addBlock(tag, lsn, place, before + done, bytes);
      done += fill(place, before + done, events, offset, done, count, baseLsn);
      bytes = Math.min(2 * bytes, PostingBlockLayout.MAX_BYTES);
    }
    publish(tag, PostingHeadLayout.of(before + count, place));
  }

  /** Copies events into the rest of a block; returns how many. */
  private int fill(
      long place, int total, MemorySegment events, long offset, int from, int count, long baseLsn) {
    MemorySegment memory = blocks.change((int) (place / EXTENT_BYTES));
    long block = place % EXTENT_BYTES;
    long base = PostingBlockLayout.baseLsn(memory, block);
    int first = total - PostingBlockLayout.firstIndex(memory, block);
    int index = first;
    int capacity = PostingBlockLayout.capacity(memory, block);
    for (int i = from; i < count && index < capacity; i++) {
      long event = events.get(Layouts.LONG, offset + (long) i * Long.BYTES);
      long distance = PostingBlockLayout.lsn(baseLsn, event) - base;
      if (distance > MAX_LSN_DISTANCE) {
        break;
      }
      PostingBlockLayout.event(
          memory,
          block,
          index++,
          PostingBlockLayout.event(
              distance, PostingBlockLayout.ordinal(event), PostingBlockLayout.isRemoval(event)));
    }
    return index - first;
  }

  /** Returns a tag's head; 0 if the tag has no events. What it counts can be read. */
  long head(int tag) {
    long place = headPlace(tag);
    int extent = (int) (place / EXTENT_BYTES);
    return extent < heads.size()
        ? PostingHeadLayout.head(heads.get(extent), place % EXTENT_BYTES)
        : 0;
  }

  /** Returns the memory in which a block lies, at {@link #offset}. */
  MemorySegment memory(long place) {
    return blocks.get((int) (place / EXTENT_BYTES));
  }

  static long offset(long place) {
    return place % EXTENT_BYTES;
  }

  /** Returns the file of the blocks, for messages. */
  public Path path() {
    return blocks.path();
  }

  /**
   * Checks every extent of both files against its checksum; changes nothing.
   *
   * @return whether all are what was closed
   */
  public boolean verifyExtents(Consumer<CorruptionException> findings) {
    boolean sound = heads.verify(findings);
    return blocks.verify(findings) && sound;
  }

  /**
   * Reports how these lists differ from others, event by event, and whatever in the files is not as
   * it should be; quiescent.
   *
   * @param expected lists with the same events
   * @param count how many lists there are: those of numbers below
   * @param horizons the LSN before which retention may have taken events out of a list, by its
   *     number; 0 for none
   * @param gone entities whose events may have been taken out of any list
   */
  public void compare(
      PostingLists expected,
      int count,
      IntToLongFunction horizons,
      OrdinalSet gone,
      Consumer<CorruptionException> findings) {
    new PostingVerifier(this, expected, horizons, gone, findings).verify(count);
  }

  CheckedExtents heads() {
    return heads;
  }

  CheckedExtents blocks() {
    return blocks;
  }

  /** Returns the length of what is used of the blocks. */
  public long tail() {
    return tail;
  }

  @Override
  public void close() {
    try (heads) {
      blocks.close();
    }
  }

  /** Replaces a head that is not the one it should be; quiescent. */
  void setHead(int tag, long head) {
    if (head(tag) != head) {
      long at = headPlace(tag);
      MemorySegment extent = heads.change((int) (at / EXTENT_BYTES));
      PostingHeadLayout.publish(extent, at % EXTENT_BYTES, head);
    }
  }

  /** Makes a list of events that are in place the one of a tag. */
  void publish(int tag, long head) {
    long at = headPlace(tag);
    heads.growTo(at + PostingHeadLayout.SIZE);
    MemorySegment extent = heads.change((int) (at / EXTENT_BYTES));
    // Partner: the acquire in head. The event is in place.
    PostingHeadLayout.publish(extent, at % EXTENT_BYTES, head);
  }

  private long addBlock(int tag, long lsn, long previous, int firstIndex, int bytes) {
    long place = free.take(bytes);
    if (place == 0) {
      place = addAtTail(bytes);
    }
    PostingBlockLayout.write(
        blocks.change((int) (place / EXTENT_BYTES)),
        place % EXTENT_BYTES,
        lsn,
        previous,
        firstIndex,
        PostingBlockLayout.capacity(bytes),
        tag);
    return place;
  }

  private long addAtTail(int bytes) {
    // Blocks of a cache line or more begin with one.
    long place = align(tail, Math.min(bytes, 64));
    if (place / EXTENT_BYTES != (place + bytes - 1) / EXTENT_BYTES) {
      place = align(place, EXTENT_BYTES);
    }
    tail = place + bytes;
    blocks.growTo(tail);
    return place;
  }

  private int nextBlockBytes(long head) {
    if (PostingHeadLayout.events(head) == 0) {
      return PostingBlockLayout.MIN_BYTES;
    }
    long place = PostingHeadLayout.lastBlock(head);
    int capacity = PostingBlockLayout.capacity(memory(place), offset(place));
    return Math.min(2 * PostingBlockLayout.bytes(capacity), PostingBlockLayout.MAX_BYTES);
  }

  static long headPlace(int tag) {
    return PostingHeadLayout.place(tag);
  }

  private static long align(long place, int unit) {
    return (place + unit - 1) / unit * unit;
  }
}
