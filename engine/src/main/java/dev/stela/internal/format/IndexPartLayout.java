package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The index part of a sealed segment: all that the segment contributes to what is derived from the
 * log, in a form that loads much faster than its frames are replayed. Behind the file header, all
 * little-endian:
 *
 * <pre>
 *  64          72         80                88               96    100    104      112       120
 *  +-----------+----------+-----------------+----------------+-----+------+--------+---------+----
 *  | first LSN | last LSN | first timestamp | last timestamp | end | salt | frames | records |
 *  +-----------+----------+-----------------+----------------+-----+------+--------+---------+----
 *  120        124        128           132     136      144                144+8           160
 *  +----------+----------+-------------+-------+--------+------------------+---------------+------
 *  | entities | lists    | definitions | steps | events | definition bytes | zero          | ...
 *  +----------+----------+-------------+-------+--------+------------------+---------------+------
 *
 *  then entities, lists, events, definitions and steps, each a multiple of 8 bytes; file footer
 *
 *  a list, ascending, some twice:          a step, one for each 16 KiB of the segment:
 *   0      4        8                       0     8       12
 *  +------+--------+----------+            +-----+-------+------+
 *  | list | events | base LSN |            | LSN | frame | zero |
 *  +------+--------+----------+            +-----+-------+------+
 * </pre>
 *
 * An entity is that of {@link PartEntityLayout}, an event that of {@link PostingBlockLayout}, its
 * LSN counted from the list's base LSN; a definition that of {@link DefinitionLayout}. Stateless,
 * for any thread.
 */
public final class IndexPartLayout {
  /** Offset of the first LSN of the range that the segment covers. */
  public static final int FIRST_LSN_OFFSET = FileHeaderLayout.SIZE;

  /** Offset of the last LSN of that range. */
  public static final int LAST_LSN_OFFSET = FIRST_LSN_OFFSET + Long.BYTES;

  /** Offset of the time of the first LSN. */
  public static final int FIRST_TIMESTAMP_OFFSET = LAST_LSN_OFFSET + Long.BYTES;

  /** Offset of the time of the last LSN. */
  public static final int LAST_TIMESTAMP_OFFSET = FIRST_TIMESTAMP_OFFSET + Long.BYTES;

  /** Offset of the offset after the segment's last frame. */
  public static final int END_OFFSET = LAST_TIMESTAMP_OFFSET + Long.BYTES;

  /** Offset of the segment's salt. */
  public static final int SALT_OFFSET = END_OFFSET + Integer.BYTES;

  /** Offset of the number of the segment's frames. */
  public static final int FRAMES_OFFSET = SALT_OFFSET + Integer.BYTES;

  /** Offset of the number of records in them. */
  public static final int RECORDS_OFFSET = FRAMES_OFFSET + Long.BYTES;

  /** Offset of the number of entities. */
  public static final int ENTITIES_OFFSET = RECORDS_OFFSET + Long.BYTES;

  /** Offset of the number of lists. */
  public static final int LISTS_OFFSET = ENTITIES_OFFSET + Integer.BYTES;

  /** Offset of the number of definitions. */
  public static final int DEFINITIONS_OFFSET = LISTS_OFFSET + Integer.BYTES;

  /** Offset of the number of steps. */
  public static final int STEPS_OFFSET = DEFINITIONS_OFFSET + Integer.BYTES;

  /** Offset of the number of events. */
  public static final int EVENTS_OFFSET = STEPS_OFFSET + Integer.BYTES;

  /** Offset of the length of the definitions. */
  public static final int DEFINITION_BYTES_OFFSET = EVENTS_OFFSET + Long.BYTES;

  /** Offset of eight bytes of zero. */
  public static final int RESERVED_OFFSET = DEFINITION_BYTES_OFFSET + Long.BYTES;

  /** Offset of the first entity. */
  public static final int BODY_OFFSET = RESERVED_OFFSET + Long.BYTES;

  /** Size of a list. */
  public static final int LIST_BYTES = 16;

  /** Size of an event. */
  public static final int EVENT_BYTES = Long.BYTES;

  /** Size of a step. */
  public static final int STEP_BYTES = 16;

  private IndexPartLayout() {}

  /** Returns the length of a file with so many of each. */
  public static long fileBytes(
      int entities, int lists, long events, long definitionBytes, int steps) {
    return BODY_OFFSET
        + (long) entities * PartEntityLayout.SIZE
        + (long) lists * LIST_BYTES
        + events * EVENT_BYTES
        + definitionBytes
        + (long) steps * STEP_BYTES
        + FileFooter.SIZE;
  }

  /** Returns a number of eight bytes in the header. */
  public static long longAt(MemorySegment memory, int offset) {
    return memory.get(Layouts.LONG, offset);
  }

  /** Stores a number of eight bytes in the header. */
  public static void longAt(MemorySegment memory, int offset, long value) {
    memory.set(Layouts.LONG, offset, value);
  }

  /** Returns a number of four bytes in the header. */
  public static int intAt(MemorySegment memory, int offset) {
    return memory.get(Layouts.INT, offset);
  }

  /** Stores a number of four bytes in the header. */
  public static void intAt(MemorySegment memory, int offset, int value) {
    memory.set(Layouts.INT, offset, value);
  }

  /** Stores a list. */
  public static void list(MemorySegment memory, long at, int list, int events, long baseLsn) {
    memory.set(Layouts.INT, at, list);
    memory.set(Layouts.INT, at + Integer.BYTES, events);
    memory.set(Layouts.LONG, at + 2 * Integer.BYTES, baseLsn);
  }

  /** Returns the number of a list: a tag's, or one of those of lifecycles. */
  public static int list(MemorySegment memory, long at) {
    return memory.get(Layouts.INT, at);
  }

  /** Returns the number of its events. */
  public static int listEvents(MemorySegment memory, long at) {
    return memory.get(Layouts.INT, at + Integer.BYTES);
  }

  /** Returns the LSN from which those of its events are counted. */
  public static long listBaseLsn(MemorySegment memory, long at) {
    return memory.get(Layouts.LONG, at + 2 * Integer.BYTES);
  }

  /** Stores a step. */
  public static void step(MemorySegment memory, long at, long lsn, int frame) {
    memory.set(Layouts.LONG, at, lsn);
    memory.set(Layouts.INT, at + Long.BYTES, frame);
    memory.set(Layouts.INT, at + Long.BYTES + Integer.BYTES, 0);
  }

  /** Returns the LSN of the frame in which a step begins. */
  public static long stepLsn(MemorySegment memory, long at) {
    return memory.get(Layouts.LONG, at);
  }

  /** Returns the offset of that frame. */
  public static int stepFrame(MemorySegment memory, long at) {
    return memory.get(Layouts.INT, at + Long.BYTES);
  }
}
