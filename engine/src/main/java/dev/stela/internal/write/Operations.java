package dev.stela.internal.write;

import dev.stela.TransactionTooLargeException;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.log.FrameBuffer;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What a transaction has been asked to do so far: a list of events for each entity, all in arrays
 * that are used again, and the blocks of contents and texts. One thread at a time.
 */
final class Operations {
  static final int NONE = -1;

  private final FrameBuffer payload = new FrameBuffer();
  private long payloadBytes;
  private long maxPayloadBytes;
  private int[] types = new int[16];
  private int[] arguments = new int[16];
  private long[] blocks = new long[16];
  private int[] next = new int[16];
  private int size;

  void clear(long maxBytes) {
    size = 0;
    payloadBytes = 0;
    maxPayloadBytes = maxBytes;
  }

  int size() {
    return size;
  }

  long payloadBytes() {
    return payloadBytes;
  }

  /** Forgets the newest operations, which are all those of an entity. */
  void cutTo(int operations, long bytes) {
    size = operations;
    payloadBytes = bytes;
  }

  int type(int operation) {
    return types[operation];
  }

  int argument(int operation) {
    return arguments[operation];
  }

  int next(int operation) {
    return next[operation];
  }

  /** Returns where in {@link #memory} the block of a PUT is. */
  long block(int operation) {
    return blocks[operation];
  }

  MemorySegment memory() {
    return payload.memory();
  }

  /** Returns the number of bytes that the operation's event will take. */
  long eventBytes(int operation) {
    return EventLayout.hasBlock(types[operation])
        ? EventLayout.SIZE + BlockLayout.size(payload.memory(), blocks[operation])
        : EventLayout.SIZE;
  }

  /**
   * Makes room in the posting lists for what they will get when the operations are applied.
   *
   * @param purges how many entities are purged besides
   */
  void reserve(PostingLists postings, int purges) {
    postings.beginReserve();
    for (int i = 0; i < purges; i++) {
      postings.reserveEvent(Postings.PURGED);
    }
    for (int i = 0; i < size; i++) {
      switch (types[i]) {
        case EventLayout.TAG_ADD, EventLayout.TAG_REMOVE -> postings.reserveEvent(arguments[i]);
        case EventLayout.DELETE -> postings.reserveEvent(Postings.DELETED);
        case EventLayout.ARCHIVE -> postings.reserveEvent(Postings.ARCHIVED);
        case EventLayout.RESTORE -> postings.reserveEvent(Postings.restored(arguments[i]));
        default -> {
          // Contents and texts have no posting lists.
        }
      }
    }
    postings.completeReserve();
  }

  /** Appends an operation without a block to an entity's list. */
  int add(PendingEntity entity, int type, int argument) {
    return add(entity, type, argument, 0);
  }

  /** Appends an operation whose block was reserved last. */
  int add(PendingEntity entity, int type, int argument, long block) {
    if (size == types.length) {
      types = Arrays.copyOf(types, size * 2);
      arguments = Arrays.copyOf(arguments, size * 2);
      blocks = Arrays.copyOf(blocks, size * 2);
      next = Arrays.copyOf(next, size * 2);
    }
    int operation = size++;
    types[operation] = type;
    arguments[operation] = argument;
    blocks[operation] = block;
    next[operation] = NONE;
    if (entity.lastOperation == NONE) {
      entity.firstOperation = operation;
    } else {
      next[entity.lastOperation] = operation;
    }
    entity.lastOperation = operation;
    return operation;
  }

  /** Makes an inline block for {@code length} bytes, which the caller puts after its header. */
  long inlineBlock(long length) {
    long block = reserve(BlockLayout.inlineSize(length));
    MemorySegment memory = payload.memory();
    // The last word first: it may hold padding, which has to be zero.
    memory.set(Layouts.LONG, block + BlockLayout.inlineSize(length) - Long.BYTES, 0);
    BlockLayout.write(memory, block, BlockLayout.INLINE, 0, length, 0);
    return block;
  }

  /** Makes a block that lists chunks. */
  long chunkedBlock(long length, long[] lsns) {
    long block = reserve(BlockLayout.chunkedSize(lsns.length));
    MemorySegment memory = payload.memory();
    BlockLayout.write(memory, block, BlockLayout.CHUNKED, lsns.length, length, 0);
    for (int i = 0; i < lsns.length; i++) {
      memory.set(Layouts.LONG, block + BlockLayout.SIZE + (long) i * Long.BYTES, lsns[i]);
    }
    return block;
  }

  private long reserve(long bytes) {
    if (payloadBytes + bytes > maxPayloadBytes) {
      throw new TransactionTooLargeException(
          "a transaction has to fit into one log segment: bytes="
              + (payloadBytes + bytes)
              + " limit="
              + maxPayloadBytes);
    }
    long block = payloadBytes;
    payloadBytes += bytes;
    payload.ensure(payloadBytes);
    return block;
  }
}
