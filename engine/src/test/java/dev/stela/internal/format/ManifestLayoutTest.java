package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ManifestLayoutTest {
  @Test
  void shouldPlaceEveryFieldWhereTheFormatSays() {
    assertEquals(64, ManifestLayout.LSN_OFFSET);
    assertEquals(72, ManifestLayout.TIMESTAMP_OFFSET);
    assertEquals(80, ManifestLayout.ORDINALS_OFFSET);
    assertEquals(84, ManifestLayout.SEGMENTS_OFFSET);
    assertEquals(88, ManifestLayout.DELETED_OFFSET);
    assertEquals(96, ManifestLayout.DICTIONARY_GENERATION_OFFSET);
    assertEquals(104, ManifestLayout.DICTIONARY_TAIL_OFFSET);
    assertEquals(112, ManifestLayout.TAGS_OFFSET);
    assertEquals(116, ManifestLayout.FIELDS_OFFSET);
    assertEquals(120, ManifestLayout.DICTIONARY_CRC_OFFSET);
    assertEquals(124, ManifestLayout.MAP_BYTES_OFFSET);
    assertEquals(128, ManifestLayout.ENTITY_EXTENTS_OFFSET);
    assertEquals(132, ManifestLayout.POSTING_HEAD_EXTENTS_OFFSET);
    assertEquals(136, ManifestLayout.POSTING_EXTENTS_OFFSET);
    assertEquals(140, ManifestLayout.RESERVED_OFFSET);
    assertEquals(144, ManifestLayout.POSTINGS_TAIL_OFFSET);
    assertEquals(152, ManifestLayout.ARCHIVED_OFFSET);
    assertEquals(160, ManifestLayout.PURGED_OFFSET);
    assertEquals(168, ManifestLayout.SEGMENT_ENTRIES_OFFSET);
    assertEquals(16, ManifestLayout.SEGMENT_ENTRY_BYTES);
  }

  @Test
  void shouldAlignEveryPart() {
    int[] longs = {
      ManifestLayout.LSN_OFFSET,
      ManifestLayout.TIMESTAMP_OFFSET,
      ManifestLayout.DELETED_OFFSET,
      ManifestLayout.DICTIONARY_GENERATION_OFFSET,
      ManifestLayout.DICTIONARY_TAIL_OFFSET,
      ManifestLayout.POSTINGS_TAIL_OFFSET,
      ManifestLayout.ARCHIVED_OFFSET,
      ManifestLayout.PURGED_OFFSET,
      ManifestLayout.SEGMENT_ENTRIES_OFFSET
    };
    for (int offset : longs) {
      assertEquals(0, offset % Long.BYTES);
    }
    for (int segments = 0; segments < 5; segments++) {
      assertEquals(0, ManifestLayout.sumsStart(segments) % Long.BYTES);
      for (int sums = 0; sums < 5; sums++) {
        assertEquals(0, ManifestLayout.mapStart(segments, sums) % Long.BYTES);
        assertEquals(0, ManifestLayout.fileBytes(segments, sums, 33) % Long.BYTES);
      }
    }
  }

  @Test
  void shouldPutPartsOneAfterAnotherWhenThereAreSegmentsAndChecksums() {
    assertEquals(168 + 2 * 16, ManifestLayout.sumsStart(2));
    assertEquals(200 + 16, ManifestLayout.mapStart(2, 3), "three checksums and padding");
    assertEquals(200 + 16, ManifestLayout.mapStart(2, 4));
    assertEquals(216 + 40 + FileFooter.SIZE, ManifestLayout.fileBytes(2, 4, 33));
  }
}
