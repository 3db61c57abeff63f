package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class PostingHeadLayoutTest {
  private final MemorySegment segment = MemorySegment.ofArray(new long[4]);

  @Test
  void shouldBeOneAlignedWordWhenTheCodeChanges() {
    assertEquals(8, PostingHeadLayout.SIZE);
    assertEquals(0, FileHeaderLayout.SIZE % PostingHeadLayout.SIZE);
    assertEquals(0, (1 << 20) % PostingHeadLayout.SIZE);
  }

  @Test
  void shouldPlaceTheListsOfLifeBeforeTheTags() {
    assertEquals(64, PostingHeadLayout.place(PostingHeadLayout.FIRST_LIST));
    assertEquals(72, PostingHeadLayout.place(-1));
    assertEquals(80, PostingHeadLayout.place(0));
    assertEquals(88, PostingHeadLayout.place(1));
  }

  @Test
  void shouldStorePlaceThenCountWhenAHeadIsPublished() {
    PostingHeadLayout.publish(segment, 8, PostingHeadLayout.of(0x01020304, 0x11121314L << 3));

    assertEquals(0, segment.get(Layouts.LONG, 0), "before the head");
    assertEquals(0x11121314, segment.get(Layouts.INT, 8));
    assertEquals(0x01020304, segment.get(Layouts.INT, 12));
    assertEquals(0, segment.get(Layouts.LONG, 16), "after the head");
  }

  @Test
  void shouldKeepCountAndPlaceWhenTheyAreAtTheirLimits() {
    for (int events : new int[] {0, 1, Integer.MAX_VALUE}) {
      for (long place : new long[] {0, 64, 1L << 34, 0xFFFF_FFFFL << 3}) {
        PostingHeadLayout.publish(segment, 8, PostingHeadLayout.of(events, place));
        long head = PostingHeadLayout.head(segment, 8);
        assertEquals(events, PostingHeadLayout.events(head));
        assertEquals(place, PostingHeadLayout.lastBlock(head));
      }
    }
  }
}
