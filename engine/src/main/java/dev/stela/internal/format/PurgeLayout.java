package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The record that says that an entity was purged. It does not say which id or name that was, so
 * that it can be kept for good. Its flags are those of the entity's last version that tell of its
 * life: {@link RecordLayout#FLAG_DELETED} and {@link RecordLayout#FLAG_ARCHIVED}. Stateless, for
 * any thread.
 *
 * <pre>
 *   0        4      5       6      8         12
 *  +--------+------+-------+------+---------+-----------+
 *  | length | kind | flags | zero | ordinal | zero (12) |
 *  +--------+------+-------+------+---------+-----------+
 * </pre>
 *
 * So long, for no frame is shorter than {@link FrameLayout#MIN_LENGTH}.
 */
public final class PurgeLayout {
  /** Offset of four bytes of zero. */
  public static final int RESERVED_INT_OFFSET = RecordLayout.ORDINAL_OFFSET + Integer.BYTES;

  /** Offset of eight bytes of zero. */
  public static final int RESERVED_LONG_OFFSET = RESERVED_INT_OFFSET + Integer.BYTES;

  /** Size of the record. */
  public static final int SIZE = RESERVED_LONG_OFFSET + Long.BYTES;

  private PurgeLayout() {}

  /** Stores the record. */
  public static void write(MemorySegment memory, long record, int ordinal, int flags) {
    RecordLayout.length(memory, record, SIZE);
    RecordLayout.kind(memory, record, RecordLayout.KIND_PURGE, flags, 0);
    RecordLayout.ordinal(memory, record, ordinal);
    memory.set(Layouts.INT, record + RESERVED_INT_OFFSET, 0);
    memory.set(Layouts.LONG, record + RESERVED_LONG_OFFSET, 0);
  }

  /** Tells whether the reserved bytes are zero, as this format version leaves them. */
  public static boolean reservedIsZero(MemorySegment memory, long record) {
    return memory.get(Layouts.INT, record + RESERVED_INT_OFFSET) == 0
        && memory.get(Layouts.LONG, record + RESERVED_LONG_OFFSET) == 0;
  }
}
