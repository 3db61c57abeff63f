package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A directory file: blocks of {@link BucketLayout#BYTES}. Block 0 begins with the header that all
 * files have, then comes the seal. Every block whose number is a multiple of {@link #TABLE_BLOCKS}
 * holds a table of the blocks up to the next one; every other block is a bucket or free.
 *
 * <pre>
 *      0              64       128                           16384            32768
 *      +--------------+--------+-----------------------------+----------------+- -
 *      | file header  | seal   | table of blocks 1 to 4063   | bucket 1       | bucket 2
 *      +--------------+--------+-----------------------------+----------------+- -
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
 *   <li>table: 4 bytes for each block, zero unless the bucket in it is in force: then its depth
 *       plus 1 (5 bits, the highest), shard (5 bits) and prefix (22 bits)
 * </ul>
 *
 * <p>All of the seal but the state is meaningful only while the state is {@link #SEALED}.
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

  /** Offset of the table in a block that holds one. */
  public static final int TABLE_OFFSET = 128;

  /** Number of blocks for which there is one table, its own block included. */
  public static final int TABLE_BLOCKS = (BucketLayout.BYTES - TABLE_OFFSET) / Integer.BYTES;

  /** In a table: the block is free, is being filled, or has never been used. */
  public static final int NOT_IN_FORCE = 0;

  private static final int PLACE_DEPTH_SHIFT = MAX_DEPTH + SHARD_BITS;

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

  /** Tells whether a block holds a table, and no bucket. */
  public static boolean holdsTable(int block) {
    return block % TABLE_BLOCKS == 0;
  }

  /** Returns the block with the table of a block. */
  public static int tableOf(int block) {
    return block - block % TABLE_BLOCKS;
  }

  /** Returns the offset, from the start of its table's block, of what a table says of a block. */
  public static int entryOffset(int block) {
    return TABLE_OFFSET + block % TABLE_BLOCKS * Integer.BYTES;
  }

  /** Returns what a table says of a block whose bucket is in force. */
  public static int inForce(int shard, int depth, int prefix) {
    return depth + 1 << PLACE_DEPTH_SHIFT | shard << MAX_DEPTH | prefix;
  }

  /** Returns the depth of a bucket in force; -1 if it is not. */
  public static int depthOf(int entry) {
    return (entry >>> PLACE_DEPTH_SHIFT) - 1;
  }

  /** Returns the shard of a bucket in force. */
  public static int shardOf(int entry) {
    return entry >>> MAX_DEPTH & SHARDS - 1;
  }

  /** Returns the prefix of a bucket in force. */
  public static int prefixOf(int entry) {
    return entry & (1 << MAX_DEPTH) - 1;
  }

  /** Returns what a table says of a block. */
  public static int entry(MemorySegment segment, long at) {
    return (int) INT.get(segment, at);
  }

  /** One aligned word, after all that was stored before: a killed process leaves one or other. */
  public static void entryRelease(MemorySegment segment, long at, int entry) {
    INT.setRelease(segment, at, entry);
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
