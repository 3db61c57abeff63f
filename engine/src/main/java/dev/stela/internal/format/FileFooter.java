package dev.stela.internal.format;

import dev.stela.CorruptionException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The last 16 bytes of an immutable file. Stateless, for any thread.
 *
 * <pre>
 *   0             8       12      16
 *  +-------------+-------+-------+
 *  | file length | magic | CRC32C|
 *  +-------------+-------+-------+
 * </pre>
 *
 * The checksum covers everything before it.
 */
public final class FileFooter {
  /** The bytes {@code S E N D}, read as a little-endian word. */
  public static final int MAGIC = 0x444E_4553;

  /** Offset of the file's length. */
  public static final int LENGTH_OFFSET = 0;

  /** Offset of the magic number. */
  public static final int MAGIC_OFFSET = LENGTH_OFFSET + Long.BYTES;

  /** Offset of the checksum. */
  public static final int CRC_OFFSET = MAGIC_OFFSET + Integer.BYTES;

  /** Size of the footer. */
  public static final int SIZE = CRC_OFFSET + Integer.BYTES;

  private FileFooter() {}

  /** Writes the footer into the last bytes of a whole file. */
  public static void write(byte[] file) {
    int footer = file.length - SIZE;
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(footer + LENGTH_OFFSET, file.length);
    bytes.putInt(footer + MAGIC_OFFSET, MAGIC);
    bytes.putInt(footer + CRC_OFFSET, Checksums.crc32c(file, 0, footer + CRC_OFFSET));
  }

  /**
   * Checks the footer of a whole file.
   *
   * @throws CorruptionException if the file is not what was written
   */
  public static void check(byte[] file, Path path) {
    int footer = file.length - SIZE;
    if (footer < FileHeaderLayout.SIZE) {
      throw new CorruptionException(
          "file is too short for header and footer",
          path,
          file.length,
          FileHeaderLayout.SIZE + SIZE,
          file.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    expect(
        "footer is not there",
        path,
        footer + MAGIC_OFFSET,
        MAGIC,
        bytes.getInt(footer + MAGIC_OFFSET));
    expect(
        "length in the footer is not the file's",
        path,
        footer + LENGTH_OFFSET,
        file.length,
        bytes.getLong(footer + LENGTH_OFFSET));
    expect(
        "checksum of the file does not match",
        path,
        footer + CRC_OFFSET,
        Checksums.crc32c(file, 0, footer + CRC_OFFSET),
        bytes.getInt(footer + CRC_OFFSET));
  }

  /** Writes the footer into the last bytes of a whole file. */
  public static void write(MemorySegment file) {
    long footer = file.byteSize() - SIZE;
    file.set(Layouts.LONG, footer + LENGTH_OFFSET, file.byteSize());
    file.set(Layouts.INT, footer + MAGIC_OFFSET, MAGIC);
    file.set(Layouts.INT, footer + CRC_OFFSET, Checksums.crc32c(file, 0, footer + CRC_OFFSET));
  }

  /**
   * As {@link #check(byte[], Path)}, for a file of at least a header and a footer.
   *
   * @throws CorruptionException if the file is not what was written
   */
  public static void check(MemorySegment file, Path path) {
    long footer = file.byteSize() - SIZE;
    if ((footer & 7) != 0) {
      throw new CorruptionException(
          "length of a file is impossible", path, footer, "a multiple of 8", file.byteSize());
    }
    expect(
        "footer is not there",
        path,
        footer + MAGIC_OFFSET,
        MAGIC,
        file.get(Layouts.INT, footer + MAGIC_OFFSET));
    expect(
        "length in the footer is not the file's",
        path,
        footer + LENGTH_OFFSET,
        file.byteSize(),
        file.get(Layouts.LONG, footer + LENGTH_OFFSET));
    expect(
        "checksum of the file does not match",
        path,
        footer + CRC_OFFSET,
        Checksums.crc32c(file, 0, footer + CRC_OFFSET),
        file.get(Layouts.INT, footer + CRC_OFFSET));
  }

  private static void expect(String what, Path path, long offset, long expected, long actual) {
    if (expected != actual) {
      throw new CorruptionException(
          what, path, offset, Long.toHexString(expected), Long.toHexString(actual));
    }
  }
}
