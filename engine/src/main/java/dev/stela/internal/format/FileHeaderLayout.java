package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The first 64 bytes of every file. Their shape is the same in every format version, so that any
 * release can tell what it has before it. Stateless, for any thread.
 *
 * <pre>
 *   0               8              12              16              20              24
 *  +---------------+---------------+---------------+---------------+---------------+
 *  | magic (8)     | kind (4)      | version (4)   | byte order (4)| header size(4)|
 *  +---------------+---------------+---------------+---------------+---------------+
 *  24              32              40              48              56      60      64
 *  +---------------+---------------+---------------+---------------+-------+-------+
 *  | store id high | store id low  | creation LSN  | number        | zero  | CRC32C|
 *  +---------------+---------------+---------------+---------------+-------+-------+
 * </pre>
 *
 * The checksum covers the bytes before it.
 */
public final class FileHeaderLayout {
  /** The bytes {@code S T E L A 0 0 1}, read as a little-endian word. */
  public static final long MAGIC = 0x0100_0041_4C45_5453L;

  /** Reads as itself only where the byte order is the one of the format. */
  public static final int BYTE_ORDER_MARK = 0x0A0B_0C0D;

  /** Offset of the magic number. */
  public static final int MAGIC_OFFSET = 0;

  /** Offset of the {@link FileKind} code. */
  public static final int KIND_OFFSET = MAGIC_OFFSET + Long.BYTES;

  /** Offset of the format version. */
  public static final int VERSION_OFFSET = KIND_OFFSET + Integer.BYTES;

  /** Offset of the byte order mark. */
  public static final int BYTE_ORDER_OFFSET = VERSION_OFFSET + Integer.BYTES;

  /** Offset of the size of this header. */
  public static final int HEADER_BYTES_OFFSET = BYTE_ORDER_OFFSET + Integer.BYTES;

  /** Offset of the upper half of the store id. */
  public static final int STORE_ID_HIGH_OFFSET = HEADER_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the lower half of the store id. */
  public static final int STORE_ID_LOW_OFFSET = STORE_ID_HIGH_OFFSET + Long.BYTES;

  /** Offset of the log sequence number at which the file was created. */
  public static final int CREATION_LSN_OFFSET = STORE_ID_LOW_OFFSET + Long.BYTES;

  /** Offset of the file's number or generation. */
  public static final int NUMBER_OFFSET = CREATION_LSN_OFFSET + Long.BYTES;

  /** Offset of the reserved bytes, which are zero. */
  public static final int RESERVED_OFFSET = NUMBER_OFFSET + Long.BYTES;

  /** Offset of the checksum. */
  public static final int CRC_OFFSET = RESERVED_OFFSET + Integer.BYTES;

  /** Size of the header. */
  public static final int SIZE = CRC_OFFSET + Integer.BYTES;

  private FileHeaderLayout() {}

  /** Returns the magic number. */
  public static long magic(MemorySegment header) {
    return header.get(Layouts.LONG, MAGIC_OFFSET);
  }

  /** Stores the magic number. */
  public static void magic(MemorySegment header, long value) {
    header.set(Layouts.LONG, MAGIC_OFFSET, value);
  }

  /** Returns the code of the file's kind. */
  public static int kind(MemorySegment header) {
    return header.get(Layouts.INT, KIND_OFFSET);
  }

  /** Stores the code of the file's kind. */
  public static void kind(MemorySegment header, int value) {
    header.set(Layouts.INT, KIND_OFFSET, value);
  }

  /** Returns the format version. */
  public static int version(MemorySegment header) {
    return header.get(Layouts.INT, VERSION_OFFSET);
  }

  /** Stores the format version. */
  public static void version(MemorySegment header, int value) {
    header.set(Layouts.INT, VERSION_OFFSET, value);
  }

  /** Returns the byte order mark. */
  public static int byteOrder(MemorySegment header) {
    return header.get(Layouts.INT, BYTE_ORDER_OFFSET);
  }

  /** Stores the byte order mark. */
  public static void byteOrder(MemorySegment header, int value) {
    header.set(Layouts.INT, BYTE_ORDER_OFFSET, value);
  }

  /** Returns the header's size as stored. */
  public static int headerBytes(MemorySegment header) {
    return header.get(Layouts.INT, HEADER_BYTES_OFFSET);
  }

  /** Stores the header's size. */
  public static void headerBytes(MemorySegment header, int value) {
    header.set(Layouts.INT, HEADER_BYTES_OFFSET, value);
  }

  /** Returns the store id. */
  public static StoreId storeId(MemorySegment header) {
    return new StoreId(
        header.get(Layouts.LONG, STORE_ID_HIGH_OFFSET),
        header.get(Layouts.LONG, STORE_ID_LOW_OFFSET));
  }

  /** Stores the store id. */
  public static void storeId(MemorySegment header, StoreId id) {
    header.set(Layouts.LONG, STORE_ID_HIGH_OFFSET, id.high());
    header.set(Layouts.LONG, STORE_ID_LOW_OFFSET, id.low());
  }

  /** Returns the log sequence number at which the file was created. */
  public static long creationLsn(MemorySegment header) {
    return header.get(Layouts.LONG, CREATION_LSN_OFFSET);
  }

  /** Stores the log sequence number at which the file was created. */
  public static void creationLsn(MemorySegment header, long value) {
    header.set(Layouts.LONG, CREATION_LSN_OFFSET, value);
  }

  /** Returns the file's number or generation. */
  public static long number(MemorySegment header) {
    return header.get(Layouts.LONG, NUMBER_OFFSET);
  }

  /** Stores the file's number or generation. */
  public static void number(MemorySegment header, long value) {
    header.set(Layouts.LONG, NUMBER_OFFSET, value);
  }

  /** Returns the reserved bytes, zero in a sound header. */
  public static int reserved(MemorySegment header) {
    return header.get(Layouts.INT, RESERVED_OFFSET);
  }

  /** Clears the reserved bytes. */
  public static void clearReserved(MemorySegment header) {
    header.set(Layouts.INT, RESERVED_OFFSET, 0);
  }

  /** Returns the checksum as stored. */
  public static int crc(MemorySegment header) {
    return header.get(Layouts.INT, CRC_OFFSET);
  }

  /** Stores the checksum. */
  public static void crc(MemorySegment header, int value) {
    header.set(Layouts.INT, CRC_OFFSET, value);
  }
}
