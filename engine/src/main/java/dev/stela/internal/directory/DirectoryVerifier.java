package dev.stela.internal.directory;

import dev.stela.internal.directory.Directory.DamageSink;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.IndexEntryLayout;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/** Recomputes all that a directory claims about itself. For one thread, while nobody writes. */
final class DirectoryVerifier {
  private final Blocks blocks;
  private final int[][] tables;
  private final long generation;
  private final DirectoryWriter writer;
  private final DamageSink sink;
  private final BitSet seen = new BitSet();
  private long entries;
  private long purged;

  DirectoryVerifier(
      Blocks blocks, int[][] tables, long generation, DirectoryWriter writer, DamageSink sink) {
    this.blocks = blocks;
    this.tables = tables;
    this.generation = generation;
    this.writer = writer;
    this.sink = sink;
  }

  void verify() {
    new BucketWalk(tables).forEach(this::bucket);
    expect("number of entries", 0, DirectoryLayout.ENTRIES_OFFSET, entries - purged, writer.size());
  }

  private void bucket(int shard, int depth, int prefix, int block) {
    if (block >= blocks.used() || seen.get(block)) {
      report("block of a bucket", block, 0, "a block of its own", block);
      return;
    }
    seen.set(block);
    MemorySegment extent = blocks.extent(block);
    long at = blocks.offset(block);
    if (!writer.isDirty(block)) {
      expect(
          "checksum of a bucket",
          block,
          BucketLayout.CRC_OFFSET,
          blocks.bucketCrc(block),
          BucketLayout.crc(extent, at));
    }
    expect(
        "magic of a bucket",
        block,
        BucketLayout.MAGIC_OFFSET,
        BucketLayout.MAGIC,
        BucketLayout.magic(extent, at));
    expect(
        "block number of a bucket",
        block,
        BucketLayout.BLOCK_OFFSET,
        block,
        BucketLayout.block(extent, at));
    expect(
        "generation of a bucket",
        block,
        BucketLayout.GENERATION_OFFSET,
        generation,
        BucketLayout.generation(extent, at));
    expect(
        "shard of a bucket",
        block,
        BucketLayout.SHARD_OFFSET,
        shard,
        BucketLayout.shard(extent, at));
    expect(
        "depth of a bucket",
        block,
        BucketLayout.DEPTH_OFFSET,
        depth,
        BucketLayout.depth(extent, at));
    expect(
        "prefix of a bucket",
        block,
        BucketLayout.PREFIX_OFFSET,
        prefix,
        BucketLayout.prefix(extent, at));
    expect(
        "place of a bucket in the table",
        DirectoryLayout.tableOf(block),
        DirectoryLayout.entryOffset(block),
        DirectoryLayout.inForce(shard, depth, prefix),
        blocks.placed(block));
    if (!BucketLayout.reservedIsZero(extent, at)) {
      report("reserved bytes of a bucket", block, BucketLayout.RESERVED_OFFSET, 0, "not zero");
    }
    int count = 0;
    for (int i = 0; i < BucketLayout.SLOTS; i++) {
      int slot = BucketLayout.slotOffset(i);
      if (Bucket.isUsed(extent, at + slot)) {
        count++;
        used(extent, at, block, slot, shard, depth, prefix);
      } else {
        empty(extent, at, block, slot);
      }
      common(extent, at, block, slot);
    }
    expect(
        "entries of a bucket",
        block,
        BucketLayout.COUNT_OFFSET,
        count,
        BucketLayout.count(extent, at));
    entries += count;
  }

  private void used(
      MemorySegment extent, long at, int block, int slot, int shard, int depth, int prefix) {
    int flags = IndexEntryLayout.flags(extent, at + slot);
    if ((flags & IndexEntryLayout.USED) == 0 || (flags & ~IndexEntryLayout.KNOWN_FLAGS) != 0) {
      report(
          "flags of an entry",
          block,
          slot + IndexEntryLayout.FLAGS_OFFSET,
          "used and known ones",
          flags);
    }
    long idHigh = IndexEntryLayout.idHigh(extent, at + slot);
    long idLow = IndexEntryLayout.idLow(extent, at + slot);
    if (Bucket.isPurged(extent, at + slot)) {
      purged++;
      if ((idHigh | idLow) != 0) {
        report("id of a purged entity", block, slot + IndexEntryLayout.ID_HIGH_OFFSET, 0, "an id");
      }
      return;
    }
    long hash = IdHash.hash(idHigh, idLow);
    if (DirectoryLayout.shard(hash) != shard || DirectoryLayout.prefix(hash, depth) != prefix) {
      report(
          "entry is in the wrong bucket",
          block,
          slot + IndexEntryLayout.ID_HIGH_OFFSET,
          "shard %d, prefix %d".formatted(shard, prefix),
          "shard %d, prefix %d"
              .formatted(DirectoryLayout.shard(hash), DirectoryLayout.prefix(hash, depth)));
      return;
    }
    // As a lookup would: an empty slot before this one hides it, an equal id shadows it.
    long found = Bucket.seek(extent, at, hash, idHigh, idLow);
    if (found < 0) {
      report("entry cannot be reached by probing", block, slot, slot, "an empty slot before it");
    } else if (found != slot) {
      report(
          "id is twice in a bucket",
          block,
          slot + IndexEntryLayout.ID_HIGH_OFFSET,
          "once",
          "also at " + (DirectoryLayout.fileOffset(block) + found));
    }
  }

  private void empty(MemorySegment extent, long at, int block, int slot) {
    long slotAt = at + slot;
    if ((IndexEntryLayout.idHigh(extent, slotAt)
            | IndexEntryLayout.idLow(extent, slotAt)
            | IndexEntryLayout.location(extent, slotAt)
            | IndexEntryLayout.lsn(extent, slotAt)
            | IndexEntryLayout.ordinal(extent, slotAt)
            | IndexEntryLayout.length(extent, slotAt))
        != 0) {
      report("empty slot is not empty", block, slot, 0, "not zero");
    }
  }

  private void common(MemorySegment extent, long at, int block, int slot) {
    long version = IndexEntryLayout.version(extent, at + slot);
    if ((version & 1) != 0) {
      report("slot is half-written", block, slot, "an even version", version);
    }
    if (!IndexEntryLayout.reservedIsZero(extent, at + slot)) {
      report(
          "reserved bytes of a slot",
          block,
          slot + IndexEntryLayout.RESERVED_INT_OFFSET,
          0,
          "not zero");
    }
  }

  private void expect(String what, int block, int field, long expected, long actual) {
    if (expected != actual) {
      report(what, block, field, expected, actual);
    }
  }

  private void report(String what, int block, int field, Object expected, Object actual) {
    sink.damage(what, DirectoryLayout.fileOffset(block) + field, expected, actual);
  }
}
