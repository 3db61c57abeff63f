package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BucketLayoutTest {
  private final MemorySegment segment =
      MemorySegment.ofArray(new long[2 * BucketLayout.BYTES / Long.BYTES]);

  @Test
  void shouldKeepOffsetsAndSizesWhenTheCodeChanges() {
    assertEquals(0, BucketLayout.MAGIC_OFFSET);
    assertEquals(4, BucketLayout.BLOCK_OFFSET);
    assertEquals(8, BucketLayout.GENERATION_OFFSET);
    assertEquals(16, BucketLayout.SHARD_OFFSET);
    assertEquals(20, BucketLayout.DEPTH_OFFSET);
    assertEquals(24, BucketLayout.PREFIX_OFFSET);
    assertEquals(28, BucketLayout.COUNT_OFFSET);
    assertEquals(32, BucketLayout.RESERVED_OFFSET);
    assertEquals(60, BucketLayout.CRC_OFFSET);
    assertEquals(64, BucketLayout.HEADER_BYTES);
    assertEquals(16384, BucketLayout.BYTES);
    assertEquals(255, BucketLayout.SLOTS);
    assertEquals(0x4B435542, BucketLayout.MAGIC);
  }

  @Test
  void shouldFillTheBlockWithoutGapWhenAllSlotsAreLaidOut() {
    assertEquals(BucketLayout.HEADER_BYTES, BucketLayout.slotOffset(0));
    assertEquals(BucketLayout.BYTES, BucketLayout.slotOffset(BucketLayout.SLOTS));
    for (int slot = 0; slot < BucketLayout.SLOTS; slot++) {
      assertEquals(0, BucketLayout.slotOffset(slot) % 64, "a slot is one cache line");
      assertEquals(
          IndexEntryLayout.BYTES,
          BucketLayout.slotOffset(slot + 1) - BucketLayout.slotOffset(slot));
    }
  }

  @Test
  void shouldPutEachFieldInItsPlaceWhenTheHeaderIsWritten() {
    long at = BucketLayout.BYTES;
    segment.asSlice(at, BucketLayout.HEADER_BYTES).fill((byte) -1);
    BucketLayout.header(segment, at, 0x11121314, 0x2122232425262728L, 3, 4, 5);
    assertEquals('B', segment.get(Layouts.BYTE, at));
    assertEquals('U', segment.get(Layouts.BYTE, at + 1));
    assertEquals('C', segment.get(Layouts.BYTE, at + 2));
    assertEquals('K', segment.get(Layouts.BYTE, at + 3));
    assertEquals(0x11121314, segment.get(Layouts.INT, at + 4));
    assertEquals(0x2122232425262728L, segment.get(Layouts.LONG, at + 8));
    assertEquals(3, segment.get(Layouts.INT, at + 16));
    assertEquals(4, segment.get(Layouts.INT, at + 20));
    assertEquals(5, segment.get(Layouts.INT, at + 24));
    for (int i = 28; i < 64; i++) {
      assertEquals(0, segment.get(Layouts.BYTE, at + i), "byte " + i);
    }
    BucketLayout.count(segment, at, 6);
    BucketLayout.crc(segment, at, 7);
    assertEquals(6, segment.get(Layouts.INT, at + 28));
    assertEquals(7, segment.get(Layouts.INT, at + 60));
    assertEquals(BucketLayout.MAGIC, BucketLayout.magic(segment, at));
    assertEquals(0x11121314, BucketLayout.block(segment, at));
    assertEquals(0x2122232425262728L, BucketLayout.generation(segment, at));
    assertEquals(3, BucketLayout.shard(segment, at));
    assertEquals(4, BucketLayout.depth(segment, at));
    assertEquals(5, BucketLayout.prefix(segment, at));
    assertEquals(6, BucketLayout.count(segment, at));
    assertEquals(7, BucketLayout.crc(segment, at));
    assertTrue(BucketLayout.reservedIsZero(segment, at));
    for (int i = 32; i < 60; i++) {
      segment.set(Layouts.BYTE, at + i, (byte) 1);
      assertFalse(BucketLayout.reservedIsZero(segment, at), "byte " + i);
      segment.set(Layouts.BYTE, at + i, (byte) 0);
    }
  }

  @Test
  void shouldKeepHomeInRangeAndApartFromShardAndPrefixWhenTheHashIsAny() {
    var random = new SplittableRandom(2);
    for (int i = 0; i < 100_000; i++) {
      long hash = random.nextLong();
      int home = BucketLayout.home(hash);
      assertTrue(home >= 0 && home < BucketLayout.SLOTS);
      long others =
          (-1L << 64 - DirectoryLayout.SHARD_BITS) | (1L << DirectoryLayout.MAX_DEPTH) - 1;
      assertEquals(home, BucketLayout.home(hash ^ (random.nextLong() & others)));
    }
    assertEquals(0, BucketLayout.home(0));
    assertEquals(BucketLayout.SLOTS - 1, BucketLayout.home(-1));
  }
}
