package dev.stela.internal.directory;

import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.storage.ExtentSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The blocks of a directory: where they are, and which of them are free.
 *
 * <p>Any thread may call {@link #extent}, {@link #offset} and {@link #recyclings}, the writer all.
 * No field changes but in a split, so that the cache lines of lookups stay shared.
 */
final class Blocks {
  private static final VarHandle RECYCLINGS;

  static {
    try {
      RECYCLINGS = MethodHandles.lookup().findVarHandle(Blocks.class, "recyclings", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ExtentSource source;
  private final int shift;
  private final int mask;

  // Plain: whoever knows the number of a block has it from a bucket table, and the release-store
  // there comes after the store of the block's extent here.
  private MemorySegment[] extents;
  private int extentCount;

  @SuppressWarnings("unused") // through RECYCLINGS
  private int recyclings;

  private int used;
  private int[] free = new int[16];
  private int freeCount;

  /** Takes over all extents of a source; the first {@code used} blocks are in use. */
  Blocks(ExtentSource source, int used) {
    int perExtent = source.extentBytes() >>> BucketLayout.SHIFT;
    if (perExtent < 2
        || Integer.bitCount(perExtent) != 1
        || perExtent << BucketLayout.SHIFT != source.extentBytes()) {
      throw new IllegalArgumentException("extentBytes=" + source.extentBytes());
    }
    this.source = source;
    this.shift = Integer.numberOfTrailingZeros(perExtent);
    this.mask = perExtent - 1;
    this.extents = new MemorySegment[Math.max(16, source.extents())];
    this.extentCount = source.extents();
    for (int i = 0; i < extentCount; i++) {
      extents[i] = source.extent(i);
    }
    this.used = used;
  }

  MemorySegment extent(int block) {
    return extents[block >>> shift];
  }

  /** Returns where a block begins in its extent. */
  long offset(int block) {
    return (long) (block & mask) << BucketLayout.SHIFT;
  }

  /** Returns how many blocks have been overwritten for another use, with acquire. */
  int recyclings() {
    // Pairs with the release in take().
    return (int) RECYCLINGS.getAcquire(this);
  }

  /** Returns the number of blocks in use or free: all others have never been touched. */
  int used() {
    return used;
  }

  /** Sees to it that so many calls of {@link #take} need no further extent. */
  void reserve(int blocks) {
    // One more for each table that may have to be passed over.
    int needed = blocks + blocks / DirectoryLayout.TABLE_BLOCKS + 1;
    while (freeCount + ((extentCount << shift) - used) < needed) {
      addExtent();
    }
  }

  /** Returns a block without used slots. */
  int take() {
    if (freeCount == 0) {
      if (DirectoryLayout.holdsTable(used)) {
        use();
      }
      return use();
    }
    int block = free[--freeCount];
    // Release: a reader that sees the new count also sees the tables without this block.
    RECYCLINGS.setRelease(this, recyclings + 1);
    // Pairs with the acquire fence in Directory.lookup(): a reader that has seen a slot overwritten
    // below sees the new count as well, and does not trust its miss. And for TableScan: the bucket
    // that was here was taken out of force before anything of it is overwritten.
    VarHandle.releaseFence();
    clear(block);
    return block;
  }

  /** Overwrites the entries that are left in free blocks. */
  void clearFree() {
    // Release, and the fence: as in take().
    RECYCLINGS.setRelease(this, recyclings + 1);
    VarHandle.releaseFence();
    for (int i = 0; i < freeCount; i++) {
      clear(free[i]);
    }
  }

  private void clear(int block) {
    MemorySegment extent = extent(block);
    long bucket = offset(block);
    for (int slot = 0; slot < BucketLayout.SLOTS; slot++) {
      long at = bucket + BucketLayout.slotOffset(slot);
      if (Bucket.isUsed(extent, at) || (IndexEntryLayout.version(extent, at) & 1) != 0) {
        IndexSlot.clear(extent, at);
      }
    }
  }

  /**
   * Says in the file which bucket a block holds, for {@link TableScan} after the death of this
   * process.
   *
   * @param entry from {@link DirectoryLayout#inForce}, or {@link DirectoryLayout#NOT_IN_FORCE}
   */
  void place(int block, int entry) {
    int table = DirectoryLayout.tableOf(block);
    // Release: after all that was stored into the block.
    DirectoryLayout.entryRelease(
        extent(table), offset(table) + DirectoryLayout.entryOffset(block), entry);
  }

  /** Returns what the file says of a block. */
  int placed(int block) {
    int table = DirectoryLayout.tableOf(block);
    return DirectoryLayout.entry(extent(table), offset(table) + DirectoryLayout.entryOffset(block));
  }

  /** Returns what the file says of all blocks, those with tables included. */
  int[] allPlaced() {
    int[] all = new int[extentCount << shift];
    for (int table = 0; table < all.length; table += DirectoryLayout.TABLE_BLOCKS) {
      MemorySegment.copy(
          extent(table),
          Layouts.INT,
          offset(table) + DirectoryLayout.TABLE_OFFSET,
          all,
          table,
          Math.min(DirectoryLayout.TABLE_BLOCKS, all.length - table));
    }
    return all;
  }

  /** Gives back a block that no table names any more; readers may still be in it. */
  void release(int block) {
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = block;
  }

  /** Returns the CRC32C of a block from {@code from} on, the word at {@code crcOffset} as zero. */
  int crc(int block, int from, int crcOffset) {
    // Over a copy: a checksum intrinsic on a mapped page that is gone takes the process down.
    var copy = new byte[BucketLayout.BYTES];
    MemorySegment.copy(
        extent(block), ValueLayout.JAVA_BYTE, offset(block), copy, 0, BucketLayout.BYTES);
    Arrays.fill(copy, crcOffset, crcOffset + Integer.BYTES, (byte) 0);
    var crc = new CRC32C();
    crc.update(copy, from, BucketLayout.BYTES - from);
    return (int) crc.getValue();
  }

  /** Returns the checksum that belongs into a bucket's header. */
  int bucketCrc(int block) {
    return crc(block, 0, BucketLayout.CRC_OFFSET);
  }

  /** Returns the checksum that belongs into the seal. */
  int sealCrc() {
    return crc(0, DirectoryLayout.LSN_OFFSET, DirectoryLayout.SEAL_CRC_OFFSET);
  }

  ExtentSource source() {
    return source;
  }

  private int use() {
    if (used >>> shift == extentCount) {
      addExtent();
    }
    return used++;
  }

  private void addExtent() {
    MemorySegment added = source.addExtent();
    if (extentCount == extents.length) {
      extents = Arrays.copyOf(extents, extentCount * 2);
    }
    extents[extentCount++] = added;
  }
}
