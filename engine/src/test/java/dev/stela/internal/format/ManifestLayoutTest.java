package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ManifestLayoutTest {
  @Test
  void shouldPlaceEveryFieldWhereTheFormatSays() {
    assertEquals(64, ManifestLayout.LSN_OFFSET);
    assertEquals(72, ManifestLayout.TIMESTAMP_OFFSET);
    assertEquals(80, ManifestLayout.NEXT_LOG_OFFSET);
    assertEquals(84, ManifestLayout.SEGMENTS_OFFSET);
    assertEquals(88, ManifestLayout.RETIRING_OFFSET);
    assertEquals(92, ManifestLayout.HORIZON_BYTES_OFFSET);
    assertEquals(96, ManifestLayout.IMAGE_BYTES_OFFSET);
    assertEquals(100, ManifestLayout.TEXT_BYTES_OFFSET);
    assertEquals(104, ManifestLayout.LOAD_BYTES_OFFSET);
    assertEquals(108, ManifestLayout.RESERVED_OFFSET);
    assertEquals(112, ManifestLayout.SEGMENT_ENTRIES_OFFSET);
    assertEquals(56, ManifestLayout.SEGMENT_ENTRY_BYTES);
  }

  @Test
  void shouldAlignEveryPart() {
    for (int entries = 0; entries < 5; entries++) {
      assertEquals(0, ManifestLayout.horizonsStart(entries) % Long.BYTES);
      for (int horizons = 0; horizons < 9; horizons++) {
        assertEquals(0, ManifestLayout.textStart(entries, horizons) % Long.BYTES);
        assertEquals(0, ManifestLayout.loadsStart(entries, horizons, 5) % Long.BYTES);
        assertEquals(0, ManifestLayout.imageStart(entries, horizons, 5, 7) % Long.BYTES);
        assertEquals(0, ManifestLayout.fileBytes(entries, horizons, 5, 7, 33) % Long.BYTES);
      }
    }
  }

  @Test
  void shouldPutPartsOneAfterAnotherWhenThereAreSegmentsAndHorizons() {
    assertEquals(112 + 2 * 56, ManifestLayout.horizonsStart(2));
    assertEquals(224 + 16, ManifestLayout.textStart(2, 9), "nine bytes and padding");
    assertEquals(240 + 24, ManifestLayout.loadsStart(2, 9, 17));
    assertEquals(264 + 8, ManifestLayout.imageStart(2, 9, 17, 8));
    assertEquals(272 + 40 + FileFooter.SIZE, ManifestLayout.fileBytes(2, 9, 17, 8, 33));
  }
}
