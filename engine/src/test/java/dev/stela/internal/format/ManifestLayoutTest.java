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
    assertEquals(100, ManifestLayout.RESERVED_OFFSET);
    assertEquals(104, ManifestLayout.SEGMENT_ENTRIES_OFFSET);
    assertEquals(56, ManifestLayout.SEGMENT_ENTRY_BYTES);
  }

  @Test
  void shouldAlignEveryPart() {
    for (int entries = 0; entries < 5; entries++) {
      assertEquals(0, ManifestLayout.horizonsStart(entries) % Long.BYTES);
      for (int horizons = 0; horizons < 9; horizons++) {
        assertEquals(0, ManifestLayout.imageStart(entries, horizons) % Long.BYTES);
        assertEquals(0, ManifestLayout.fileBytes(entries, horizons, 33) % Long.BYTES);
      }
    }
  }

  @Test
  void shouldPutPartsOneAfterAnotherWhenThereAreSegmentsAndHorizons() {
    assertEquals(104 + 2 * 56, ManifestLayout.horizonsStart(2));
    assertEquals(216 + 16, ManifestLayout.imageStart(2, 9), "nine bytes and padding");
    assertEquals(232 + 40 + FileFooter.SIZE, ManifestLayout.fileBytes(2, 9, 33));
  }
}
