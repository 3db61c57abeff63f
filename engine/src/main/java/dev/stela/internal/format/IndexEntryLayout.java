package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * One slot of a directory bucket: where the newest state of one entity is.
 *
 * <pre>
 *   0         8        16        24        32        40   44   48   52   56        64
 *   +---------+---------+---------+---------+---------+----+----+----+----+---------+
 *   | version | id high | id low  |location |   lsn   |ord |len |flag|res |reserved |
 *   +---------+---------+---------+---------+---------+----+----+----+----+---------+
 * </pre>
 *
 * <ul>
 *   <li>version: seqlock of the slot, odd while it is being written; never goes back
 *   <li>id: both words of the entity's id
 *   <li>location: number of the segment in the upper half, offset in it / 8 in the lower half
 *   <li>lsn: log sequence number of the commit that wrote that state
 *   <li>ordinal: number of the entity in the store; length: bytes at the place where that state was
 *       written; says nothing once compaction has moved it
 *   <li>flags: {@link #USED}, {@link #DELETED}, {@link #ARCHIVED}, {@link #NAMED}; zero in an empty
 *       slot; {@link #PURGED} in one whose entity was purged: id, location and length are zero;
 *       {@link #REUSED} in one that had been such before
 *   <li>reserved: zero
 * </ul>
 *
 * <p>The slot is exactly one cache line and aligned to it. All methods are plain accesses unless
 * their name says otherwise; who may call them, and in which order, is the business of the slot's
 * seqlock.
 */
public final class IndexEntryLayout {
  public static final int VERSION_OFFSET = 0;
  public static final int ID_HIGH_OFFSET = VERSION_OFFSET + Long.BYTES;
  public static final int ID_LOW_OFFSET = ID_HIGH_OFFSET + Long.BYTES;
  public static final int LOCATION_OFFSET = ID_LOW_OFFSET + Long.BYTES;
  public static final int LSN_OFFSET = LOCATION_OFFSET + Long.BYTES;
  public static final int ORDINAL_OFFSET = LSN_OFFSET + Long.BYTES;
  public static final int LENGTH_OFFSET = ORDINAL_OFFSET + Integer.BYTES;
  public static final int FLAGS_OFFSET = LENGTH_OFFSET + Integer.BYTES;
  public static final int RESERVED_INT_OFFSET = FLAGS_OFFSET + Integer.BYTES;
  public static final int RESERVED_LONG_OFFSET = RESERVED_INT_OFFSET + Integer.BYTES;
  public static final int BYTES = RESERVED_LONG_OFFSET + Long.BYTES;

  /** The slot holds an entry. */
  public static final int USED = 1;

  /** The entity is deleted; its history is not. */
  public static final int DELETED = 1 << 1;

  /** The entity's id was derived from a name. */
  public static final int NAMED = 1 << 2;

  /** The entity is archived. */
  public static final int ARCHIVED = 1 << 3;

  /** The entity was purged: the slot is kept only so that others behind it are found. */
  public static final int PURGED = 1 << 4;

  /** The entry was put into the slot of a purged one, and has not been changed since. */
  public static final int REUSED = 1 << 5;

  /** All flags with a meaning. */
  public static final int KNOWN_FLAGS = USED | DELETED | NAMED | ARCHIVED | PURGED | REUSED;

  private static final int OFFSET_UNIT_SHIFT = 3;
  private static final int SEGMENT_SHIFT = Integer.SIZE;
  private static final long OFFSET_MASK = (1L << SEGMENT_SHIFT) - 1;

  private static final VarHandle LONG = Layouts.LONG_HANDLE;
  private static final VarHandle INT = Layouts.INT_HANDLE;

  private IndexEntryLayout() {}

  /** Packs the number of a segment and an offset in it, a multiple of 8. */
  public static long location(int segmentNumber, long offset) {
    return ((long) segmentNumber << SEGMENT_SHIFT) | (offset >>> OFFSET_UNIT_SHIFT);
  }

  /** Returns the segment number in a location. */
  public static int segmentNumber(long location) {
    return (int) (location >>> SEGMENT_SHIFT);
  }

  /** Returns the offset in bytes in a location. */
  public static long offset(long location) {
    return (location & OFFSET_MASK) << OFFSET_UNIT_SHIFT;
  }

  public static long version(MemorySegment segment, long slot) {
    return (long) LONG.get(segment, slot + VERSION_OFFSET);
  }

  public static long versionAcquire(MemorySegment segment, long slot) {
    return (long) LONG.getAcquire(segment, slot + VERSION_OFFSET);
  }

  public static long versionOpaque(MemorySegment segment, long slot) {
    return (long) LONG.getOpaque(segment, slot + VERSION_OFFSET);
  }

  public static void versionOpaque(MemorySegment segment, long slot, long version) {
    LONG.setOpaque(segment, slot + VERSION_OFFSET, version);
  }

  public static void versionRelease(MemorySegment segment, long slot, long version) {
    LONG.setRelease(segment, slot + VERSION_OFFSET, version);
  }

  public static long idHigh(MemorySegment segment, long slot) {
    return (long) LONG.get(segment, slot + ID_HIGH_OFFSET);
  }

  public static long idLow(MemorySegment segment, long slot) {
    return (long) LONG.get(segment, slot + ID_LOW_OFFSET);
  }

  public static long location(MemorySegment segment, long slot) {
    return (long) LONG.get(segment, slot + LOCATION_OFFSET);
  }

  public static void locationRelease(MemorySegment segment, long slot, long location) {
    LONG.setRelease(segment, slot + LOCATION_OFFSET, location);
  }

  public static long lsn(MemorySegment segment, long slot) {
    return (long) LONG.get(segment, slot + LSN_OFFSET);
  }

  public static int ordinal(MemorySegment segment, long slot) {
    return (int) INT.get(segment, slot + ORDINAL_OFFSET);
  }

  public static int length(MemorySegment segment, long slot) {
    return (int) INT.get(segment, slot + LENGTH_OFFSET);
  }

  public static int flags(MemorySegment segment, long slot) {
    return (int) INT.get(segment, slot + FLAGS_OFFSET);
  }

  /** Tells whether the reserved bytes are zero, as this format version leaves them. */
  public static boolean reservedIsZero(MemorySegment segment, long slot) {
    return (int) INT.get(segment, slot + RESERVED_INT_OFFSET) == 0
        && (long) LONG.get(segment, slot + RESERVED_LONG_OFFSET) == 0;
  }

  /** Stores the id and the ordinal: what never changes while the slot is used. */
  public static void identity(
      MemorySegment segment, long slot, long idHigh, long idLow, int ordinal) {
    LONG.set(segment, slot + ID_HIGH_OFFSET, idHigh);
    LONG.set(segment, slot + ID_LOW_OFFSET, idLow);
    INT.set(segment, slot + ORDINAL_OFFSET, ordinal);
  }

  /** Stores where the newest state is: what every update changes. */
  public static void state(
      MemorySegment segment, long slot, long location, long lsn, int length, int flags) {
    LONG.set(segment, slot + LOCATION_OFFSET, location);
    LONG.set(segment, slot + LSN_OFFSET, lsn);
    INT.set(segment, slot + LENGTH_OFFSET, length);
    INT.set(segment, slot + FLAGS_OFFSET, flags);
  }
}
