package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CleanImageLayoutTest {
  @Test
  void shouldPlaceEveryFieldWhereTheFormatSays() {
    assertEquals(0, CleanImageLayout.LSN_OFFSET);
    assertEquals(8, CleanImageLayout.TIMESTAMP_OFFSET);
    assertEquals(16, CleanImageLayout.ORDINALS_OFFSET);
    assertEquals(20, CleanImageLayout.SEGMENTS_OFFSET);
    assertEquals(24, CleanImageLayout.DELETED_OFFSET);
    assertEquals(32, CleanImageLayout.ARCHIVED_OFFSET);
    assertEquals(40, CleanImageLayout.PURGED_OFFSET);
    assertEquals(48, CleanImageLayout.DICTIONARY_GENERATION_OFFSET);
    assertEquals(56, CleanImageLayout.DICTIONARY_TAIL_OFFSET);
    assertEquals(64, CleanImageLayout.TAGS_OFFSET);
    assertEquals(68, CleanImageLayout.FIELDS_OFFSET);
    assertEquals(72, CleanImageLayout.DICTIONARY_CRC_OFFSET);
    assertEquals(76, CleanImageLayout.MAP_BYTES_OFFSET);
    assertEquals(80, CleanImageLayout.ENTITY_EXTENTS_OFFSET);
    assertEquals(84, CleanImageLayout.POSTING_HEAD_EXTENTS_OFFSET);
    assertEquals(88, CleanImageLayout.POSTING_EXTENTS_OFFSET);
    assertEquals(92, CleanImageLayout.RESERVED_OFFSET);
    assertEquals(96, CleanImageLayout.POSTINGS_TAIL_OFFSET);
    assertEquals(104, CleanImageLayout.FREE_BLOCKS_OFFSET);
    assertEquals(168, CleanImageLayout.SEGMENT_ENTRIES_OFFSET);
    assertEquals(16, CleanImageLayout.SEGMENT_ENTRY_BYTES);
  }

  @Test
  void shouldPutPartsOneAfterAnotherWhenThereAreSegmentsAndChecksums() {
    assertEquals(168 + 2 * 16, CleanImageLayout.sumsStart(2));
    assertEquals(200 + 16, CleanImageLayout.mapStart(2, 3), "three checksums and padding");
    assertEquals(200 + 16, CleanImageLayout.mapStart(2, 4));
    assertEquals(216 + 33, CleanImageLayout.bytes(2, 4, 33));
  }
}
