package dev.stela.internal.directory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.internal.format.Checksums;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BucketMapTest {
  private static final Path FILE = Path.of("map");
  private static final long OFFSET = 4096;

  @Test
  void shouldReadBackWhatWasWrittenWhenBucketsAreOfManyDepths() {
    for (int entries : new int[] {0, 1, 10, 1_000, 20_000}) {
      try (var directory = Ids.directory(3)) {
        for (int n = 0; n < entries; n++) {
          Ids.insert(directory, n);
        }
        var map = directory.seal(77);
        var copy = BucketMap.fromBytes(map.toBytes(), FILE, OFFSET);
        assertEquals(1, copy.generation());
        assertEquals(77, copy.lsn());
        assertEquals(map.used(), copy.used());
        assertEquals(map.crc(), copy.crc());
        assertEquals(map.blocks(), copy.blocks());
        assertTrue(Arrays.deepEquals(map.uncheckedTables(), copy.uncheckedTables()));
        assertArrayEquals(map.toBytes(), copy.toBytes());
      }
    }
  }

  @Test
  void shouldPutEachFieldInItsPlaceWhenEncoded() {
    int[][] tables = BucketTables.empty();
    // Shard 2: prefix 0 told by one bit, prefixes 01 and 11 by two.
    tables[2] = new int[] {7, 8, 7, 9};
    byte[] bytes = new BucketMap(0x0102030405060708L, 0x1112131415161718L, 10, tables).toBytes();
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals("BMAP", new String(bytes, 0, 4, StandardCharsets.US_ASCII));
    assertEquals(0x0102030405060708L, buffer.getLong(4));
    assertEquals(0x1112131415161718L, buffer.getLong(12));
    assertEquals(10, buffer.getInt(20));
    assertEquals(34, buffer.getInt(24));
    int[] depths = {0, 0, 1, 2, 2, 0};
    int[] blocks = {0, 0, 7, 8, 9, 0};
    for (int i = 0; i < depths.length; i++) {
      assertEquals(depths[i], buffer.get(28 + 5 * i));
      assertEquals(blocks[i], buffer.getInt(29 + 5 * i));
    }
    assertEquals(28 + 5 * 34 + 4, bytes.length);
    assertEquals(Checksums.crc32c(bytes, 0, 28 + 5 * 34), buffer.getInt(28 + 5 * 34));
  }

  @Test
  void shouldTakeFiveBytesPerBucketWhenAShardHasMany() {
    try (var directory = Ids.directory()) {
      for (int n = 0; n < 100_000; n++) {
        Ids.insert(directory, n);
      }
      var map = directory.seal(1);
      assertEquals(28 + 5 * map.blocks().cardinality() + 4, map.toBytes().length);
    }
  }

  @Test
  void shouldThrowWhenAnyBitIsFlippedOrAnyByteIsMissing() {
    byte[] bytes = sample();
    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= (byte) (1 << bit);
        assertDamaged(damaged);
      }
      assertDamaged(Arrays.copyOf(bytes, i));
    }
    assertDamaged(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void shouldThrowWhenTheContentIsImpossibleButTheChecksumIsRight() {
    byte[] bytes = sample();
    for (int i = 20; i < bytes.length - 4; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= (byte) (1 << bit);
        int end = damaged.length - 4;
        ByteBuffer.wrap(damaged)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(end, Checksums.crc32c(damaged, 0, end));
        // Some changes make another valid map, none may do worse than throw.
        try {
          BucketMap.fromBytes(damaged, FILE, OFFSET);
        } catch (CorruptionException e) {
          assertEquals(FILE, e.file());
        }
      }
    }
  }

  private static byte[] sample() {
    try (var directory = Ids.directory(2)) {
      for (int n = 0; n < 200; n++) {
        Ids.insert(directory, n);
      }
      return directory.seal(5).toBytes();
    }
  }

  private static void assertDamaged(byte[] bytes) {
    var e = assertThrows(CorruptionException.class, () -> BucketMap.fromBytes(bytes, FILE, OFFSET));
    assertEquals(FILE, e.file());
    assertTrue(e.offset() >= OFFSET);
  }
}
