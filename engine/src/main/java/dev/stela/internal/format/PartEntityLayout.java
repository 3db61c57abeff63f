package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * An entity in the index part of a segment. Stateless, for any thread.
 *
 * <pre>
 *   0         4       8         16       24    32            40       44
 *  +---------+-------+---------+--------+-----+-------------+--------+-------+
 *  | ordinal | place | id high | id low | LSN | created LSN | length | flags |
 *  +---------+-------+---------+--------+-----+-------------+--------+-------+
 * </pre>
 *
 * Place, LSN, length and flags are those of the record of its newest version in the segment.
 */
public final class PartEntityLayout {
  /** Offset of the ordinal. */
  public static final int ORDINAL_OFFSET = 0;

  /** Offset of the place of the newest version. */
  public static final int PLACE_OFFSET = ORDINAL_OFFSET + Integer.BYTES;

  /** Offset of the upper half of the id. */
  public static final int ID_HIGH_OFFSET = PLACE_OFFSET + Integer.BYTES;

  /** Offset of the lower half of the id. */
  public static final int ID_LOW_OFFSET = ID_HIGH_OFFSET + Long.BYTES;

  /** Offset of the LSN of the newest version. */
  public static final int LSN_OFFSET = ID_LOW_OFFSET + Long.BYTES;

  /** Offset of the LSN of the creation. */
  public static final int CREATED_LSN_OFFSET = LSN_OFFSET + Long.BYTES;

  /** Offset of the length of the newest version. */
  public static final int LENGTH_OFFSET = CREATED_LSN_OFFSET + Long.BYTES;

  /** Offset of the flags of the newest version. */
  public static final int FLAGS_OFFSET = LENGTH_OFFSET + Integer.BYTES;

  /** Size of an entity. */
  public static final int SIZE = FLAGS_OFFSET + Integer.BYTES;

  private PartEntityLayout() {}

  /** Stores an entity. */
  public static void write(
      MemorySegment memory,
      long at,
      int ordinal,
      long offset,
      long idHigh,
      long idLow,
      long lsn,
      long createdLsn,
      int length,
      int flags) {
    memory.set(Layouts.INT, at + ORDINAL_OFFSET, ordinal);
    memory.set(Layouts.INT, at + PLACE_OFFSET, (int) (offset >>> 3));
    memory.set(Layouts.LONG, at + ID_HIGH_OFFSET, idHigh);
    memory.set(Layouts.LONG, at + ID_LOW_OFFSET, idLow);
    memory.set(Layouts.LONG, at + LSN_OFFSET, lsn);
    memory.set(Layouts.LONG, at + CREATED_LSN_OFFSET, createdLsn);
    memory.set(Layouts.INT, at + LENGTH_OFFSET, length);
    memory.set(Layouts.INT, at + FLAGS_OFFSET, flags);
  }

  /** Returns the ordinal of an entity. */
  public static int ordinal(MemorySegment memory, long at) {
    return memory.get(Layouts.INT, at + ORDINAL_OFFSET);
  }

  /** Returns where in the segment its newest version there is. */
  public static long offset(MemorySegment memory, long at) {
    return (memory.get(Layouts.INT, at + PLACE_OFFSET) & 0xFFFF_FFFFL) << 3;
  }

  /** Returns the upper half of its id. */
  public static long idHigh(MemorySegment memory, long at) {
    return memory.get(Layouts.LONG, at + ID_HIGH_OFFSET);
  }

  /** Returns the lower half of its id. */
  public static long idLow(MemorySegment memory, long at) {
    return memory.get(Layouts.LONG, at + ID_LOW_OFFSET);
  }

  /** Returns the LSN of its newest version in the segment. */
  public static long lsn(MemorySegment memory, long at) {
    return memory.get(Layouts.LONG, at + LSN_OFFSET);
  }

  /** Returns the LSN of its creation; 0 if that is in another segment. */
  public static long createdLsn(MemorySegment memory, long at) {
    return memory.get(Layouts.LONG, at + CREATED_LSN_OFFSET);
  }

  /** Returns the length of its newest version. */
  public static int length(MemorySegment memory, long at) {
    return memory.get(Layouts.INT, at + LENGTH_OFFSET);
  }

  /** Returns the flags of the record of its newest version. */
  public static int flags(MemorySegment memory, long at) {
    return memory.get(Layouts.INT, at + FLAGS_OFFSET);
  }
}
