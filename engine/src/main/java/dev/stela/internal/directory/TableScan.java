package dev.stela.internal.directory;

import dev.stela.CorruptionException;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.storage.ExtentSource;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds out from the tables in the file which buckets are in force, after the death of the process
 * that wrote it. One thread, once; nobody else may have the file. Costs four bytes for each block.
 *
 * <p>A split fills two blocks, then puts them in force, then takes the old bucket out of force,
 * each with release. So at most one split is half done, and it is recognised by its old bucket
 * being in force still: what is below that is void.
 */
final class TableScan {
  private static final int NONE = 0;

  private final Blocks blocks;
  private final ExtentSource source;
  private final int[][] tables = new int[DirectoryLayout.SHARDS][1];
  private final BitSet inForce = new BitSet();

  // A copy: what is run once is run slowly, and arrays are what is then run fastest.
  private final int[] entries;

  TableScan(ExtentSource source) {
    this.source = source;
    int perExtent = source.extentBytes() >>> BucketLayout.SHIFT;
    this.blocks = new Blocks(source, source.extents() * perExtent);
    this.entries = blocks.allPlaced();
    enterAll(countByDepth());
    for (int[] table : tables) {
      requireWhole(table);
    }
    freeTheOthers();
  }

  /** Returns the blocks; those that are not in force are free. */
  Blocks blocks() {
    return blocks;
  }

  /** Returns a table of blocks for each shard, each of them to be checked when it is first used. */
  int[][] uncheckedTables() {
    for (int[] table : tables) {
      for (int i = 0; i < table.length; i++) {
        table[i] = table[i] == NONE ? NONE : ~table[i];
      }
    }
    return tables;
  }

  /** Returns the blocks that hold buckets in force. */
  BitSet inForce() {
    return inForce;
  }

  private int[] countByDepth() {
    int[] count = new int[DirectoryLayout.MAX_DEPTH + 1];
    for (int block = 0; block < entries.length; block++) {
      if (entries[block] != DirectoryLayout.NOT_IN_FORCE) {
        int depth = DirectoryLayout.depthOf(entries[block]);
        if (depth < 0 || depth > DirectoryLayout.MAX_DEPTH || DirectoryLayout.holdsTable(block)) {
          throw damage("depth of a directory bucket is impossible", block, "a depth", depth);
        }
        count[depth]++;
      }
    }
    return count;
  }

  /** The lesser depths first: a bucket below one that is in force is void. */
  private void enterAll(int[] count) {
    int[][] byDepth = new int[count.length][];
    Arrays.setAll(byDepth, depth -> new int[count[depth]]);
    for (int block = 0; block < entries.length; block++) {
      if (entries[block] != DirectoryLayout.NOT_IN_FORCE) {
        int depth = DirectoryLayout.depthOf(entries[block]);
        byDepth[depth][--count[depth]] = block;
      }
    }
    for (int depth = 0; depth < byDepth.length; depth++) {
      for (int block : byDepth[depth]) {
        enter(block, depth);
      }
    }
  }

  private void enter(int block, int depth) {
    int shard = DirectoryLayout.shardOf(entries[block]);
    int prefix = DirectoryLayout.prefixOf(entries[block]);
    if (prefix >>> depth != 0) {
      throw damage("prefix of a directory bucket is impossible", block, depth + " bits", prefix);
    }
    int[] table = tables[shard];
    while (table.length < 1 << depth) {
      int[] doubled = Arrays.copyOf(table, table.length * 2);
      System.arraycopy(table, 0, doubled, table.length, table.length);
      table = doubled;
    }
    int above = table[prefix];
    if (above != NONE) {
      if (DirectoryLayout.depthOf(entries[above]) == depth) {
        throw damage("a directory bucket is there twice", block, above, block);
      }
      // Not only here and now: the next split of the one above makes another of the same place.
      blocks.place(block, DirectoryLayout.NOT_IN_FORCE);
      return;
    }
    for (int i = prefix; i < table.length; i += 1 << depth) {
      table[i] = block;
    }
    tables[shard] = table;
    inForce.set(block);
  }

  private void requireWhole(int[] table) {
    if (table.length > 1 || table[0] != NONE) {
      for (int block : table) {
        if (block == NONE) {
          throw damage("a directory bucket is missing", 0, "a bucket for every hash", "none");
        }
      }
    }
  }

  /** Those never used as well: nobody knows which these are. The nearest to the front go first. */
  private void freeTheOthers() {
    for (int block = entries.length - 1; block > 0; block--) {
      if (!inForce.get(block) && !DirectoryLayout.holdsTable(block)) {
        blocks.release(block);
      }
    }
  }

  private CorruptionException damage(String what, int block, Object expected, Object actual) {
    int table = DirectoryLayout.tableOf(block);
    return new CorruptionException(
        what,
        source.path(),
        DirectoryLayout.fileOffset(table) + DirectoryLayout.entryOffset(block),
        expected,
        actual);
  }
}
