package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class IndexPartLayoutTest {
  @Test
  void shouldPlaceEveryFieldWhereTheFormatSays() {
    assertEquals(64, IndexPartLayout.FIRST_LSN_OFFSET);
    assertEquals(72, IndexPartLayout.LAST_LSN_OFFSET);
    assertEquals(80, IndexPartLayout.FIRST_TIMESTAMP_OFFSET);
    assertEquals(88, IndexPartLayout.LAST_TIMESTAMP_OFFSET);
    assertEquals(96, IndexPartLayout.END_OFFSET);
    assertEquals(100, IndexPartLayout.SALT_OFFSET);
    assertEquals(104, IndexPartLayout.FRAMES_OFFSET);
    assertEquals(112, IndexPartLayout.RECORDS_OFFSET);
    assertEquals(120, IndexPartLayout.ENTITIES_OFFSET);
    assertEquals(124, IndexPartLayout.LISTS_OFFSET);
    assertEquals(128, IndexPartLayout.DEFINITIONS_OFFSET);
    assertEquals(132, IndexPartLayout.STEPS_OFFSET);
    assertEquals(136, IndexPartLayout.EVENTS_OFFSET);
    assertEquals(144, IndexPartLayout.DEFINITION_BYTES_OFFSET);
    assertEquals(152, IndexPartLayout.RESERVED_OFFSET);
    assertEquals(160, IndexPartLayout.BODY_OFFSET);
    assertEquals(48, PartEntityLayout.SIZE);
    assertEquals(160 + 3 * 48 + 2 * 16 + 5 * 8 + 40 + 4 * 16 + 16, bytes());
  }

  private static long bytes() {
    return IndexPartLayout.fileBytes(3, 2, 5, 40, 4);
  }

  @Test
  void shouldOrderHashesAsTheirBucketsAreOrdered() {
    // Neighbours at any depth: the lowest bit tells the halves of a shard apart.
    int evenEven = DirectoryLayout.order(0b00);
    int evenOdd = DirectoryLayout.order(0b10);
    int oddEven = DirectoryLayout.order(0b01);
    int oddOdd = DirectoryLayout.order(0b11);
    assertEquals(0, evenEven);
    assertEquals(1 << DirectoryLayout.MAX_DEPTH - 2, evenOdd);
    assertEquals(1 << DirectoryLayout.MAX_DEPTH - 1, oddEven);
    assertEquals(evenOdd + oddEven, oddOdd);
    long lastShard = -1L << Long.SIZE - DirectoryLayout.SHARD_BITS;
    assertEquals(DirectoryLayout.SHARDS - 1 << 22, DirectoryLayout.order(lastShard));
    assertEquals((1 << 27) - 1, DirectoryLayout.order(-1));
  }
}
