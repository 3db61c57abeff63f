package dev.stela.internal.apply;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IdHash;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.PartEntityLayout;
import dev.stela.internal.log.IndexPart;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;

/**
 * Fills an empty directory from index parts. Their entities are in the order of their buckets, so
 * all parts are gone through side by side: what falls into a few neighbouring buckets is entered
 * together, from the newest part to the oldest, and the memory behind it stays in the caches. One
 * thread.
 */
final class PartDirectory {
  /** Entities entered together, so that their buckets fit into a second-level cache. */
  private static final int ENTITIES_AT_ONCE = 8192;

  private static final int ORDER_BITS = DirectoryLayout.SHARD_BITS + DirectoryLayout.MAX_DEPTH;

  private final List<IndexPart> parts;
  private final BitSet purged;
  private final Directory directory;
  private long deleted;
  private long archived;

  PartDirectory(List<IndexPart> parts, BitSet purged, Directory directory) {
    this.parts = parts;
    this.purged = purged;
    this.directory = directory;
  }

  /** Returns how many of the entered entities are deleted. */
  long deleted() {
    return deleted;
  }

  /** Returns how many of the entered entities are archived. */
  long archived() {
    return archived;
  }

  void fill() {
    long total = parts.stream().mapToLong(IndexPart::entities).sum();
    int bits = Long.SIZE - Long.numberOfLeadingZeros(total / ENTITIES_AT_ONCE);
    int shift = ORDER_BITS - Math.min(bits, ORDER_BITS);
    int[] next = new int[parts.size()];
    for (long end = 1L << shift; end <= 1L << ORDER_BITS; end += 1L << shift) {
      for (int i = parts.size() - 1; i >= 0; i--) {
        next[i] = fill(parts.get(i), next[i], end);
      }
    }
  }

  /** Enters the entities of one part before a place in the order; returns the first one behind. */
  private int fill(IndexPart part, int from, long end) {
    MemorySegment memory = part.memory();
    int count = part.entities();
    int index = from;
    for (; index < count; index++) {
      long entity = part.entity(index);
      long idHigh = PartEntityLayout.idHigh(memory, entity);
      long idLow = PartEntityLayout.idLow(memory, entity);
      if (DirectoryLayout.order(IdHash.hash(idHigh, idLow)) >= end) {
        break;
      }
      int ordinal = PartEntityLayout.ordinal(memory, entity);
      if (purged.get(ordinal)) {
        continue;
      }
      int flags = Applier.slotFlags(PartEntityLayout.flags(memory, entity));
      boolean newest =
          directory.insertIfAbsent(
              idHigh,
              idLow,
              IndexEntryLayout.location(part.number(), PartEntityLayout.offset(memory, entity)),
              PartEntityLayout.lsn(memory, entity),
              ordinal,
              PartEntityLayout.length(memory, entity),
              flags);
      if (newest) {
        deleted += (flags & IndexEntryLayout.DELETED) != 0 ? 1 : 0;
        archived += (flags & IndexEntryLayout.ARCHIVED) != 0 ? 1 : 0;
      }
    }
    return index;
  }
}
