package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.FormatVersionException;
import dev.stela.NotAStelaFileException;
import dev.stela.StelaException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FileHeaderTest {
  private static final Path FILE = Path.of("some.file");
  private static final StoreId STORE = new StoreId(1, 2);

  @Test
  void shouldPlaceEveryFieldWhereTheFormatSays() {
    assertEquals(0, FileHeaderLayout.MAGIC_OFFSET);
    assertEquals(8, FileHeaderLayout.KIND_OFFSET);
    assertEquals(12, FileHeaderLayout.VERSION_OFFSET);
    assertEquals(16, FileHeaderLayout.BYTE_ORDER_OFFSET);
    assertEquals(20, FileHeaderLayout.HEADER_BYTES_OFFSET);
    assertEquals(24, FileHeaderLayout.STORE_ID_HIGH_OFFSET);
    assertEquals(32, FileHeaderLayout.STORE_ID_LOW_OFFSET);
    assertEquals(40, FileHeaderLayout.CREATION_LSN_OFFSET);
    assertEquals(48, FileHeaderLayout.NUMBER_OFFSET);
    assertEquals(56, FileHeaderLayout.RESERVED_OFFSET);
    assertEquals(60, FileHeaderLayout.CRC_OFFSET);
    assertEquals(64, FileHeaderLayout.SIZE);
  }

  @Test
  void shouldAlignEveryWord() {
    int[] longs = {
      FileHeaderLayout.MAGIC_OFFSET,
      FileHeaderLayout.STORE_ID_HIGH_OFFSET,
      FileHeaderLayout.STORE_ID_LOW_OFFSET,
      FileHeaderLayout.CREATION_LSN_OFFSET,
      FileHeaderLayout.NUMBER_OFFSET,
      FileHeaderLayout.SIZE
    };
    for (int offset : longs) {
      assertEquals(0, offset % Long.BYTES);
    }
    int[] ints = {
      FileHeaderLayout.KIND_OFFSET,
      FileHeaderLayout.VERSION_OFFSET,
      FileHeaderLayout.BYTE_ORDER_OFFSET,
      FileHeaderLayout.HEADER_BYTES_OFFSET,
      FileHeaderLayout.RESERVED_OFFSET,
      FileHeaderLayout.CRC_OFFSET
    };
    for (int offset : ints) {
      assertEquals(0, offset % Integer.BYTES);
    }
  }

  @Test
  void shouldWriteTheBytesOfTheFormat() {
    var bytes = header();
    assertEquals("STELA\0\0\1", new String(bytes, 0, 8, StandardCharsets.ISO_8859_1));
    var expected = new byte[FileHeaderLayout.CRC_OFFSET - 8];
    expected[0] = 3; // LOG
    expected[4] = 1; // version
    System.arraycopy(new byte[] {0x0D, 0x0C, 0x0B, 0x0A, 64}, 0, expected, 8, 5);
    expected[16] = 1; // store id, upper half
    expected[24] = 2; // store id, lower half
    expected[32] = 17; // LSN
    expected[40] = 4; // number
    assertEquals(
        Arrays.toString(expected),
        Arrays.toString(Arrays.copyOfRange(bytes, 8, FileHeaderLayout.CRC_OFFSET)));
  }

  @Test
  void shouldReadBackWhatWasWritten() {
    var expected = new FileHeader(FileKind.LOG, FileKind.LOG.version(), STORE, 17, 4);
    assertEquals(expected, check(header(), FileKind.LOG, STORE));
    assertEquals(expected, check(header(), FileKind.LOG, null));
    var buffer = ByteBuffer.allocate(100).position(36);
    buffer.put(header()).position(36);
    assertEquals(expected, FileHeader.check(buffer, FileKind.LOG, STORE, FILE, 0));
    try (var arena = Arena.ofConfined()) {
      var segment = arena.allocate(FileHeaderLayout.SIZE, Long.BYTES);
      FileHeader.write(segment, FileKind.LOG, STORE, 17, 4);
      assertEquals(expected, FileHeader.check(segment, FileKind.LOG, STORE, FILE, 0));
    }
  }

  @Test
  void shouldRefuseEveryFlippedBit() {
    for (int bit = 0; bit < FileHeaderLayout.SIZE * Byte.SIZE; bit++) {
      var bytes = header();
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      var failure = assertThrows(StelaException.class, () -> check(bytes, FileKind.LOG, STORE));
      boolean magic = bit / Byte.SIZE < FileHeaderLayout.KIND_OFFSET;
      assertEquals(
          magic ? NotAStelaFileException.class : CorruptionException.class, failure.getClass());
    }
  }

  @Test
  void shouldTellTooOldFromTooNew() {
    for (int version : new int[] {0, 2}) {
      var header = withVersion(version);
      var failure =
          assertThrows(FormatVersionException.class, () -> check(header, FileKind.LOG, STORE));
      assertEquals(version > 1, failure.isTooNew());
      assertEquals(version, failure.actual());
      assertEquals(FILE, failure.file());
    }
  }

  @Test
  void shouldRefuseAnotherKindAndAnotherStoreAndAShortFile() {
    var kind =
        assertThrows(CorruptionException.class, () -> check(header(), FileKind.MANIFEST, STORE));
    assertEquals("MANIFEST", kind.expected());
    assertEquals("LOG", kind.actual());
    var store =
        assertThrows(
            CorruptionException.class, () -> check(header(), FileKind.LOG, StoreId.random()));
    assertTrue(store.getMessage().contains("another store"), store.getMessage());
    assertEquals(1000 + FileHeaderLayout.STORE_ID_HIGH_OFFSET, store.offset());
    assertThrows(
        CorruptionException.class, () -> check(Arrays.copyOf(header(), 63), FileKind.LOG, STORE));
  }

  @Test
  void shouldComputeTheCastagnoliChecksumOfAnySegment() {
    var digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertEquals(0xE3069283, Checksums.crc32c(digits, 0, digits.length));
    assertEquals(0xE3069283, Checksums.crc32c(MemorySegment.ofArray(digits), 0, 9));
    var large = new byte[20_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    try (var arena = Arena.ofConfined()) {
      var segment = arena.allocate(large.length);
      segment.copyFrom(MemorySegment.ofArray(large));
      assertEquals(Checksums.crc32c(large, 3, 19_000), Checksums.crc32c(segment, 3, 19_000));
      assertFalse(Checksums.crc32c(segment, 3, 19_000) == Checksums.crc32c(segment, 4, 19_000));
    }
  }

  private static FileHeader check(byte[] bytes, FileKind kind, StoreId store) {
    return FileHeader.check(MemorySegment.ofArray(bytes), kind, store, FILE, 1000);
  }

  private static byte[] header() {
    var bytes = new byte[FileHeaderLayout.SIZE];
    FileHeader.write(MemorySegment.ofArray(bytes), FileKind.LOG, STORE, 17, 4);
    return bytes;
  }

  private static byte[] withVersion(int version) {
    var bytes = header();
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(FileHeaderLayout.VERSION_OFFSET, version);
    buffer.putInt(
        FileHeaderLayout.CRC_OFFSET, Checksums.crc32c(bytes, 0, FileHeaderLayout.CRC_OFFSET));
    return bytes;
  }
}
