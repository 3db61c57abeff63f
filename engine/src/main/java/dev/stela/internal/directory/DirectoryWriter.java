package dev.stela.internal.directory;

import dev.stela.EntityExistsException;
import dev.stela.EntityNotFoundException;
import dev.stela.StorageFullException;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.IndexEntryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/**
 * All that changes a directory. For one thread at a time, but for {@link #size}.
 *
 * <p>Apart from {@link Directory}, so that what every change writes is not on the cache lines of
 * what every lookup reads.
 */
final class DirectoryWriter {
  private static final VarHandle SIZE;

  static {
    try {
      SIZE = MethodHandles.lookup().findVarHandle(DirectoryWriter.class, "size", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Blocks blocks;
  private final BucketTables tables;
  private final BucketChecks checks;
  private final long generation;
  private final int bucketLimit;

  // Blocks changed since the last seal: their checksums are out of date.
  private final BitSet dirty;
  private boolean sealed;
  private long size;

  DirectoryWriter(
      Blocks blocks,
      BucketTables tables,
      BucketChecks checks,
      long generation,
      int bucketLimit,
      BitSet dirty,
      boolean sealed,
      long size) {
    this.blocks = blocks;
    this.tables = tables;
    this.checks = checks;
    this.generation = generation;
    this.bucketLimit = bucketLimit;
    this.dirty = dirty;
    this.sealed = sealed;
    this.size = size;
  }

  long size() {
    // Acquire: pairs with the release in insert().
    return (long) SIZE.getAcquire(this);
  }

  void reserve(int inserts) {
    // Here, before the change has begun, because it syncs.
    unseal();
    // Each insert splits one bucket at most, into one block more; the first split takes one before
    // it gives one back. Only hashes with many equal bits need more, and then addExtent() in
    // take().
    blocks.reserve(inserts + 2);
  }

  void insert(
      long idHigh, long idLow, long location, long lsn, int ordinal, int length, int flags) {
    if (!insertIfAbsent(idHigh, idLow, location, lsn, ordinal, length, flags)) {
      throw new EntityExistsException("id is in the directory already: id=" + id(idHigh, idLow));
    }
  }

  boolean insertIfAbsent(
      long idHigh, long idLow, long location, long lsn, int ordinal, int length, int flags) {
    unseal();
    long hash = IdHash.hash(idHigh, idLow);
    while (true) {
      int block = blockToChange(hash);
      MemorySegment extent = blocks.extent(block);
      long bucket = blocks.offset(block);
      long at = Bucket.seek(extent, bucket, hash, idHigh, idLow);
      if (at >= 0) {
        return false;
      }
      int count = BucketLayout.count(extent, bucket);
      boolean atEnd = BucketLayout.depth(extent, bucket) == DirectoryLayout.MAX_DEPTH;
      boolean again = at != Bucket.FULL && Bucket.isPurged(extent, bucket + ~at);
      if (again || count < bucketLimit || (atEnd && at != Bucket.FULL)) {
        IndexSlot.write(
            extent,
            bucket + ~at,
            idHigh,
            idLow,
            location,
            lsn,
            ordinal,
            length,
            flags | IndexEntryLayout.USED | (again ? IndexEntryLayout.REUSED : 0));
        if (!again) {
          BucketLayout.count(extent, bucket, count + 1);
        }
        dirty.set(block);
        SIZE.setRelease(this, size + 1);
        return true;
      }
      if (atEnd) {
        throw new StorageFullException(
            "too many ids with one hash: file=%s, id=%s, hash=%016x"
                .formatted(blocks.source().path(), id(idHigh, idLow), hash));
      }
      split(block, extent, bucket);
    }
  }

  void update(
      long idHigh,
      long idLow,
      int hintBlock,
      int hintOffset,
      long location,
      long lsn,
      int length,
      int flags) {
    unseal();
    long hash = IdHash.hash(idHigh, idLow);
    int block = blockToChange(hash);
    MemorySegment extent = blocks.extent(block);
    long bucket = blocks.offset(block);
    long at = hintOffset;
    if (block != hintBlock || !Bucket.holds(extent, bucket + at, idHigh, idLow)) {
      at = Bucket.seek(extent, bucket, hash, idHigh, idLow);
      if (at < 0) {
        throw new EntityNotFoundException("id is not in the directory: id=" + id(idHigh, idLow));
      }
    }
    IndexSlot.update(extent, bucket + at, location, lsn, length, flags | IndexEntryLayout.USED);
    dirty.set(block);
  }

  boolean repoint(long idHigh, long idLow, long from, long to) {
    unseal();
    long hash = IdHash.hash(idHigh, idLow);
    if (tables.entry(hash) == 0) {
      return false;
    }
    int block = blockToChange(hash);
    MemorySegment extent = blocks.extent(block);
    long bucket = blocks.offset(block);
    long at = Bucket.seek(extent, bucket, hash, idHigh, idLow);
    if (at < 0 || IndexEntryLayout.location(extent, bucket + at) != from) {
      return false;
    }
    IndexSlot.repoint(extent, bucket + at, to);
    dirty.set(block);
    return true;
  }

  void purge(IndexEntry found, long lsn) {
    unseal();
    long hash = IdHash.hash(found.idHigh, found.idLow);
    int block = blockToChange(hash);
    MemorySegment extent = blocks.extent(block);
    long bucket = blocks.offset(block);
    long at = Bucket.seek(extent, bucket, hash, found.idHigh, found.idLow);
    if (at < 0) {
      throw new EntityNotFoundException(
          "id is not in the directory: id=" + id(found.idHigh, found.idLow));
    }
    IndexSlot.purge(extent, bucket + at, lsn, found.ordinal);
    dirty.set(block);
    countPurged();
  }

  void clearFree() {
    unseal();
    blocks.clearFree();
  }

  void countPurged() {
    // Release: as in insert().
    SIZE.setRelease(this, size - 1);
  }

  BucketMap map(long lsn) {
    return new BucketMap(generation, lsn, blocks.used(), tables.copy());
  }

  BucketMap seal(long lsn) {
    BucketMap map = map(lsn);
    MemorySegment first = blocks.extent(0);
    if (sealed && DirectoryLayout.lsn(first) == lsn) {
      return map;
    }
    unseal();
    for (int block = dirty.nextSetBit(0); block >= 0; block = dirty.nextSetBit(block + 1)) {
      BucketLayout.crc(blocks.extent(block), blocks.offset(block), blocks.bucketCrc(block));
    }
    // Synced before the state says that it is: a seal found after a crash tells the truth.
    blocks.source().sync();
    DirectoryLayout.lsn(first, lsn);
    DirectoryLayout.entries(first, size);
    DirectoryLayout.blocks(first, blocks.used());
    DirectoryLayout.mapCrc(first, map.crc());
    DirectoryLayout.sealCrc(first, blocks.sealCrc());
    DirectoryLayout.state(first, DirectoryLayout.SEALED);
    blocks.source().sync();
    dirty.clear();
    sealed = true;
    return map;
  }

  boolean isDirty(int block) {
    return dirty.get(block);
  }

  private void unseal() {
    if (sealed) {
      // Durable before the first change: a directory changed after its seal must never pass for a
      // sealed one, whatever of the change reaches the disk.
      DirectoryLayout.state(blocks.extent(0), DirectoryLayout.OPEN);
      blocks.source().sync();
      sealed = false;
    }
  }

  private int blockToChange(long hash) {
    int entry = tables.entry(hash);
    if (entry > 0) {
      return entry;
    }
    if (entry < 0) {
      checks.check(~entry, hash);
      tables.checked(hash, entry);
      return ~entry;
    }
    int shard = DirectoryLayout.shard(hash);
    int block = newBucket(blocks.take(), shard, 0, 0);
    blocks.place(block, DirectoryLayout.inForce(shard, 0, 0));
    tables.point(shard, 0, 0, block);
    return block;
  }

  private int newBucket(int block, int shard, int depth, int prefix) {
    BucketLayout.header(
        blocks.extent(block), blocks.offset(block), block, generation, shard, depth, prefix);
    dirty.set(block);
    return block;
  }

  /**
   * Replaces a bucket by two of one bit more. Readers still in the old one find all that was in it
   * when they came; it is overwritten when another split takes its block.
   */
  private void split(int block, MemorySegment extent, long bucket) {
    int shard = BucketLayout.shard(extent, bucket);
    int depth = BucketLayout.depth(extent, bucket);
    int prefix = BucketLayout.prefix(extent, bucket);
    int bit = 1 << depth;
    // All that can fail comes before the first change that shows.
    blocks.reserve(2);
    if (tables.depth(shard) == depth) {
      tables.doubleTable(shard);
    }
    int zeros = newBucket(blocks.take(), shard, depth + 1, prefix);
    int ones = newBucket(blocks.take(), shard, depth + 1, prefix | bit);
    for (int slot = 0; slot < BucketLayout.SLOTS; slot++) {
      long from = bucket + BucketLayout.slotOffset(slot);
      if (Bucket.isUsed(extent, from) && !Bucket.isPurged(extent, from)) {
        long idHigh = IndexEntryLayout.idHigh(extent, from);
        long idLow = IndexEntryLayout.idLow(extent, from);
        long hash = IdHash.hash(idHigh, idLow);
        copy(extent, from, (hash & bit) == 0 ? zeros : ones, hash, idHigh, idLow);
      }
    }
    // With release, and this one last: until then TableScan goes by it, and what is below it is
    // void.
    // Blocks.take() has a fence before it overwrites it.
    blocks.place(zeros, DirectoryLayout.inForce(shard, depth + 1, prefix));
    blocks.place(ones, DirectoryLayout.inForce(shard, depth + 1, prefix | bit));
    blocks.place(block, DirectoryLayout.NOT_IN_FORCE);
    tables.point(shard, prefix, depth + 1, zeros);
    tables.point(shard, prefix | bit, depth + 1, ones);
    blocks.release(block);
    dirty.clear(block);
  }

  private void copy(
      MemorySegment from, long slot, int toBlock, long hash, long idHigh, long idLow) {
    MemorySegment to = blocks.extent(toBlock);
    long bucket = blocks.offset(toBlock);
    IndexSlot.write(
        to,
        bucket + ~Bucket.seek(to, bucket, hash, idHigh, idLow),
        idHigh,
        idLow,
        IndexEntryLayout.location(from, slot),
        IndexEntryLayout.lsn(from, slot),
        IndexEntryLayout.ordinal(from, slot),
        IndexEntryLayout.length(from, slot),
        IndexEntryLayout.flags(from, slot));
    BucketLayout.count(to, bucket, BucketLayout.count(to, bucket) + 1);
  }

  private static String id(long idHigh, long idLow) {
    return "%016x%016x".formatted(idHigh, idLow);
  }
}
