package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The record that says how far a bulk load has come: it is in the frame of each batch, and in one
 * of its own where the load begins, pauses or ends. All values are absolute, so that to apply a
 * record twice is to apply it once. Stateless, for any thread.
 *
 * <pre>
 *   0        4      5       6          8             12     16              24        32
 *  +--------+------+-------+----------+-------------+------+---------------+---------+----------
 *  | length | kind | phase | id bytes | error bytes | zero | next position | created | replaced
 *  +--------+------+-------+----------+-------------+------+---------------+---------+----------
 *  40          48        56         64      72       80        88             96        104
 *  +-----------+---------+----------+-------+--------+---------+--------------+---------+---------
 *  | unchanged | skipped | rejected | total | errors | retries | active nanos | started | texts
 *  +-----------+---------+----------+-------+--------+---------+--------------+---------+---------
 * </pre>
 *
 * The texts are the load's id and its last error, in UTF-8, one behind the other, padded to 8.
 */
public final class LoadLayout {
  /** Offset of the phase. */
  public static final int PHASE_OFFSET = RecordLayout.FLAGS_OFFSET;

  /** Offset of the number of UTF-8 bytes of the id. */
  public static final int ID_BYTES_OFFSET = RecordLayout.BYTES_OFFSET;

  /** Offset of the number of UTF-8 bytes of the last error; 0 if there was none. */
  public static final int ERROR_BYTES_OFFSET = ID_BYTES_OFFSET + Short.BYTES;

  /** Offset of four bytes of zero. */
  public static final int RESERVED_OFFSET = ERROR_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the position of the next document: each one before it has been dealt with. */
  public static final int NEXT_POSITION_OFFSET = RESERVED_OFFSET + Integer.BYTES;

  /** Offset of how many documents have become new entities. */
  public static final int CREATED_OFFSET = NEXT_POSITION_OFFSET + Long.BYTES;

  /** Offset of how many have changed an entity. */
  public static final int REPLACED_OFFSET = CREATED_OFFSET + Long.BYTES;

  /** Offset of how many were to change an entity and found it the same. */
  public static final int UNCHANGED_OFFSET = REPLACED_OFFSET + Long.BYTES;

  /** Offset of how many were passed over, as their entities existed. */
  public static final int SKIPPED_OFFSET = UNCHANGED_OFFSET + Long.BYTES;

  /** Offset of how many were rejected. */
  public static final int REJECTED_OFFSET = SKIPPED_OFFSET + Long.BYTES;

  /** Offset of how many positions the source has; -1 if that is not known. */
  public static final int TOTAL_OFFSET = REJECTED_OFFSET + Long.BYTES;

  /** Offset of how many attempts to write have failed. */
  public static final int ERRORS_OFFSET = TOTAL_OFFSET + Long.BYTES;

  /** Offset of how many attempts were made after such a failure. */
  public static final int RETRIES_OFFSET = ERRORS_OFFSET + Long.BYTES;

  /** Offset of for how many nanoseconds the load has been running. */
  public static final int ACTIVE_NANOS_OFFSET = RETRIES_OFFSET + Long.BYTES;

  /** Offset of the time of the load's first record; 0 in that one itself. */
  public static final int STARTED_OFFSET = ACTIVE_NANOS_OFFSET + Long.BYTES;

  /** Offset of the texts. */
  public static final int TEXTS_OFFSET = STARTED_OFFSET + Long.BYTES;

  /** The load is being run, or was when its process ended. */
  public static final int PHASE_RUNNING = 1;

  /** The load was paused. */
  public static final int PHASE_PAUSED = 2;

  /** The source has come to its end. */
  public static final int PHASE_FINISHED = 3;

  /** The load was given up. */
  public static final int PHASE_CANCELLED = 4;

  /** Nothing is to be known of the load any more. */
  public static final int PHASE_FORGOTTEN = 5;

  /** The longest id in UTF-8 bytes. */
  public static final int MAX_ID_BYTES = 255;

  /** The longest error in UTF-8 bytes. */
  public static final int MAX_ERROR_BYTES = 1024;

  private LoadLayout() {}

  /** Returns the record's length for texts of so many bytes. */
  public static int size(int idBytes, int errorBytes) {
    return (int) BlockLayout.align((long) TEXTS_OFFSET + idBytes + errorBytes);
  }

  /** Stores all that stands before the numbers, and clears the last word of the texts. */
  public static void write(
      MemorySegment memory, long record, int phase, int idBytes, int errorBytes) {
    int size = size(idBytes, errorBytes);
    memory.set(Layouts.LONG, record + size - Long.BYTES, 0);
    RecordLayout.length(memory, record, size);
    RecordLayout.kind(memory, record, RecordLayout.KIND_LOAD, phase, idBytes);
    memory.set(Layouts.INT, record + ERROR_BYTES_OFFSET, errorBytes);
    memory.set(Layouts.INT, record + RESERVED_OFFSET, 0);
  }

  /** Returns the phase. */
  public static int phase(MemorySegment memory, long record) {
    return memory.get(Layouts.BYTE, record + PHASE_OFFSET);
  }

  /** Returns the number of UTF-8 bytes of the id. */
  public static int idBytes(MemorySegment memory, long record) {
    return Short.toUnsignedInt(memory.get(Layouts.SHORT, record + ID_BYTES_OFFSET));
  }

  /** Returns the number of UTF-8 bytes of the last error. */
  public static int errorBytes(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + ERROR_BYTES_OFFSET);
  }

  /** Returns one of the numbers. */
  public static long number(MemorySegment memory, long record, int offset) {
    return memory.get(Layouts.LONG, record + offset);
  }

  /** Stores one of the numbers. */
  public static void number(MemorySegment memory, long record, int offset, long value) {
    memory.set(Layouts.LONG, record + offset, value);
  }

  /** Tells whether texts, length and reserved bytes are what this format version writes. */
  public static boolean isSound(MemorySegment memory, long record, long length) {
    if (length < TEXTS_OFFSET || memory.get(Layouts.INT, record + RESERVED_OFFSET) != 0) {
      return false;
    }
    int id = idBytes(memory, record);
    int error = errorBytes(memory, record);
    int phase = phase(memory, record);
    return id > 0
        && id <= MAX_ID_BYTES
        && error >= 0
        && error <= MAX_ERROR_BYTES
        && phase >= PHASE_RUNNING
        && phase <= PHASE_FORGOTTEN
        && length == size(id, error);
  }
}
