package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class PostingBlockLayoutTest {
  private static final long BLOCK = 32;
  private static final long MOST_DISTANT = 0xFFFF_FFFFL;

  private final MemorySegment segment = MemorySegment.ofArray(new long[16]);

  @Test
  void shouldKeepOffsetsAndSizesWhenTheCodeChanges() {
    assertEquals(0, PostingBlockLayout.BASE_LSN_OFFSET);
    assertEquals(8, PostingBlockLayout.PREVIOUS_OFFSET);
    assertEquals(12, PostingBlockLayout.FIRST_INDEX_OFFSET);
    assertEquals(16, PostingBlockLayout.CAPACITY_OFFSET);
    assertEquals(20, PostingBlockLayout.TAG_OFFSET);
    assertEquals(24, PostingBlockLayout.EVENTS_OFFSET);
    assertEquals(32, PostingBlockLayout.MIN_BYTES);
    assertEquals(4096, PostingBlockLayout.MAX_BYTES);
  }

  @Test
  void shouldAlignEveryWord() {
    assertEquals(0, PostingBlockLayout.BASE_LSN_OFFSET % Long.BYTES);
    assertEquals(0, PostingBlockLayout.EVENTS_OFFSET % Long.BYTES);
    assertEquals(0, PostingBlockLayout.MIN_BYTES % Long.BYTES);
    assertEquals(0, PostingBlockLayout.MAX_BYTES % PostingBlockLayout.MIN_BYTES);
    assertEquals(0, FileHeaderLayout.SIZE % PostingBlockLayout.MIN_BYTES);
  }

  @Test
  void shouldFillABlockWhenAsManyEventsAreInItAsThereIsRoomFor() {
    int[] capacities = {1, 5, 13, 29, 61, 125, 253, 509};
    int bytes = PostingBlockLayout.MIN_BYTES;
    for (int capacity : capacities) {
      assertEquals(capacity, PostingBlockLayout.capacity(bytes));
      assertEquals(bytes, PostingBlockLayout.bytes(capacity));
      bytes *= 2;
    }
    assertEquals(2 * PostingBlockLayout.MAX_BYTES, bytes, "the last one is the largest");
  }

  @Test
  void shouldStoreLittleEndianAtThePicturesPlaceWhenABlockIsWritten() {
    PostingBlockLayout.write(
        segment, BLOCK, 0x0102030405060708L, 0x11121314L << 3, 0x21222324, 0x31323334, 0x41424344);
    PostingBlockLayout.event(
        segment, BLOCK, 1, PostingBlockLayout.event(0x51525354L, 0x31323334, true));

    assertEquals(
        "0807060504030201"
            + "14131211"
            + "24232221"
            + "34333231"
            + "44434241"
            + "0000000000000000"
            + "69666462"
            + "54535251",
        hex(BLOCK, 40));
    assertEquals("00".repeat(32), hex(0, 32), "before the block");
    assertEquals("00".repeat(32), hex(BLOCK + 40, 32), "after the event");
    assertEquals(0x0102030405060708L, PostingBlockLayout.baseLsn(segment, BLOCK));
    assertEquals(0x11121314L << 3, PostingBlockLayout.previous(segment, BLOCK));
    assertEquals(0x21222324, PostingBlockLayout.firstIndex(segment, BLOCK));
    assertEquals(0x31323334, PostingBlockLayout.capacity(segment, BLOCK));
    assertEquals(0x41424344, PostingBlockLayout.tag(segment, BLOCK));
  }

  @Test
  void shouldKeepLsnOrdinalAndKindOfAnEventWhenTheyAreAtTheirLimits() {
    for (long base : new long[] {1, 1L << 40, Long.MAX_VALUE - MOST_DISTANT}) {
      for (long distance : new long[] {0, 1, Integer.MAX_VALUE, 1L << 31, MOST_DISTANT}) {
        for (int ordinal : new int[] {0, 1, 0x5555_5555, Integer.MAX_VALUE}) {
          for (boolean removed : new boolean[] {false, true}) {
            long event = PostingBlockLayout.event(distance, ordinal, removed);
            PostingBlockLayout.event(segment, BLOCK, 0, event);
            long stored = PostingBlockLayout.event(segment, BLOCK, 0);
            assertEquals(base + distance, PostingBlockLayout.lsn(base, stored));
            assertEquals(ordinal, PostingBlockLayout.ordinal(stored));
            assertEquals(removed, PostingBlockLayout.isRemoval(stored));
          }
        }
      }
    }
  }

  @Test
  void shouldKeepPlacesAndNumbersWhenTheyAreAtTheirLimits() {
    for (long previous : new long[] {0, 64, 1L << 32, 0xFFFF_FFFFL << 3}) {
      PostingBlockLayout.write(
          segment, BLOCK, -1, previous, Integer.MAX_VALUE, 509, Integer.MAX_VALUE);
      assertEquals(previous, PostingBlockLayout.previous(segment, BLOCK));
      assertEquals(Integer.MAX_VALUE, PostingBlockLayout.firstIndex(segment, BLOCK));
      assertEquals(509, PostingBlockLayout.capacity(segment, BLOCK));
      assertEquals(Integer.MAX_VALUE, PostingBlockLayout.tag(segment, BLOCK));
    }
  }

  private String hex(long from, int length) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < length; i++) {
      hex.append("%02x".formatted(segment.get(Layouts.BYTE, from + i)));
    }
    return hex.toString();
  }
}
