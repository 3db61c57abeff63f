package dev.stela.internal.directory;

import dev.stela.CorruptionException;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.IndexEntryLayout;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Takes back what one frame, applied by half or as a whole, has left in a directory whose writer
 * died. The caller knows the frame, and names what it changed. One thread; before anything else
 * uses the directory.
 *
 * <p>It relies on the sequence lock of a slot: a slot with an even version has all of a change or
 * nothing of it. Any word of a slot with an odd version may be old or new. All that is done here
 * can be done again, should this process die as well.
 */
public final class DirectoryRepair {
  private final Directory directory;
  private final Blocks blocks;
  private final BucketTables tables;
  private final BucketChecks checks;
  private final BitSet inserted = new BitSet();

  DirectoryRepair(Directory directory, Blocks blocks, BucketTables tables, BucketChecks checks) {
    this.directory = directory;
    this.blocks = blocks;
    this.tables = tables;
    this.checks = checks;
  }

  /** Returns the directory, to be used once the repair is complete. */
  public Directory directory() {
    return directory;
  }

  /**
   * Tells whether the entry of an id has been changed by the frame, or may have been.
   *
   * @param lsn the LSN of the last frame that is to be kept
   * @throws CorruptionException if the id is not there
   */
  public boolean isChanged(long idHigh, long idLow, int ordinal, long lsn) {
    long slot = require(idHigh, idLow, ordinal);
    MemorySegment extent = blocks.extent((int) (slot >>> BucketLayout.SHIFT));
    long at = inExtent(slot);
    return (IndexEntryLayout.version(extent, at) & 1) != 0
        || IndexEntryLayout.lsn(extent, at) > lsn;
  }

  /** Puts an entry that was updated back to what it said before. */
  public void restore(
      long idHigh, long idLow, int ordinal, long location, long lsn, int length, int flags) {
    long slot = require(idHigh, idLow, ordinal);
    IndexSlot.update(
        blocks.extent((int) (slot >>> BucketLayout.SHIFT)),
        inExtent(slot),
        location,
        lsn,
        length,
        flags);
  }

  /**
   * Completes what the frame may have begun: to purge an entity. Whole or not begun it stays as it
   * is.
   *
   * @param idHigh the upper half of the entity's id, as long as nothing else was begun
   * @param lsn an LSN for the slot
   */
  public void completePurge(long idHigh, long idLow, int ordinal, long lsn) {
    int block = blockOf(IdHash.hash(idHigh, idLow));
    if (block != 0) {
      MemorySegment extent = blocks.extent(block);
      for (int slot = 0; slot < BucketLayout.SLOTS; slot++) {
        long at = blocks.offset(block) + BucketLayout.slotOffset(slot);
        if ((IndexEntryLayout.version(extent, at) & 1) != 0
            && IndexEntryLayout.ordinal(extent, at) == ordinal) {
          IndexSlot.purge(extent, at, lsn, ordinal);
        }
      }
    }
  }

  private boolean isThere(int block, long idHigh, long idLow, int ordinal) {
    if (block == 0) {
      return false;
    }
    MemorySegment extent = blocks.extent(block);
    long bucket = blocks.offset(block);
    long at = Bucket.seek(extent, bucket, IdHash.hash(idHigh, idLow), idHigh, idLow);
    return at >= 0 && IndexEntryLayout.ordinal(extent, bucket + at) == ordinal;
  }

  /** Notes that the frame may have inserted an id; {@link #removeInserted} takes it out. */
  public void noteInserted(long idHigh, long idLow) {
    int block = blockOf(IdHash.hash(idHigh, idLow));
    if (block != 0) {
      inserted.set(block);
    }
  }

  /**
   * Takes out whatever has been inserted into the buckets that were noted, once all updates have
   * been taken back.
   *
   * @param ordinals the entries with such an ordinal or a greater one are to go
   */
  public void removeInserted(int ordinals) {
    for (int block = inserted.nextSetBit(0); block >= 0; block = inserted.nextSetBit(block + 1)) {
      MemorySegment extent = blocks.extent(block);
      long bucket = blocks.offset(block);
      int used = 0;
      for (int slot = 0; slot < BucketLayout.SLOTS; slot++) {
        long at = bucket + BucketLayout.slotOffset(slot);
        if ((IndexEntryLayout.version(extent, at) & 1) != 0
            || IndexEntryLayout.ordinal(extent, at) >= ordinals) {
          takeOut(extent, at, ordinals);
        }
        used += Bucket.isUsed(extent, at) ? 1 : 0;
      }
      BucketLayout.count(extent, bucket, used);
    }
  }

  /**
   * Leaves the slot in use, as of a purged entity: others may be searched for behind it, also older
   * ones, which a split of the frame has copied after it. What is inserted again will reuse it.
   */
  private static void takeOut(MemorySegment extent, long at, int ordinals) {
    IndexSlot.purge(extent, at, 0, Math.min(ordinals, IndexEntryLayout.ordinal(extent, at)));
  }

  /** Returns the offset of an id's slot in the file, as if extents were no longer than blocks. */
  private long require(long idHigh, long idLow, int ordinal) {
    long hash = IdHash.hash(idHigh, idLow);
    int block = blockOf(hash);
    if (isThere(block, idHigh, idLow, ordinal)) {
      return DirectoryLayout.fileOffset(block)
          + Bucket.seek(blocks.extent(block), blocks.offset(block), hash, idHigh, idLow);
    }
    throw new CorruptionException(
        "an entity that was changed is not in the directory that is to be taken over",
        directory.path(),
        DirectoryLayout.fileOffset(block),
        "ordinal " + ordinal,
        "none");
  }

  private int blockOf(long hash) {
    int entry = tables.entry(hash);
    if (entry < 0) {
      checks.check(~entry, hash);
    }
    return BucketTables.block(entry);
  }

  private long inExtent(long slot) {
    int block = (int) (slot >>> BucketLayout.SHIFT);
    return blocks.offset(block) + (slot - DirectoryLayout.fileOffset(block));
  }
}
