package dev.stela.internal.index.postings;

import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.storage.CheckedExtents;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of posting lists that nobody uses, by size: of each size a stack, linked through the
 * blocks. One thread.
 *
 * <p>Where a stack begins is written down elsewhere, after the blocks have been changed. So a
 * process that dies may leave a head that is not free any more, which its mark tells: then that
 * stack is given up. Its blocks, and those that were to be freed, stay unused until the lists are
 * made anew.
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

  void head(int size, long place) {
    heads[size] = place;
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
    MemorySegment memory = blocks.get((int) (place / EXTENT_BYTES));
    long block = place % EXTENT_BYTES;
    if (!PostingBlockLayout.isFree(memory, block)
        || PostingBlockLayout.bytes(PostingBlockLayout.capacity(memory, block)) != bytes) {
      heads[size] = NONE;
      return NONE;
    }
    heads[size] = PostingBlockLayout.previous(memory, block);
    return place;
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
