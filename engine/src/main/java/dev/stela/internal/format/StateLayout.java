package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The full state of an entity at the end of a FULL record. Tags are in the order of their numbers.
 * Stateless, for any thread.
 *
 * <pre>
 *   0            8                   16            20       24           28     32
 *  +------------+-------------------+-------------+--------+------------+------+
 *  | created LSN| created timestamp | name bytes  | tags   | text fields| zero |
 *  +------------+-------------------+-------------+--------+------------+------+
 *  32                        then                  then                 then
 *  +------------------------+---------------------+--------------------+---------------------+
 *  | name, padded to 8      | 8 bytes per tag:    | 4 bytes per tag:   | 8 bytes per text:   |
 *  |                        | time of its addition| number, padded to 8| field, place of its |
 *  |                        |                     |                    | block in the segment|
 *  +------------------------+---------------------+--------------------+---------------------+
 * </pre>
 *
 * Reference blocks of the content and texts that were written in older segments come last.
 */
public final class StateLayout {
  /** Offset of the LSN of the entity's creation. */
  public static final int CREATED_LSN_OFFSET = 0;

  /** Offset of the time of the entity's creation. */
  public static final int CREATED_TIMESTAMP_OFFSET = CREATED_LSN_OFFSET + Long.BYTES;

  /** Offset of the name's length in bytes; 0 if the entity has no name. */
  public static final int NAME_BYTES_OFFSET = CREATED_TIMESTAMP_OFFSET + Long.BYTES;

  /** Offset of the number of tags. */
  public static final int TAGS_OFFSET = NAME_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the number of text fields. */
  public static final int TEXTS_OFFSET = TAGS_OFFSET + Integer.BYTES;

  /** Offset of four bytes of zero. */
  public static final int RESERVED_OFFSET = TEXTS_OFFSET + Integer.BYTES;

  /** Size of the fixed part, and offset of the name. */
  public static final int SIZE = RESERVED_OFFSET + Integer.BYTES;

  /** Bytes of a text field's entry: its number and the place of its block. */
  public static final int TEXT_ENTRY_BYTES = 2 * Integer.BYTES;

  private StateLayout() {}

  /** Stores the fixed part. */
  public static void write(
      MemorySegment memory,
      long state,
      long createdLsn,
      long createdTimestamp,
      int nameBytes,
      int tags,
      int texts) {
    memory.set(Layouts.LONG, state + CREATED_LSN_OFFSET, createdLsn);
    memory.set(Layouts.LONG, state + CREATED_TIMESTAMP_OFFSET, createdTimestamp);
    memory.set(Layouts.INT, state + NAME_BYTES_OFFSET, nameBytes);
    memory.set(Layouts.INT, state + TAGS_OFFSET, tags);
    memory.set(Layouts.INT, state + TEXTS_OFFSET, texts);
    memory.set(Layouts.INT, state + RESERVED_OFFSET, 0);
  }

  /** Returns the LSN of the entity's creation. */
  public static long createdLsn(MemorySegment memory, long state) {
    return memory.get(Layouts.LONG, state + CREATED_LSN_OFFSET);
  }

  /** Returns the time of the entity's creation. */
  public static long createdTimestamp(MemorySegment memory, long state) {
    return memory.get(Layouts.LONG, state + CREATED_TIMESTAMP_OFFSET);
  }

  /** Returns the name's length in bytes. */
  public static int nameBytes(MemorySegment memory, long state) {
    return memory.get(Layouts.INT, state + NAME_BYTES_OFFSET);
  }

  /** Returns the number of tags. */
  public static int tags(MemorySegment memory, long state) {
    return memory.get(Layouts.INT, state + TAGS_OFFSET);
  }

  /** Returns the number of text fields. */
  public static int texts(MemorySegment memory, long state) {
    return memory.get(Layouts.INT, state + TEXTS_OFFSET);
  }

  /** Returns where the name begins. */
  public static long nameStart(long state) {
    return state + SIZE;
  }

  /** Returns where the tags' times begin. */
  public static long tagTimesStart(long state, int nameBytes) {
    return nameStart(state) + BlockLayout.align(nameBytes);
  }

  /** Returns where the tags' numbers begin. */
  public static long tagNumbersStart(long state, int nameBytes, int tags) {
    return tagTimesStart(state, nameBytes) + (long) tags * Long.BYTES;
  }

  /** Returns where the text fields' entries begin. */
  public static long textsStart(long state, int nameBytes, int tags) {
    return tagNumbersStart(state, nameBytes, tags) + BlockLayout.align((long) tags * Integer.BYTES);
  }

  /** Returns where the reference blocks begin. */
  public static long referencesStart(long state, int nameBytes, int tags, int texts) {
    return textsStart(state, nameBytes, tags) + (long) texts * TEXT_ENTRY_BYTES;
  }

  /** Returns the number of the field of a text entry. */
  public static int textField(MemorySegment memory, long entry) {
    return memory.get(Layouts.INT, entry);
  }

  /** Returns the offset in the segment of the block of a text entry. */
  public static long textBlock(MemorySegment memory, long entry) {
    return (memory.get(Layouts.INT, entry + Integer.BYTES) & 0xFFFF_FFFFL) << 3;
  }

  /** Stores a text entry. */
  public static void textEntry(MemorySegment memory, long entry, int field, long block) {
    memory.set(Layouts.INT, entry, field);
    memory.set(Layouts.INT, entry + Integer.BYTES, (int) (block >>> 3));
  }
}
