package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * One of the two slots of the superblock. Stateless, for any thread.
 *
 * <pre>
 *     0                                                              64
 *    +-----------------------------------------------------------------+
 *    | file header, number = slot (64)                                 |
 *    +---------------+---------------+---------------+-----------------+
 *  64| generation (8)| state (4)     | zero (4)      | checkpoint LSN  |
 *    +---------------+---------------+---------------+-----------------+
 *  88| checkpoint timestamp (8)      | manifest generation (8)         |
 *    +-------------------------------+---------------------------------+
 * 104| segment size (8)              | zero (3980)                     |
 *    +-------------------------------+                       +---------+
 *    |                                                   4092| CRC32C  |
 *    +-------------------------------------------------------+---------+
 * </pre>
 *
 * The checksum covers the bytes before it, the file header included.
 */
public final class SuperblockLayout {
  /** Size of a slot: a block of the device, so that a torn write spoils one slot only. */
  public static final int SIZE = 4096;

  /** Number of slots. */
  public static final int SLOTS = 2;

  /** Offset of the generation, which grows by one with every write. */
  public static final int GENERATION_OFFSET = FileHeaderLayout.SIZE;

  /** Offset of the state. */
  public static final int STATE_OFFSET = GENERATION_OFFSET + Long.BYTES;

  /** Offset of the gap that aligns what follows; zero. */
  public static final int GAP_OFFSET = STATE_OFFSET + Integer.BYTES;

  /** Offset of the log sequence number of the last checkpoint. */
  public static final int CHECKPOINT_LSN_OFFSET = GAP_OFFSET + Integer.BYTES;

  /** Offset of the timestamp of the last checkpoint. */
  public static final int CHECKPOINT_TIMESTAMP_OFFSET = CHECKPOINT_LSN_OFFSET + Long.BYTES;

  /** Offset of the generation of the manifest in force, 0 for none. */
  public static final int MANIFEST_OFFSET = CHECKPOINT_TIMESTAMP_OFFSET + Long.BYTES;

  /** Offset of the size of a log segment. */
  public static final int SEGMENT_BYTES_OFFSET = MANIFEST_OFFSET + Long.BYTES;

  /** Offset of the reserved bytes, which are zero. */
  public static final int RESERVED_OFFSET = SEGMENT_BYTES_OFFSET + Long.BYTES;

  /** Offset of the checksum. */
  public static final int CRC_OFFSET = SIZE - Integer.BYTES;

  private SuperblockLayout() {}

  /** Returns the generation. */
  public static long generation(MemorySegment slot) {
    return slot.get(Layouts.LONG, GENERATION_OFFSET);
  }

  /** Stores the generation. */
  public static void generation(MemorySegment slot, long value) {
    slot.set(Layouts.LONG, GENERATION_OFFSET, value);
  }

  /** Returns the code of the state. */
  public static int state(MemorySegment slot) {
    return slot.get(Layouts.INT, STATE_OFFSET);
  }

  /** Stores the code of the state. */
  public static void state(MemorySegment slot, int value) {
    slot.set(Layouts.INT, STATE_OFFSET, value);
  }

  /** Returns the log sequence number of the last checkpoint. */
  public static long checkpointLsn(MemorySegment slot) {
    return slot.get(Layouts.LONG, CHECKPOINT_LSN_OFFSET);
  }

  /** Stores the log sequence number of the last checkpoint. */
  public static void checkpointLsn(MemorySegment slot, long value) {
    slot.set(Layouts.LONG, CHECKPOINT_LSN_OFFSET, value);
  }

  /** Returns the timestamp of the last checkpoint. */
  public static long checkpointTimestamp(MemorySegment slot) {
    return slot.get(Layouts.LONG, CHECKPOINT_TIMESTAMP_OFFSET);
  }

  /** Stores the timestamp of the last checkpoint. */
  public static void checkpointTimestamp(MemorySegment slot, long value) {
    slot.set(Layouts.LONG, CHECKPOINT_TIMESTAMP_OFFSET, value);
  }

  /** Returns the generation of the manifest in force. */
  public static long manifest(MemorySegment slot) {
    return slot.get(Layouts.LONG, MANIFEST_OFFSET);
  }

  /** Stores the generation of the manifest in force. */
  public static void manifest(MemorySegment slot, long value) {
    slot.set(Layouts.LONG, MANIFEST_OFFSET, value);
  }

  /** Returns the size of a log segment. */
  public static long segmentBytes(MemorySegment slot) {
    return slot.get(Layouts.LONG, SEGMENT_BYTES_OFFSET);
  }

  /** Stores the size of a log segment. */
  public static void segmentBytes(MemorySegment slot, long value) {
    slot.set(Layouts.LONG, SEGMENT_BYTES_OFFSET, value);
  }

  /** Returns the checksum as stored. */
  public static int crc(MemorySegment slot) {
    return slot.get(Layouts.INT, CRC_OFFSET);
  }

  /** Stores the checksum. */
  public static void crc(MemorySegment slot, int value) {
    slot.set(Layouts.INT, CRC_OFFSET, value);
  }
}
