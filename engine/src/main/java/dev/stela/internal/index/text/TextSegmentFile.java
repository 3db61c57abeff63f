package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextSegmentLayout.CRC_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FIELDS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.PAGES_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.PAGE_BITS;
import static dev.stela.internal.format.TextSegmentLayout.PAGE_BYTES;
import static dev.stela.internal.format.TextSegmentLayout.PREFIX_BYTES_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.TABLE_CRC_OFFSET;

import dev.stela.CorruptionException;
import dev.stela.NotAStelaFileException;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.format.TextFieldLayout;
import dev.stela.internal.format.TextSegmentLayout;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The file of a segment of the text index: what frames it is checked when it is opened, from
 * private copies. Any thread reads; one closes.
 */
final class TextSegmentFile implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 16;
  private static final int LEAST_BYTES =
      FileHeaderLayout.SIZE + TextSegmentLayout.SIZE + FileFooter.SIZE;

  private final FileOps files;
  private final Path path;
  private final long number;
  private final Arena arena;
  private final MemorySegment memory;
  private final MemorySegment summary;
  private final CheckedBytes bytes;

  private TextSegmentFile(
      FileOps files, Path path, long number, MemorySegment memory, Arena arena) {
    this.files = files;
    this.path = path;
    this.number = number;
    this.memory = memory;
    this.arena = arena;
    long size = memory.byteSize();
    expect(
        "footer is not there",
        size - FileFooter.SIZE + FileFooter.MAGIC_OFFSET,
        FileFooter.MAGIC,
        memory.get(Layouts.INT, size - FileFooter.SIZE + FileFooter.MAGIC_OFFSET));
    expect(
        "length in the footer is not the file's",
        size - FileFooter.SIZE + FileFooter.LENGTH_OFFSET,
        size,
        memory.get(Layouts.LONG, size - FileFooter.SIZE + FileFooter.LENGTH_OFFSET));
    summary = copy(summaryAt(), TextSegmentLayout.SIZE);
    expectCrc(
        "checksum of a text segment's summary does not match",
        summaryAt() + CRC_OFFSET,
        Checksums.crc32c(summary, 0, CRC_OFFSET),
        intAt(CRC_OFFSET));
    long pages = longAt(PAGES_OFFSET);
    long pageBytes = BlockLayout.align((pages + PAGE_BYTES - 1 >>> PAGE_BITS) * Integer.BYTES);
    expect("checksums of pages are not where they end", pages, tableAt() - pageBytes, pages);
    bytes = new CheckedBytes(memory, path, pages);
  }

  static TextSegmentFile open(FileOps files, Path path, StoreId storeId, long number) {
    if (!files.exists(path)) {
      throw new CorruptionException(
          "a text segment is missing", path, 0, path.getFileName(), "none");
    }
    Arena arena = Arena.ofShared();
    try (StoreFile file = files.open(path, OpenMode.READ)) {
      long size = file.size();
      if (size < LEAST_BYTES || size % Long.BYTES != 0) {
        throw new CorruptionException(
            "length of a text segment is impossible",
            path,
            size,
            "a multiple of 8 from " + LEAST_BYTES,
            size);
      }
      MemorySegment memory = file.map(0, size, false, arena);
      FileHeader header = FileHeader.check(memory, FileKind.TEXT, storeId, path, 0);
      if (header.number() != number) {
        throw new CorruptionException(
            "number of a text segment is not that of its name",
            path,
            FileHeaderLayout.NUMBER_OFFSET,
            number,
            header.number());
      }
      return new TextSegmentFile(files, path, number, memory, arena);
    } catch (NotAStelaFileException e) {
      arena.close();
      // It has the name of a segment, and nothing else is kept there: then it is one, but damaged.
      throw new CorruptionException(
          "a text segment does not begin as one", path, 0, "a file header", e.getMessage());
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private void expect(String what, long offset, long expected, long actual) {
    if (expected != actual) {
      throw new CorruptionException(what, path, offset, expected, actual);
    }
  }

  private void expectCrc(String what, long offset, int expected, int actual) {
    if (expected != actual) {
      HexFormat hex = HexFormat.of();
      throw new CorruptionException(
          what, path, offset, hex.toHexDigits(expected), hex.toHexDigits(actual));
    }
  }

  private MemorySegment copy(long offset, long length) {
    var copy = MemorySegment.ofArray(new long[Math.toIntExact(length / Long.BYTES)]);
    MemorySegment.copy(memory, offset, copy, 0, length);
    return copy;
  }

  private long summaryAt() {
    return memory.byteSize() - FileFooter.SIZE - TextSegmentLayout.SIZE;
  }

  private long tableAt() {
    return summaryAt() - tableBytes();
  }

  private long tableBytes() {
    return (long) intAt(FIELDS_OFFSET) * TextFieldLayout.SIZE
        + BlockLayout.align(intAt(PREFIX_BYTES_OFFSET));
  }

  /** Reads the fields. */
  SegmentField[] fields(int firstDocument) {
    MemorySegment table = copy(tableAt(), tableBytes());
    expectCrc(
        "checksum of a text segment's fields does not match",
        summaryAt() + TABLE_CRC_OFFSET,
        Checksums.crc32c(table, 0, table.byteSize()),
        intAt(TABLE_CRC_OFFSET));
    var fields = new SegmentField[intAt(FIELDS_OFFSET)];
    long prefixAt = (long) fields.length * TextFieldLayout.SIZE;
    for (int i = 0; i < fields.length; i++) {
      long at = (long) i * TextFieldLayout.SIZE;
      int length = TextSegmentLayout.intAt(table, at + TextFieldLayout.PREFIX_BYTES_OFFSET);
      byte[] prefix = table.asSlice(prefixAt, length).toArray(ValueLayout.JAVA_BYTE);
      fields[i] = new SegmentField(bytes, firstDocument, table, at, prefix);
      prefixAt += length;
    }
    return fields;
  }

  /** Compares the whole file with its checksum. */
  void verify() {
    try (StoreFile file = files.open(path, OpenMode.READ)) {
      long end = length() - FileFooter.SIZE + FileFooter.CRC_OFFSET;
      expect("length of a text segment has changed", 0, length(), file.size());
      CRC32C crc = new CRC32C();
      byte[] piece = new byte[PIECE_BYTES];
      for (long at = 0; at < end; at += piece.length) {
        int size = (int) Math.min(piece.length, end - at);
        file.read(ByteBuffer.wrap(piece, 0, size), at);
        crc.update(piece, 0, size);
      }
      ByteBuffer stored = ByteBuffer.wrap(piece, 0, Integer.BYTES);
      file.read(stored, end);
      expectCrc(
          "checksum of the file does not match",
          end,
          (int) crc.getValue(),
          stored.order(ByteOrder.LITTLE_ENDIAN).getInt(0));
    }
  }

  int intAt(int offset) {
    return TextSegmentLayout.intAt(summary, offset);
  }

  long longAt(int offset) {
    return TextSegmentLayout.longAt(summary, offset);
  }

  CheckedBytes bytes() {
    return bytes;
  }

  long number() {
    return number;
  }

  Path path() {
    return path;
  }

  long length() {
    return memory.byteSize();
  }

  @Override
  public void close() {
    arena.close();
  }
}
