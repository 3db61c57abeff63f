package dev.stela.internal.format;

import static dev.stela.internal.format.FileHeaderLayout.BYTE_ORDER_MARK;
import static dev.stela.internal.format.FileHeaderLayout.BYTE_ORDER_OFFSET;
import static dev.stela.internal.format.FileHeaderLayout.CRC_OFFSET;
import static dev.stela.internal.format.FileHeaderLayout.HEADER_BYTES_OFFSET;
import static dev.stela.internal.format.FileHeaderLayout.KIND_OFFSET;
import static dev.stela.internal.format.FileHeaderLayout.MAGIC;
import static dev.stela.internal.format.FileHeaderLayout.MAGIC_OFFSET;
import static dev.stela.internal.format.FileHeaderLayout.RESERVED_OFFSET;
import static dev.stela.internal.format.FileHeaderLayout.SIZE;
import static dev.stela.internal.format.FileHeaderLayout.STORE_ID_HIGH_OFFSET;

import dev.stela.CorruptionException;
import dev.stela.FormatVersionException;
import dev.stela.NotAStelaFileException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What the first bytes of a file say, once they have been checked. The checks never correct
 * anything. Immutable.
 *
 * @param kind the file's kind
 * @param version the file's format version
 * @param storeId the store it belongs to
 * @param creationLsn the log sequence number at which it was created
 * @param number its number or generation
 */
public record FileHeader(
    FileKind kind, int version, StoreId storeId, long creationLsn, long number) {

  /** Writes a header of the current version at the start of {@code target}. */
  public static void write(
      MemorySegment target, FileKind kind, StoreId storeId, long creationLsn, long number) {
    var header = MemorySegment.ofArray(new long[SIZE / Long.BYTES]);
    FileHeaderLayout.magic(header, MAGIC);
    FileHeaderLayout.kind(header, kind.code());
    FileHeaderLayout.version(header, kind.version());
    FileHeaderLayout.byteOrder(header, BYTE_ORDER_MARK);
    FileHeaderLayout.headerBytes(header, SIZE);
    FileHeaderLayout.storeId(header, storeId);
    FileHeaderLayout.creationLsn(header, creationLsn);
    FileHeaderLayout.number(header, number);
    FileHeaderLayout.clearReserved(header);
    FileHeaderLayout.crc(header, Checksums.crc32c(header, 0, CRC_OFFSET));
    MemorySegment.copy(header, 0, target, 0, SIZE);
  }

  /**
   * As {@link #check(MemorySegment, FileKind, StoreId, Path, long)}, from the buffer's position.
   */
  public static FileHeader check(
      ByteBuffer source, FileKind kind, StoreId expectedStoreId, Path file, long offset) {
    return check(MemorySegment.ofBuffer(source), kind, expectedStoreId, file, offset);
  }

  /**
   * Checks the header at the start of {@code source} and returns what it says.
   *
   * <p>The checksum comes before version and kind: a flipped bit there is damage, not a file of
   * another release.
   *
   * @param expectedStoreId the store the file must belong to; null if any will do
   * @param file the file, for messages
   * @param offset position of the header in the file, for messages
   * @throws NotAStelaFileException if the magic number is not there
   * @throws CorruptionException if it is damaged, of another kind or of another store
   * @throws FormatVersionException if it is sound, but too old or too new for this release
   */
  public static FileHeader check(
      MemorySegment source, FileKind kind, StoreId expectedStoreId, Path file, long offset) {
    if (source.byteSize() < SIZE) {
      throw new CorruptionException(
          "file is too short for its header", file, offset, SIZE, source.byteSize());
    }
    // A private copy: what is checked is what is returned, even if the file changes underneath.
    var header = MemorySegment.ofArray(new long[SIZE / Long.BYTES]);
    MemorySegment.copy(source, 0, header, 0, SIZE);
    if (FileHeaderLayout.magic(header) != MAGIC) {
      throw new NotAStelaFileException(
          file, offset + MAGIC_OFFSET, hex(MAGIC), hex(FileHeaderLayout.magic(header)));
    }
    expect(
        "checksum of the file header does not match",
        file,
        offset + CRC_OFFSET,
        Checksums.crc32c(header, 0, CRC_OFFSET),
        FileHeaderLayout.crc(header));
    expect(
        "byte order is not the one of the format",
        file,
        offset + BYTE_ORDER_OFFSET,
        BYTE_ORDER_MARK,
        FileHeaderLayout.byteOrder(header));
    if (FileHeaderLayout.kind(header) != kind.code()) {
      throw new CorruptionException(
          "file is of another kind",
          file,
          offset + KIND_OFFSET,
          kind,
          kindName(FileHeaderLayout.kind(header)));
    }
    int version = FileHeaderLayout.version(header);
    if (version != kind.version()) {
      throw new FormatVersionException(file, kind.version(), kind.version(), version);
    }
    expect(
        "size of the file header is wrong",
        file,
        offset + HEADER_BYTES_OFFSET,
        SIZE,
        FileHeaderLayout.headerBytes(header));
    expect(
        "reserved bytes of the file header are not zero",
        file,
        offset + RESERVED_OFFSET,
        0,
        FileHeaderLayout.reserved(header));
    var storeId = FileHeaderLayout.storeId(header);
    if (expectedStoreId != null && !expectedStoreId.equals(storeId)) {
      throw new CorruptionException(
          "file belongs to another store",
          file,
          offset + STORE_ID_HIGH_OFFSET,
          expectedStoreId,
          storeId);
    }
    return new FileHeader(
        kind,
        version,
        storeId,
        FileHeaderLayout.creationLsn(header),
        FileHeaderLayout.number(header));
  }

  private static void expect(String what, Path file, long offset, int expected, int actual) {
    if (expected != actual) {
      throw new CorruptionException(what, file, offset, hex(expected), hex(actual));
    }
  }

  private static String kindName(int code) {
    for (var kind : FileKind.values()) {
      if (kind.code() == code) {
        return kind.name();
      }
    }
    return "unknown (" + code + ")";
  }

  private static String hex(long value) {
    return "0x" + HexFormat.of().toHexDigits(value);
  }

  private static String hex(int value) {
    return "0x" + HexFormat.of().toHexDigits(value);
  }
}
