package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SuperblockLayoutTest {

  @Test
  void shouldPlaceEveryFieldWhereTheFormatSays() {
    assertEquals(4096, SuperblockLayout.SIZE);
    assertEquals(2, SuperblockLayout.SLOTS);
    assertEquals(64, SuperblockLayout.GENERATION_OFFSET);
    assertEquals(72, SuperblockLayout.STATE_OFFSET);
    assertEquals(76, SuperblockLayout.GAP_OFFSET);
    assertEquals(80, SuperblockLayout.CHECKPOINT_LSN_OFFSET);
    assertEquals(88, SuperblockLayout.CHECKPOINT_TIMESTAMP_OFFSET);
    assertEquals(96, SuperblockLayout.MANIFEST_OFFSET);
    assertEquals(104, SuperblockLayout.SEGMENT_BYTES_OFFSET);
    assertEquals(112, SuperblockLayout.RESERVED_OFFSET);
    assertEquals(4092, SuperblockLayout.CRC_OFFSET);
  }

  @Test
  void shouldAlignEveryWord() {
    int[] longs = {
      SuperblockLayout.GENERATION_OFFSET,
      SuperblockLayout.CHECKPOINT_LSN_OFFSET,
      SuperblockLayout.CHECKPOINT_TIMESTAMP_OFFSET,
      SuperblockLayout.MANIFEST_OFFSET,
      SuperblockLayout.SEGMENT_BYTES_OFFSET
    };
    for (int offset : longs) {
      assertEquals(0, offset % Long.BYTES);
    }
    assertEquals(0, SuperblockLayout.STATE_OFFSET % Integer.BYTES);
    assertEquals(0, SuperblockLayout.CRC_OFFSET % Integer.BYTES);
  }
}
