package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The row of an entity in the entity table, at its ordinal. Of a purged entity the id is zero.
 * Stateless, for any thread.
 *
 * <pre>
 *   0         8        16            24
 *  +---------+--------+-------------+-------------------+
 *  | id high | id low | created LSN | last changed LSN  |
 *  +---------+--------+-------------+-------------------+
 * </pre>
 */
public final class EntityRowLayout {
  /** Offset of the upper half of the id. */
  public static final int ID_HIGH_OFFSET = 0;

  /** Offset of the lower half of the id. */
  public static final int ID_LOW_OFFSET = ID_HIGH_OFFSET + Long.BYTES;

  /** Offset of the LSN of the creation. */
  public static final int CREATED_LSN_OFFSET = ID_LOW_OFFSET + Long.BYTES;

  /** Offset of the LSN of the newest change. */
  public static final int UPDATED_LSN_OFFSET = CREATED_LSN_OFFSET + Long.BYTES;

  /** Size of a row. */
  public static final int SIZE = UPDATED_LSN_OFFSET + Long.BYTES;

  private EntityRowLayout() {}

  /** Returns the upper half of the id. */
  public static long idHigh(MemorySegment memory, long row) {
    return memory.get(Layouts.LONG, row + ID_HIGH_OFFSET);
  }

  /** Returns the lower half of the id. */
  public static long idLow(MemorySegment memory, long row) {
    return memory.get(Layouts.LONG, row + ID_LOW_OFFSET);
  }

  /** Returns the LSN of the creation. */
  public static long createdLsn(MemorySegment memory, long row) {
    return memory.get(Layouts.LONG, row + CREATED_LSN_OFFSET);
  }

  /** Returns the LSN of the newest change, which the writer may be changing. */
  public static long updatedLsn(MemorySegment memory, long row) {
    return (long) Layouts.LONG_HANDLE.getAcquire(memory, row + UPDATED_LSN_OFFSET);
  }

  /** Stores the LSN of the newest change. */
  public static void updatedLsn(MemorySegment memory, long row, long lsn) {
    Layouts.LONG_HANDLE.setRelease(memory, row + UPDATED_LSN_OFFSET, lsn);
  }

  /** Overwrites the id with zeros, which readers may be reading. */
  public static void erase(MemorySegment memory, long row) {
    Layouts.LONG_HANDLE.setOpaque(memory, row + ID_HIGH_OFFSET, 0L);
    Layouts.LONG_HANDLE.setOpaque(memory, row + ID_LOW_OFFSET, 0L);
  }

  /** Stores a new row. */
  public static void write(MemorySegment memory, long row, long idHigh, long idLow, long lsn) {
    memory.set(Layouts.LONG, row + ID_HIGH_OFFSET, idHigh);
    memory.set(Layouts.LONG, row + ID_LOW_OFFSET, idLow);
    memory.set(Layouts.LONG, row + CREATED_LSN_OFFSET, lsn);
    updatedLsn(memory, row, lsn);
  }
}
