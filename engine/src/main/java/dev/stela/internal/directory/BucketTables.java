package dev.stela.internal.directory;

import dev.stela.internal.format.DirectoryLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which block holds the bucket for a hash: one table per shard, indexed by the lowest bits of the
 * hash, so that doubling a table is copying it twice. Any thread reads, the writer changes.
 *
 * <p>An entry is the number of a block; zero if the shard has no bucket yet; inverted while the
 * block has not been checked since the directory was opened. So the common case is one comparison.
 */
final class BucketTables {
  private static final VarHandle TABLE = MethodHandles.arrayElementVarHandle(int[][].class);
  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(int[].class);

  private final int[][] tables;

  /** Takes over one table per shard, each with a power of two of entries. */
  BucketTables(int[][] tables) {
    this.tables = tables;
  }

  static int[][] empty() {
    return new int[DirectoryLayout.SHARDS][1];
  }

  /** Returns the entry for a hash. */
  int entry(long hash) {
    // Acquire, twice: pairs with the releases in doubleTable() and in point(). What was stored
    // before them - copied entries, a filled bucket, its extent - is seen after this.
    int[] table = (int[]) TABLE.getAcquire(tables, DirectoryLayout.shard(hash));
    return (int) ENTRY.getAcquire(table, (int) hash & (table.length - 1));
  }

  /** Notes that the block of an unchecked entry is sound, unless the entry has changed since. */
  void checked(long hash, int entry) {
    int[] table = (int[]) TABLE.getAcquire(tables, DirectoryLayout.shard(hash));
    // Atomic: the writer may be pointing the entry to another block. A mark lost in a table just
    // being doubled costs another call.
    ENTRY.compareAndSet(table, (int) hash & (table.length - 1), entry, ~entry);
  }

  /** Returns the number of bits by which a shard's table tells hashes apart. */
  int depth(int shard) {
    return Integer.numberOfTrailingZeros(tables[shard].length);
  }

  /** Doubles the table of one shard; no hash changes its bucket. */
  void doubleTable(int shard) {
    int[] old = tables[shard];
    int[] table = new int[old.length * 2];
    System.arraycopy(old, 0, table, 0, old.length);
    System.arraycopy(old, 0, table, old.length, old.length);
    // Release: pairs with the acquire in entry().
    TABLE.setRelease(tables, shard, table);
  }

  /** Points all hashes of a shard which end in a prefix of so many bits to a block. */
  void point(int shard, int prefix, int depth, int block) {
    int[] table = tables[shard];
    for (int i = prefix; i < table.length; i += 1 << depth) {
      // Release: pairs with the acquire in entry(); the block has been filled before.
      ENTRY.setRelease(table, i, block);
    }
  }

  /** Returns a copy of the tables, all entries as if checked. For the writer. */
  int[][] copy() {
    int[][] copy = new int[tables.length][];
    for (int shard = 0; shard < tables.length; shard++) {
      copy[shard] = tables[shard].clone();
      for (int i = 0; i < copy[shard].length; i++) {
        copy[shard][i] = block(copy[shard][i]);
      }
    }
    return copy;
  }

  /** Returns the block of an entry, checked or not. */
  static int block(int entry) {
    return entry < 0 ? ~entry : entry;
  }
}
