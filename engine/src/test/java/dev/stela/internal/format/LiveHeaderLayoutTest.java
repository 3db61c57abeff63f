package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LiveHeaderLayoutTest {

  @Test
  void shouldPlaceEveryFieldWhereTheFormatSays() {
    assertEquals(64, LiveHeaderLayout.GAP_OFFSET);
    int[] words = {
      LiveHeaderLayout.VERSION_OFFSET,
      LiveHeaderLayout.VISIBLE_LSN_OFFSET,
      LiveHeaderLayout.DURABLE_LSN_OFFSET,
      LiveHeaderLayout.SEGMENT_NUMBER_OFFSET,
      LiveHeaderLayout.LOG_TAIL_OFFSET,
      LiveHeaderLayout.ACTIVE_ENTITIES_OFFSET,
      LiveHeaderLayout.DELETED_ENTITIES_OFFSET,
      LiveHeaderLayout.TAGS_OFFSET,
      LiveHeaderLayout.CLOCK_OFFSET,
      LiveHeaderLayout.PID_OFFSET,
      LiveHeaderLayout.ARCHIVED_ENTITIES_OFFSET,
      LiveHeaderLayout.PURGED_ENTITIES_OFFSET,
      LiveHeaderLayout.RESERVED_OFFSET
    };
    for (int i = 0; i < words.length; i++) {
      assertEquals(128 + 8 * i, words[i]);
    }
    assertEquals(256, LiveHeaderLayout.COUNTERS_OFFSET);
    assertEquals(3328, LiveHeaderLayout.COUNTERS_BYTES);
    assertEquals(4096, LiveHeaderLayout.SIZE);
    assertEquals(3584, LiveHeaderLayout.APPLIED_A_OFFSET);
    assertEquals(3840, LiveHeaderLayout.APPLIED_B_OFFSET);
    assertEquals(LiveHeaderLayout.SIZE, LiveHeaderLayout.APPLIED_B_OFFSET + AppliedLayout.SIZE);
  }
}
