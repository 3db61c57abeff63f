package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BLOCKS_OFFSET;
import static dev.stela.internal.format.TextListLayout.DOCUMENT_BYTES_OFFSET;
import static dev.stela.internal.format.TextListLayout.ENTRIES_OFFSET;
import static dev.stela.internal.format.TextListLayout.ENTRY_BLOCK;
import static dev.stela.internal.format.TextListLayout.ENTRY_IMPACTS;
import static dev.stela.internal.format.TextListLayout.ENTRY_LAST;
import static dev.stela.internal.format.TextListLayout.ENTRY_POSITIONS;
import static dev.stela.internal.format.TextListLayout.GROUP_BLOCKS;
import static dev.stela.internal.format.TextListLayout.GROUP_BYTES;
import static dev.stela.internal.format.TextListLayout.GROUP_IMPACT_BYTES_OFFSET;
import static dev.stela.internal.format.TextListLayout.POSITION_BYTES_OFFSET;

import dev.stela.internal.format.TextListLayout;
import java.lang.foreign.MemorySegment;

/**
 * Walks over the blocks of a long posting list, forward, by what its groups tell of them, without
 * touching the blocks. One thread.
 */
final class PostingBlocks {
  private final CheckedBytes bytes;
  private final long list;
  private final long table;
  private final int groups;
  private final int entryBytes;
  private final int before;
  private final int[] lasts = new int[GROUP_BLOCKS];
  private int group = -1;
  private int groupLast = -1;
  private int groupBefore;
  private long directory;
  private long blockStart;
  private long blockImpacts;
  private long positionStart;
  private int blocks;
  private int block;
  private int last = -1;

  /**
   * Creates a walk that stands before the first block.
   *
   * @param before the number before the first one that a document may have
   */
  PostingBlocks(CheckedBytes bytes, long list, long end, boolean positions, int before) {
    this.bytes = bytes;
    this.list = list;
    this.before = before;
    this.entryBytes = TextListLayout.entryBytes(positions);
    this.groups = bytes.intAt(end - Integer.BYTES);
    this.table = end - Integer.BYTES - (long) groups * GROUP_BYTES;
    if (groups < 1 || table < list) {
      throw bytes.damaged("number of groups of a posting list is wrong", table, list, groups);
    }
  }

  /** Moves to the next block; false behind the last one. */
  boolean next() {
    if (block + 1 < blocks) {
      stand(block + 1);
      return true;
    }
    if (group + 1 < groups) {
      open(group + 1);
      stand(0);
      return true;
    }
    leave();
    return false;
  }

  /**
   * Moves to the block that has the first document from {@code target} on; false if there is none.
   * Stays if it is this one.
   */
  boolean seek(int target) {
    if (target <= last) {
      return group < groups;
    }
    int found = block + 1;
    if (target > groupLast) {
      int next = findGroup(target);
      if (next == groups) {
        leave();
        return false;
      }
      open(next);
      found = 0;
    }
    // The last one is not before the target, for the group does not end before it.
    while (found < blocks - 1 && lasts[found] < target) {
      found++;
    }
    stand(found);
    return true;
  }

  private int findGroup(int target) {
    int low = group + 1;
    int high = low;
    for (int step = 1; high < groups && lastOfGroup(high) < target; step *= 2) {
      low = high + 1;
      high = (int) Math.min(groups, (long) high + step);
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lastOfGroup(middle) < target) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int lastOfGroup(int index) {
    return bytes.intAt(table + (long) index * GROUP_BYTES);
  }

  private void open(int index) {
    group = index;
    groupBefore = index == 0 ? before : lastOfGroup(index - 1);
    groupLast = lastOfGroup(index);
    directory = list + bytes.longAt(table + (long) index * GROUP_BYTES + Integer.BYTES);
    blocks = bytes.shortAt(directory + BLOCKS_OFFSET);
    if (blocks < 1 || blocks > GROUP_BLOCKS) {
      throw bytes.damaged(
          "number of blocks in a group is wrong", directory + BLOCKS_OFFSET, GROUP_BLOCKS, blocks);
    }
    blockStart = directory - bytes.shortAt(directory + DOCUMENT_BYTES_OFFSET);
    MemorySegment memory = bytes.require(directory, entry(blocks));
    for (int i = 0; i < blocks; i++) {
      lasts[i] = memory.get(CheckedBytes.INT, entry(i) + ENTRY_LAST);
    }
    blockImpacts = entry(blocks) + bytes.shortAt(directory + GROUP_IMPACT_BYTES_OFFSET);
    positionStart =
        blockStart - Integer.toUnsignedLong(bytes.intAt(directory + POSITION_BYTES_OFFSET));
  }

  private void leave() {
    group = groups;
    blocks = 0;
    last = PostingCursor.END;
  }

  private void stand(int index) {
    block = index;
    last = lasts[index];
  }

  private long entry(int index) {
    return directory + ENTRIES_OFFSET + (long) index * entryBytes;
  }

  /** Returns the last document of the block. */
  int last() {
    return last;
  }

  /** Returns the last document before the block, or what stands for it. */
  int beforeFirst() {
    return block == 0 ? groupBefore : lasts[block - 1];
  }

  /** Returns the last document of the group. */
  int lastOfGroup() {
    return group < groups ? groupLast : PostingCursor.END;
  }

  /** Tells whether no group follows. */
  boolean isLastGroup() {
    return group >= groups - 1;
  }

  /** Tells whether no block follows. */
  boolean isLast() {
    return group == groups - 1 && block == blocks - 1;
  }

  /** Returns where the documents of the block are. */
  long documents() {
    return blockStart + bytes.shortAt(entry(block) + ENTRY_BLOCK);
  }

  /** Returns where the positions of the block are, if the field has them. */
  long positions() {
    return positionStart + Integer.toUnsignedLong(bytes.intAt(entry(block) + ENTRY_POSITIONS));
  }

  /** Returns where the impacts of the group are. */
  long groupImpacts() {
    return entry(blocks);
  }

  /** Returns where the impacts of the block are. */
  long impacts() {
    return blockImpacts + bytes.shortAt(entry(block) + ENTRY_IMPACTS);
  }
}
