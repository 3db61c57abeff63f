package dev.stela.internal.index.postings;

import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.storage.CheckedExtents;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of posting lists that nobody uses, by size: of each size a stack, linked through the
 * blocks. One thread.
 *
 * <p>Where a stack begins is written down elsewhere, after its blocks have been changed. So a
 * process that dies may leave a head that is not free any more, which its mark tells: then that
 * stack is given up. Its blocks, and those that were to be freed, stay unused until the lists are
 * made anew. A block that is marked leads to one that is: the mark is the first thing taken from a
 * block and the last thing given to it.
 */
final class FreeBlocks {
  private static final int EXTENT_BYTES = CheckedExtents.EXTENT_BYTES;
  private static final long NONE = 0;

  private final CheckedExtents blocks;
  private final long[] heads;

  /** Takes over the stacks; 0 stands for an empty one. */
  FreeBlocks(CheckedExtents blocks, long[] heads) {
    this.blocks = blocks;
    this.heads = heads.clone();
  }

  /** Returns where each stack begins. */
  long[] heads() {
    return heads.clone();
  }

  long head(int size) {
    return heads[size];
  }

  /** Gives up the stacks whose first block is not free: the process died when it had taken it. */
  void dropUsed(long tail) {
    for (int size = 0; size < heads.length; size++) {
      if (heads[size] != NONE && !isFree(heads[size], PostingBlockLayout.MIN_BYTES << size, tail)) {
        heads[size] = NONE;
      }
    }
  }

  /** Has the blocks checked that will be taken next, so that taking them does not fail. */
  void check() {
    for (long head : heads) {
      if (head != NONE) {
        blocks.get((int) (head / EXTENT_BYTES));
      }
    }
  }

  /** Returns the place of a block of a size, all zeros but for its header; 0 if there is none. */
  long take(int bytes) {
    int size = PostingBlockLayout.sizeClass(bytes);
    long place = heads[size];
    if (place == NONE || !blocks.isChecked((int) (place / EXTENT_BYTES))) {
      return NONE;
    }
    MemorySegment memory = blocks.change((int) (place / EXTENT_BYTES));
    long block = place % EXTENT_BYTES;
    heads[size] = PostingBlockLayout.previous(memory, block);
    PostingBlockLayout.clearFree(memory, block);
    return place;
  }

  private boolean isFree(long place, int bytes, long tail) {
    if (place < 0 || place % PostingBlockLayout.MIN_BYTES != 0 || place + bytes > tail) {
      return false;
    }
    MemorySegment memory = blocks.get((int) (place / EXTENT_BYTES));
    long block = place % EXTENT_BYTES;
    return PostingBlockLayout.isFree(memory, block)
        && PostingBlockLayout.capacity(memory, block) == PostingBlockLayout.capacity(bytes);
  }

  /** Frees a block that nobody reads any more. */
  void give(long place) {
    MemorySegment memory = blocks.change((int) (place / EXTENT_BYTES));
    long block = place % EXTENT_BYTES;
    int capacity = PostingBlockLayout.capacity(memory, block);
    int size = PostingBlockLayout.sizeClass(PostingBlockLayout.bytes(capacity));
    memory
        .asSlice(block + PostingBlockLayout.EVENTS_OFFSET, (long) capacity * Long.BYTES)
        .fill((byte) 0);
    PostingBlockLayout.writeFree(memory, block, heads[size], capacity);
    heads[size] = place;
  }
}
