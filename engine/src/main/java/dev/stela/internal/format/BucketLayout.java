package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * One block of a directory file that holds entries: a header and the slots of {@link
 * IndexEntryLayout}.
 *
 * <pre>
 *     0     4     8         16    20    24    28    32            60    64
 *     +-----+-----+---------+-----+-----+-----+-----+- - - - - - -+-----+
 *     |magic|block|generat. |shard|depth|prefx|count|  reserved   | crc |
 *     +-----+-----+---------+-----+-----+-----+-----+- - - - - - -+-----+
 *  64 | slot 0                                                          |
 * 128 | slot 1                                                          |
 *     :                                                                 :
 *     | slot 254                                                        |
 *     +-----------------------------------------------------------------+ 16384
 * </pre>
 *
 * <ul>
 *   <li>block: number of this block in its file; generation: that of the file, both to tell a block
 *       written to the wrong place
 *   <li>shard, depth, prefix: the bucket holds the ids whose hash has this shard in its top bits
 *       and this prefix in its lowest {@code depth} bits
 *   <li>count: used slots
 *   <li>crc: CRC32C of the block with this field taken as zero; valid only while the directory is
 *       sealed
 * </ul>
 *
 * <p>Readers of entries never touch the header: a hit costs the one cache line of its slot.
 */
public final class BucketLayout {
  public static final int MAGIC_OFFSET = 0;
  public static final int BLOCK_OFFSET = MAGIC_OFFSET + Integer.BYTES;
  public static final int GENERATION_OFFSET = BLOCK_OFFSET + Integer.BYTES;
  public static final int SHARD_OFFSET = GENERATION_OFFSET + Long.BYTES;
  public static final int DEPTH_OFFSET = SHARD_OFFSET + Integer.BYTES;
  public static final int PREFIX_OFFSET = DEPTH_OFFSET + Integer.BYTES;
  public static final int COUNT_OFFSET = PREFIX_OFFSET + Integer.BYTES;
  public static final int RESERVED_OFFSET = COUNT_OFFSET + Integer.BYTES;
  public static final int RESERVED_BYTES = 28;
  public static final int CRC_OFFSET = RESERVED_OFFSET + RESERVED_BYTES;
  public static final int HEADER_BYTES = CRC_OFFSET + Integer.BYTES;

  public static final int SHIFT = 14;
  public static final int BYTES = 1 << SHIFT;
  public static final int SLOTS = (BYTES - HEADER_BYTES) / IndexEntryLayout.BYTES;

  /** "BUCK" when read byte by byte. */
  public static final int MAGIC = 0x4B435542;

  // Home slots come from bits which neither the shard (top) nor the prefix (low) uses.
  private static final int HOME_SHIFT = 43;
  private static final int HOME_BITS = 16;
  private static final int HOME_MASK = (1 << HOME_BITS) - 1;

  private static final VarHandle LONG = Layouts.LONG_HANDLE;
  private static final VarHandle INT = Layouts.INT_HANDLE;

  private BucketLayout() {}

  /** Returns the slot, from 0, at which the probing for a hash begins. */
  public static int home(long hash) {
    // Scaling instead of a remainder: no division.
    return (((int) (hash >>> HOME_SHIFT) & HOME_MASK) * SLOTS) >>> HOME_BITS;
  }

  /** Returns the offset of a slot from the beginning of its block. */
  public static int slotOffset(int slot) {
    return HEADER_BYTES + slot * IndexEntryLayout.BYTES;
  }

  /** Writes a header with count and CRC zero. */
  public static void header(
      MemorySegment segment,
      long at,
      int block,
      long generation,
      int shard,
      int depth,
      int prefix) {
    segment.asSlice(at, HEADER_BYTES).fill((byte) 0);
    INT.set(segment, at + MAGIC_OFFSET, MAGIC);
    INT.set(segment, at + BLOCK_OFFSET, block);
    LONG.set(segment, at + GENERATION_OFFSET, generation);
    INT.set(segment, at + SHARD_OFFSET, shard);
    INT.set(segment, at + DEPTH_OFFSET, depth);
    INT.set(segment, at + PREFIX_OFFSET, prefix);
  }

  public static int magic(MemorySegment segment, long at) {
    return (int) INT.get(segment, at + MAGIC_OFFSET);
  }

  public static int block(MemorySegment segment, long at) {
    return (int) INT.get(segment, at + BLOCK_OFFSET);
  }

  public static long generation(MemorySegment segment, long at) {
    return (long) LONG.get(segment, at + GENERATION_OFFSET);
  }

  public static int shard(MemorySegment segment, long at) {
    return (int) INT.get(segment, at + SHARD_OFFSET);
  }

  public static int depth(MemorySegment segment, long at) {
    return (int) INT.get(segment, at + DEPTH_OFFSET);
  }

  public static int prefix(MemorySegment segment, long at) {
    return (int) INT.get(segment, at + PREFIX_OFFSET);
  }

  public static int count(MemorySegment segment, long at) {
    return (int) INT.get(segment, at + COUNT_OFFSET);
  }

  public static void count(MemorySegment segment, long at, int count) {
    INT.set(segment, at + COUNT_OFFSET, count);
  }

  public static int crc(MemorySegment segment, long at) {
    return (int) INT.get(segment, at + CRC_OFFSET);
  }

  public static void crc(MemorySegment segment, long at, int crc) {
    INT.set(segment, at + CRC_OFFSET, crc);
  }

  /** Tells whether the reserved bytes of the header are zero. */
  public static boolean reservedIsZero(MemorySegment segment, long at) {
    for (int i = 0; i < RESERVED_BYTES; i += Integer.BYTES) {
      if ((int) INT.get(segment, at + RESERVED_OFFSET + i) != 0) {
        return false;
      }
    }
    return true;
  }
}
