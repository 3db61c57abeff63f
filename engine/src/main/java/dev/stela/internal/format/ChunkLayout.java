package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * A piece of streamed content, alone in its frame. Stateless, for any thread.
 *
 * <pre>
 *   0        4      5          8       12           16
 *  +--------+------+----------+-------+------------+--------------------------
 *  | length | kind | zero     | index | data bytes | data, padded to 8
 *  +--------+------+----------+-------+------------+--------------------------
 * </pre>
 */
public final class ChunkLayout {
  /** Offset of the chunk's index in its content, from 0. */
  public static final int INDEX_OFFSET = RecordLayout.ORDINAL_OFFSET;

  /** Offset of the number of bytes of data. */
  public static final int DATA_BYTES_OFFSET = INDEX_OFFSET + Integer.BYTES;

  /** Offset of the data. */
  public static final int DATA_OFFSET = DATA_BYTES_OFFSET + Integer.BYTES;

  private ChunkLayout() {}

  /** Returns the record's length for so many bytes of data. */
  public static int size(int dataBytes) {
    return (int) BlockLayout.align((long) DATA_OFFSET + dataBytes);
  }

  /** Stores everything but the data, whose last word is cleared first. */
  public static void write(MemorySegment memory, long record, int index, int dataBytes) {
    int size = size(dataBytes);
    memory.set(Layouts.LONG, record + size - Long.BYTES, 0);
    RecordLayout.length(memory, record, size);
    RecordLayout.kind(memory, record, RecordLayout.KIND_CHUNK, 0, 0);
    memory.set(Layouts.INT, record + INDEX_OFFSET, index);
    memory.set(Layouts.INT, record + DATA_BYTES_OFFSET, dataBytes);
  }

  /** Returns the chunk's index. */
  public static int index(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + INDEX_OFFSET);
  }

  /** Returns the number of bytes of data. */
  public static int dataBytes(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + DATA_BYTES_OFFSET);
  }
}
