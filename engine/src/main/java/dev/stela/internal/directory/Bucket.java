package dev.stela.internal.directory;

import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.IndexEntryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Linear probing within one bucket. {@link #find} for any thread, the rest for the one writer.
 *
 * <p>A bucket is split at four fifths, and what is purged leaves its slot in use, so the first
 * empty slot ends every search.
 */
final class Bucket {
  private static final long FIRST_OFFSET = BucketLayout.slotOffset(0);
  private static final long END_OFFSET = BucketLayout.slotOffset(BucketLayout.SLOTS);

  /** Neither the id nor room for it. */
  static final long FULL = Long.MIN_VALUE;

  private Bucket() {}

  /** Looks for an id in the bucket at {@code bucket}; copies its slot if it is there. */
  static boolean find(
      MemorySegment extent,
      long bucket,
      int block,
      long hash,
      long idHigh,
      long idLow,
      IndexEntry into) {
    long at = BucketLayout.slotOffset(BucketLayout.home(hash));
    // Bounded: a recycled bucket that changes underneath may never show an empty slot.
    for (int probes = 0; probes < BucketLayout.SLOTS; probes++) {
      int state = IndexSlot.read(extent, bucket + at, idHigh, idLow, into);
      if (state == IndexSlot.FOUND) {
        into.block = block;
        into.slotOffset = (int) at;
        return true;
      }
      if (state == IndexSlot.EMPTY) {
        return false;
      }
      at = next(at);
    }
    return false;
  }

  /**
   * Looks for an id without the seqlock: only the writer may trust what it sees.
   *
   * @return the offset of its slot from the bucket's begin; if it is not there, that of the slot
   *     for it, inverted, which may be a purged one, or {@link #FULL}
   */
  static long seek(MemorySegment extent, long bucket, long hash, long idHigh, long idLow) {
    long at = BucketLayout.slotOffset(BucketLayout.home(hash));
    long free = FULL;
    for (int probes = 0; probes < BucketLayout.SLOTS; probes++) {
      if (!isUsed(extent, bucket + at)) {
        return free == FULL ? ~at : free;
      }
      if (free == FULL && isPurged(extent, bucket + at)) {
        free = ~at;
      }
      if (holds(extent, bucket + at, idHigh, idLow)) {
        return at;
      }
      at = next(at);
    }
    return free;
  }

  static boolean holds(MemorySegment extent, long slot, long idHigh, long idLow) {
    return IndexEntryLayout.idHigh(extent, slot) == idHigh
        && IndexEntryLayout.idLow(extent, slot) == idLow
        && isUsed(extent, slot)
        && !isPurged(extent, slot);
  }

  static boolean isUsed(MemorySegment extent, long slot) {
    return IndexEntryLayout.flags(extent, slot) != 0;
  }

  static boolean isPurged(MemorySegment extent, long slot) {
    return (IndexEntryLayout.flags(extent, slot) & IndexEntryLayout.PURGED) != 0;
  }

  private static long next(long at) {
    long next = at + IndexEntryLayout.BYTES;
    return next == END_OFFSET ? FIRST_OFFSET : next;
  }
}
