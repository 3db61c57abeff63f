package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A directory file: blocks of {@link BucketLayout#BYTES}. Block 0 begins with the header that all
 * files have, then comes the seal; every other block is a bucket or free.
 *
 * <pre>
 *      0                       64                            16384            32768
 *      +-----------------------+-----------------------------+----------------+- -
 *      | file header           | seal, then zeros            | bucket 1       | bucket 2
 *      +-----------------------+-----------------------------+----------------+- -
 *
 *      the seal:
 *     64        72        80        88    92    96    100
 *      +---------+---------+---------+-----+-----+-----+
 *      |  state  |   lsn   | entries |block| map | crc |
 *      +---------+---------+---------+-----+-----+-----+
 * </pre>
 *
 * <ul>
 *   <li>state: {@link #SEALED}, or {@link #OPEN} from before the first change after a seal
 *   <li>lsn: the log sequence number up to which the entries go
 *   <li>entries: number of used slots in all buckets
 *   <li>blocks: blocks in use or free for recycling, this one included
 *   <li>map: CRC32C of the bucket map that belongs to this seal
 *   <li>crc: CRC32C from the lsn on to the end of the block, this field taken as zero; the state is
 *       left out because it is stored last, alone
 * </ul>
 *
 * <p>All but the state is meaningful only while the state is {@link #SEALED}.
 */
public final class DirectoryLayout {
  public static final int SEAL_OFFSET = 64;
  public static final int STATE_OFFSET = SEAL_OFFSET;
  public static final int LSN_OFFSET = STATE_OFFSET + Long.BYTES;
  public static final int ENTRIES_OFFSET = LSN_OFFSET + Long.BYTES;
  public static final int BLOCKS_OFFSET = ENTRIES_OFFSET + Long.BYTES;
  public static final int MAP_CRC_OFFSET = BLOCKS_OFFSET + Integer.BYTES;
  public static final int SEAL_CRC_OFFSET = MAP_CRC_OFFSET + Integer.BYTES;
  public static final int SEAL_END_OFFSET = SEAL_CRC_OFFSET + Integer.BYTES;

  /** State of a directory being changed: buckets carry no valid CRC. */
  public static final long OPEN = 0;

  /** State of a directory closed in order: every bucket carries its CRC. */
  public static final long SEALED = 0x4445_4C41_4553L;

  public static final int SHARD_BITS = 5;
  public static final int SHARDS = 1 << SHARD_BITS;

  /** Most bits of the hash by which the buckets of one shard are told apart. */
  public static final int MAX_DEPTH = 22;

  private static final int SHARD_SHIFT = Long.SIZE - SHARD_BITS;

  private static final VarHandle LONG = Layouts.LONG_HANDLE;
  private static final VarHandle INT = Layouts.INT_HANDLE;

  private DirectoryLayout() {}

  /** Returns the shard of a hash. */
  public static int shard(long hash) {
    return (int) (hash >>> SHARD_SHIFT);
  }

  /** Returns the lowest {@code depth} bits of a hash. */
  public static int prefix(long hash, int depth) {
    return (int) hash & ((1 << depth) - 1);
  }

  /**
   * Returns a number that orders hashes as their buckets are ordered: by shard, then by the bits
   * that tell a shard's buckets apart, the lowest first. However deep a bucket is, its hashes are
   * neighbours.
   */
  public static int order(long hash) {
    int bits = Integer.reverse((int) hash) >>> Integer.SIZE - MAX_DEPTH;
    return shard(hash) << MAX_DEPTH | bits;
  }

  /** Returns the offset of a block in its file. */
  public static long fileOffset(int block) {
    return (long) block << BucketLayout.SHIFT;
  }

  public static long state(MemorySegment segment) {
    return (long) LONG.get(segment, STATE_OFFSET);
  }

  /** One aligned word: a crash leaves the state before or the state after. */
  public static void state(MemorySegment segment, long state) {
    LONG.setRelease(segment, STATE_OFFSET, state);
  }

  public static long lsn(MemorySegment segment) {
    return (long) LONG.get(segment, LSN_OFFSET);
  }

  public static void lsn(MemorySegment segment, long lsn) {
    LONG.set(segment, LSN_OFFSET, lsn);
  }

  public static long entries(MemorySegment segment) {
    return (long) LONG.get(segment, ENTRIES_OFFSET);
  }

  public static void entries(MemorySegment segment, long entries) {
    LONG.set(segment, ENTRIES_OFFSET, entries);
  }

  public static int blocks(MemorySegment segment) {
    return (int) INT.get(segment, BLOCKS_OFFSET);
  }

  public static void blocks(MemorySegment segment, int blocks) {
    INT.set(segment, BLOCKS_OFFSET, blocks);
  }

  public static int mapCrc(MemorySegment segment) {
    return (int) INT.get(segment, MAP_CRC_OFFSET);
  }

  public static void mapCrc(MemorySegment segment, int crc) {
    INT.set(segment, MAP_CRC_OFFSET, crc);
  }

  public static int sealCrc(MemorySegment segment) {
    return (int) INT.get(segment, SEAL_CRC_OFFSET);
  }

  public static void sealCrc(MemorySegment segment, int crc) {
    INT.set(segment, SEAL_CRC_OFFSET, crc);
  }
}
