package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The record that gives a tag or a text field's name its number, in the frame that first uses it,
 * and the same in the dictionary file. Stateless, for any thread.
 *
 * <pre>
 *   0        4      5     6       8        12
 *  +--------+------+-----+-------+--------+--------------------------
 *  | length | kind | zero| bytes | number | UTF-8, padded to 8
 *  +--------+------+-----+-------+--------+--------------------------
 * </pre>
 */
public final class DefinitionLayout {
  /** Offset of the number of UTF-8 bytes. */
  public static final int BYTES_OFFSET = RecordLayout.BYTES_OFFSET;

  /** Offset of the number, counted from 1 for each kind. */
  public static final int NUMBER_OFFSET = BYTES_OFFSET + Short.BYTES;

  /** Offset of the UTF-8 bytes. */
  public static final int TEXT_OFFSET = NUMBER_OFFSET + Integer.BYTES;

  private DefinitionLayout() {}

  /** Returns the record's length for a text of so many bytes. */
  public static int size(int bytes) {
    return (int) BlockLayout.align(TEXT_OFFSET + bytes);
  }

  /** Stores everything but the text, whose last word is cleared first. */
  public static void write(MemorySegment memory, long record, byte kind, int number, int bytes) {
    int size = size(bytes);
    memory.set(Layouts.LONG, record + size - Long.BYTES, 0);
    RecordLayout.length(memory, record, size);
    RecordLayout.kind(memory, record, kind, 0, bytes);
    memory.set(Layouts.INT, record + NUMBER_OFFSET, number);
  }

  /** Returns the number of UTF-8 bytes. */
  public static int bytes(MemorySegment memory, long record) {
    return Short.toUnsignedInt(memory.get(Layouts.SHORT, record + BYTES_OFFSET));
  }

  /** Returns the number. */
  public static int number(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + NUMBER_OFFSET);
  }
}
