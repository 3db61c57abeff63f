package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * A commit frame: one transaction, one piece of streamed content, or the end of a segment. Frames
 * begin at multiples of 8 bytes and follow one another without gaps; records fill the rest.
 * Stateless, for any thread.
 *
 * <pre>
 *   0       4        8      16           24                   32        36     37     40
 *  +-------+--------+------+------------+--------------------+---------+------+------+---------
 *  | CRC32C| length | LSN  | timestamp  | durable LSN known  | records | kind | zero | records
 *  +-------+--------+------+------------+--------------------+---------+------+------+---------
 * </pre>
 *
 * The checksum covers the whole frame with the segment's salt standing in the checksum's place. The
 * first word, checksum and length, is stored last when a frame is written through the mapping:
 * while it is zero there is no frame.
 */
public final class FrameLayout {
  /** Offset of the checksum, and of the word that publishes the frame. */
  public static final int CRC_OFFSET = 0;

  /** Offset of the frame's length in bytes, this header included. */
  public static final int LENGTH_OFFSET = CRC_OFFSET + Integer.BYTES;

  /** Offset of the log sequence number: that of the frame before, plus one. */
  public static final int LSN_OFFSET = LENGTH_OFFSET + Integer.BYTES;

  /**
   * Offset of the time in nanoseconds since the epoch, see {@link #mayFollow}; a commit's was read
   * when the transaction began, with no other in between.
   */
  public static final int TIMESTAMP_OFFSET = LSN_OFFSET + Long.BYTES;

  /** Offset of the newest LSN known to be durable when the frame was written. */
  public static final int DURABLE_LSN_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;

  /** Offset of the number of records. */
  public static final int RECORDS_OFFSET = DURABLE_LSN_OFFSET + Long.BYTES;

  /** Offset of the kind. */
  public static final int KIND_OFFSET = RECORDS_OFFSET + Integer.BYTES;

  /** Offset of three bytes of zero. */
  public static final int RESERVED_OFFSET = KIND_OFFSET + Byte.BYTES;

  /** Size of the header. */
  public static final int SIZE = RESERVED_OFFSET + 3;

  /** No frame is shorter, so that at most one begins in any 64 bytes. */
  public static final int MIN_LENGTH = 64;

  /** A transaction. */
  public static final byte KIND_COMMIT = 1;

  /** A piece of content that is being streamed in. */
  public static final byte KIND_CHUNK = 2;

  /** The last frame of a full segment; it has no records. */
  public static final byte KIND_SEAL = 3;

  private FrameLayout() {}

  /** Returns the checksum as stored. */
  public static int crc(MemorySegment memory, long frame) {
    return memory.get(Layouts.INT, frame + CRC_OFFSET);
  }

  /** Stores the checksum, or the salt in its place. */
  public static void crc(MemorySegment memory, long frame, int value) {
    memory.set(Layouts.INT, frame + CRC_OFFSET, value);
  }

  /** Returns the length in bytes. */
  public static int length(MemorySegment memory, long frame) {
    return memory.get(Layouts.INT, frame + LENGTH_OFFSET);
  }

  /** Stores the length in bytes. */
  public static void length(MemorySegment memory, long frame, int value) {
    memory.set(Layouts.INT, frame + LENGTH_OFFSET, value);
  }

  /** Returns the log sequence number. */
  public static long lsn(MemorySegment memory, long frame) {
    return memory.get(Layouts.LONG, frame + LSN_OFFSET);
  }

  /** Stores the log sequence number. */
  public static void lsn(MemorySegment memory, long frame, long value) {
    memory.set(Layouts.LONG, frame + LSN_OFFSET, value);
  }

  /** Returns the commit time in nanoseconds since the epoch. */
  public static long timestamp(MemorySegment memory, long frame) {
    return memory.get(Layouts.LONG, frame + TIMESTAMP_OFFSET);
  }

  /** Stores the commit time in nanoseconds since the epoch. */
  public static void timestamp(MemorySegment memory, long frame, long value) {
    memory.set(Layouts.LONG, frame + TIMESTAMP_OFFSET, value);
  }

  /**
   * Tells whether a frame's time may follow that of the frame before: a commit's has to be greater,
   * so that a time names a commit; other frames' may be equal to it.
   */
  public static boolean mayFollow(MemorySegment memory, long frame, long timestampBefore) {
    long timestamp = timestamp(memory, frame);
    return kind(memory, frame) == KIND_COMMIT
        ? timestamp > timestampBefore
        : timestamp >= timestampBefore;
  }

  /** Returns the newest LSN known to be durable when the frame was written. */
  public static long durableLsn(MemorySegment memory, long frame) {
    return memory.get(Layouts.LONG, frame + DURABLE_LSN_OFFSET);
  }

  /** Stores the newest LSN known to be durable. */
  public static void durableLsn(MemorySegment memory, long frame, long value) {
    memory.set(Layouts.LONG, frame + DURABLE_LSN_OFFSET, value);
  }

  /** Returns the number of records. */
  public static int records(MemorySegment memory, long frame) {
    return memory.get(Layouts.INT, frame + RECORDS_OFFSET);
  }

  /** Stores the number of records. */
  public static void records(MemorySegment memory, long frame, int value) {
    memory.set(Layouts.INT, frame + RECORDS_OFFSET, value);
  }

  /** Returns the kind. */
  public static byte kind(MemorySegment memory, long frame) {
    return memory.get(Layouts.BYTE, frame + KIND_OFFSET);
  }

  /** Stores the kind and the zeros after it. */
  public static void kind(MemorySegment memory, long frame, byte value) {
    memory.set(Layouts.INT, frame + KIND_OFFSET, value);
  }

  /** Returns the frame's first word: checksum and length. */
  public static long headWord(MemorySegment memory, long frame) {
    return (long) Layouts.LONG_HANDLE.getAcquire(memory, frame);
  }

  /** Publishes a frame whose other bytes are in place: the release-store is the last thing done. */
  public static void publish(MemorySegment memory, long frame, long headWord) {
    Layouts.LONG_HANDLE.setRelease(memory, frame, headWord);
  }
}
