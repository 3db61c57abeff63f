package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * From which LSN on the history of contents and of each namespace is kept. Stateless, for any
 * thread.
 *
 * <pre>
 *   0              8               16                    24
 *  +--------------+---------------+---------------------+-----------------------------
 *  | contents LSN | contents time | number of entries   | entries
 *  +--------------+---------------+---------------------+-----------------------------
 *
 *  an entry
 *   0       8        16                          20
 *  +-------+--------+---------------------------+-------------------------------------
 *  | LSN   | time   | bytes of the name, or -1  | name in UTF-8, padded to 8 with zeros
 *  +-------+--------+---------------------------+-------------------------------------
 * </pre>
 *
 * Entries are in the order of their names; one of length -1 is that of tags without a namespace,
 * and comes first. An LSN of 0 says that nothing was dropped.
 */
public final class HorizonsLayout {
  /** Offset of the LSN of contents. */
  public static final int CONTENTS_LSN_OFFSET = 0;

  /** Offset of the time of that commit. */
  public static final int CONTENTS_TIME_OFFSET = CONTENTS_LSN_OFFSET + Long.BYTES;

  /** Offset of the number of entries. */
  public static final int COUNT_OFFSET = CONTENTS_TIME_OFFSET + Long.BYTES;

  /** Offset of the first entry. */
  public static final int ENTRIES_OFFSET = COUNT_OFFSET + Long.BYTES;

  /** Offset in an entry of the LSN. */
  public static final int LSN_OFFSET = 0;

  /** Offset in an entry of the time. */
  public static final int TIME_OFFSET = LSN_OFFSET + Long.BYTES;

  /** Offset in an entry of the length of the name. */
  public static final int NAME_BYTES_OFFSET = TIME_OFFSET + Long.BYTES;

  /** Offset in an entry of the name. */
  public static final int NAME_OFFSET = NAME_BYTES_OFFSET + Integer.BYTES;

  private HorizonsLayout() {}

  /** Returns the size of an entry whose name has so many bytes. */
  public static long entryBytes(int nameBytes) {
    return BlockLayout.align((long) NAME_OFFSET + nameBytes);
  }

  /** Stores an entry, the name null for tags without a namespace; returns where the next begins. */
  public static long writeEntry(
      MemorySegment memory, long entry, long lsn, long timestamp, byte[] name) {
    int bytes = name == null ? 0 : name.length;
    memory.set(Layouts.LONG, entry + LSN_OFFSET, lsn);
    memory.set(Layouts.LONG, entry + TIME_OFFSET, timestamp);
    memory.set(Layouts.INT, entry + NAME_BYTES_OFFSET, name == null ? -1 : bytes);
    long next = entry + entryBytes(bytes);
    memory.asSlice(entry + NAME_OFFSET, next - entry - NAME_OFFSET).fill((byte) 0);
    if (name != null) {
      MemorySegment.copy(name, 0, memory, Layouts.BYTE, entry + NAME_OFFSET, bytes);
    }
    return next;
  }

  /** Returns the LSN of an entry. */
  public static long lsn(MemorySegment memory, long entry) {
    return memory.get(Layouts.LONG, entry + LSN_OFFSET);
  }

  /** Returns the time of an entry. */
  public static long timestamp(MemorySegment memory, long entry) {
    return memory.get(Layouts.LONG, entry + TIME_OFFSET);
  }

  /** Returns the length of an entry's name; -1 for tags without a namespace. */
  public static int nameBytes(MemorySegment memory, long entry) {
    return memory.get(Layouts.INT, entry + NAME_BYTES_OFFSET);
  }

  /** Returns an entry's name; null for tags without a namespace. */
  public static String name(MemorySegment memory, long entry) {
    int bytes = nameBytes(memory, entry);
    if (bytes < 0) {
      return null;
    }
    byte[] name = new byte[bytes];
    MemorySegment.copy(memory, Layouts.BYTE, entry + NAME_OFFSET, name, 0, bytes);
    return new String(name, StandardCharsets.UTF_8);
  }
}
