package dev.stela.internal.directory;

import dev.stela.CorruptionException;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.storage.ExtentSource;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds out from the headers of all blocks which buckets are in force, in the file of a process
 * that died. One thread, once; nobody else may have the file.
 *
 * <p>A split fills two blocks, then puts them in force, then takes the old bucket out of force,
 * each with release. So at most one split is half done, and it is recognised by its old bucket
 * being in force still: what is below that is void.
 */
final class HeaderScan {
  private static final int NONE = 0;

  private final Blocks blocks;
  private final long generation;
  private final ExtentSource source;
  private final int[][] tables = new int[DirectoryLayout.SHARDS][];
  private final BitSet inForce = new BitSet();
  private int[] found = new int[1024];
  private int count;
  private long usedSlots;

  HeaderScan(ExtentSource source, long generation) {
    this.source = source;
    this.generation = generation;
    int perExtent = source.extentBytes() >>> BucketLayout.SHIFT;
    this.blocks = new Blocks(source, readHeaders(perExtent));
    fillTables();
    freeTheOthers();
  }

  /** Returns the blocks; those that are not in force are free. */
  Blocks blocks() {
    return blocks;
  }

  /** Returns a table of blocks for each shard, all of them as if checked. */
  int[][] tables() {
    return tables;
  }

  /** Returns the blocks that hold buckets in force. */
  BitSet inForce() {
    return inForce;
  }

  /** Returns how many used slots the headers of the buckets in force count. */
  long usedSlots() {
    return usedSlots;
  }

  /** Notes the blocks that say they are in force; returns how many have ever been used. */
  private int readHeaders(int perExtent) {
    int used = 1;
    for (int i = 0; i < source.extents(); i++) {
      MemorySegment extent = source.extent(i);
      for (int j = i == 0 ? 1 : 0; j < perExtent; j++) {
        long at = (long) j << BucketLayout.SHIFT;
        if (BucketLayout.magic(extent, at) == BucketLayout.MAGIC) {
          int block = i * perExtent + j;
          used = block + 1;
          if (BucketLayout.state(extent, at) == BucketLayout.IN_FORCE) {
            add(block, extent, at);
          }
        }
      }
    }
    return used;
  }

  private void add(int block, MemorySegment extent, long at) {
    int shard = BucketLayout.shard(extent, at);
    int depth = BucketLayout.depth(extent, at);
    int prefix = BucketLayout.prefix(extent, at);
    if (BucketLayout.block(extent, at) != block
        || BucketLayout.generation(extent, at) != generation
        || shard < 0
        || shard >= DirectoryLayout.SHARDS
        || depth < 0
        || depth > DirectoryLayout.MAX_DEPTH
        || prefix != DirectoryLayout.prefix(prefix, depth)) {
      throw damage("header of a directory bucket is impossible", block, "a bucket", "another");
    }
    if (count == found.length) {
      found = Arrays.copyOf(found, count * 2);
    }
    found[count++] = block;
  }

  /** The lesser depths first: a bucket below one that is in force is void. */
  private void fillTables() {
    int[][] byDepth = byDepth();
    Arrays.setAll(tables, shard -> new int[1]);
    for (int depth = 0; depth < byDepth.length; depth++) {
      for (int block : byDepth[depth]) {
        enter(block, depth);
      }
    }
    for (int[] table : tables) {
      requireWhole(table);
    }
  }

  private int[][] byDepth() {
    int[] sizes = new int[DirectoryLayout.MAX_DEPTH + 1];
    for (int i = 0; i < count; i++) {
      sizes[depth(found[i])]++;
    }
    int[][] byDepth = new int[sizes.length][];
    Arrays.setAll(byDepth, depth -> new int[sizes[depth]]);
    for (int i = 0; i < count; i++) {
      int depth = depth(found[i]);
      byDepth[depth][--sizes[depth]] = found[i];
    }
    return byDepth;
  }

  private void enter(int block, int depth) {
    MemorySegment extent = blocks.extent(block);
    long at = blocks.offset(block);
    int shard = BucketLayout.shard(extent, at);
    int prefix = BucketLayout.prefix(extent, at);
    int[] table = tables[shard];
    while (table.length < 1 << depth) {
      int[] doubled = Arrays.copyOf(table, table.length * 2);
      System.arraycopy(table, 0, doubled, table.length, table.length);
      table = doubled;
    }
    int above = table[prefix];
    if (above != NONE) {
      if (depth(above) == depth) {
        throw damage("a directory bucket is there twice", block, above, block);
      }
      // Not only here and now: the next split of the one above makes another of the same place.
      BucketLayout.stateRelease(extent, at, BucketLayout.NOT_IN_FORCE);
      return;
    }
    for (int i = prefix; i < table.length; i += 1 << depth) {
      table[i] = block;
    }
    tables[shard] = table;
    inForce.set(block);
    usedSlots += BucketLayout.count(extent, at);
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

  private void freeTheOthers() {
    int used = blocks.used();
    for (int block = 1; block < used; block++) {
      if (!inForce.get(block)) {
        blocks.release(block);
      }
    }
  }

  private int depth(int block) {
    return BucketLayout.depth(blocks.extent(block), blocks.offset(block));
  }

  private CorruptionException damage(String what, int block, Object expected, Object actual) {
    return new CorruptionException(
        what, source.path(), DirectoryLayout.fileOffset(block), expected, actual);
  }
}
