package dev.stela.internal.directory;

import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IndexEntryLayout;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Goes through all buckets of quiescent tables, each once. For one thread. */
final class BucketWalk {
  private final int[][] tables;

  BucketWalk(int[][] tables) {
    this.tables = tables;
  }

  /** What is done with each bucket. */
  interface Visitor {
    void bucket(int shard, int depth, int prefix, int block);
  }

  void forEach(Visitor visitor) {
    for (int shard = 0; shard < tables.length; shard++) {
      int[] table = tables[shard];
      for (int i = 0; i < table.length; i++) {
        // Every index but the lowest of a bucket has a twin without its top bit.
        boolean first = i == 0 || table[i - Integer.highestOneBit(i)] != table[i];
        if (first && table[i] != 0) {
          visitor.bucket(shard, BucketMap.depth(table, i), i, table[i]);
        }
      }
    }
  }

  /** Returns a hash that belongs into the bucket. */
  static long hash(int shard, int prefix) {
    return (long) shard << (Long.SIZE - DirectoryLayout.SHARD_BITS) | prefix;
  }

  /** Hands all entries of a bucket to a consumer. */
  static void forEachEntry(
      Blocks blocks, int block, IndexEntry entry, Consumer<IndexEntry> consumer) {
    MemorySegment extent = blocks.extent(block);
    long bucket = blocks.offset(block);
    for (int i = 0; i < BucketLayout.SLOTS; i++) {
      int slotOffset = BucketLayout.slotOffset(i);
      long slot = bucket + slotOffset;
      if (Bucket.isUsed(extent, slot) && !Bucket.isPurged(extent, slot)) {
        entry.idHigh = IndexEntryLayout.idHigh(extent, slot);
        entry.idLow = IndexEntryLayout.idLow(extent, slot);
        entry.location = IndexEntryLayout.location(extent, slot);
        entry.lsn = IndexEntryLayout.lsn(extent, slot);
        entry.ordinal = IndexEntryLayout.ordinal(extent, slot);
        entry.length = IndexEntryLayout.length(extent, slot);
        entry.flags = IndexEntryLayout.flags(extent, slot);
        entry.block = block;
        entry.slotOffset = slotOffset;
        consumer.accept(entry);
      }
    }
  }
}
