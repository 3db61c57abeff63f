package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class IndexEntryLayoutTest {
  private static final long SLOT = 64;

  private final MemorySegment segment = MemorySegment.ofArray(new long[24]);

  @Test
  void shouldKeepOffsetsAndSizeWhenTheCodeChanges() {
    assertEquals(0, IndexEntryLayout.VERSION_OFFSET);
    assertEquals(8, IndexEntryLayout.ID_HIGH_OFFSET);
    assertEquals(16, IndexEntryLayout.ID_LOW_OFFSET);
    assertEquals(24, IndexEntryLayout.LOCATION_OFFSET);
    assertEquals(32, IndexEntryLayout.LSN_OFFSET);
    assertEquals(40, IndexEntryLayout.ORDINAL_OFFSET);
    assertEquals(44, IndexEntryLayout.LENGTH_OFFSET);
    assertEquals(48, IndexEntryLayout.FLAGS_OFFSET);
    assertEquals(52, IndexEntryLayout.RESERVED_INT_OFFSET);
    assertEquals(56, IndexEntryLayout.RESERVED_LONG_OFFSET);
    assertEquals(64, IndexEntryLayout.BYTES);
    assertEquals(1, IndexEntryLayout.USED);
    assertEquals(2, IndexEntryLayout.DELETED);
    assertEquals(4, IndexEntryLayout.NAMED);
    assertEquals(8, IndexEntryLayout.ARCHIVED);
    assertEquals(16, IndexEntryLayout.PURGED);
    assertEquals(32, IndexEntryLayout.REUSED);
    assertEquals(63, IndexEntryLayout.KNOWN_FLAGS);
  }

  @Test
  void shouldStoreLittleEndianAtThePicturesPlaceWhenFieldsAreWritten() {
    IndexEntryLayout.versionOpaque(segment, SLOT, 0x0102030405060708L);
    IndexEntryLayout.identity(segment, SLOT, 0x1112131415161718L, 0x2122232425262728L, 0x51525354);
    IndexEntryLayout.state(
        segment, SLOT, 0x3132333435363738L, 0x4142434445464748L, 0x61626364, 0x71727374);

    String hex = "";
    for (int i = 0; i < IndexEntryLayout.BYTES; i++) {
      hex += "%02x".formatted(segment.get(Layouts.BYTE, SLOT + i));
    }
    assertEquals(
        "0807060504030201"
            + "1817161514131211"
            + "2827262524232221"
            + "3837363534333231"
            + "4847464544434241"
            + "54535251"
            + "64636261"
            + "74737271"
            + "00000000"
            + "0000000000000000",
        hex);
    for (int i = 0; i < 64; i++) {
      assertEquals(0, segment.get(Layouts.BYTE, i), "before the slot");
      assertEquals(0, segment.get(Layouts.BYTE, SLOT + 64 + i), "after the slot");
    }
    assertEquals(0x0102030405060708L, IndexEntryLayout.version(segment, SLOT));
    assertEquals(0x0102030405060708L, IndexEntryLayout.versionAcquire(segment, SLOT));
    assertEquals(0x0102030405060708L, IndexEntryLayout.versionOpaque(segment, SLOT));
    assertEquals(0x1112131415161718L, IndexEntryLayout.idHigh(segment, SLOT));
    assertEquals(0x2122232425262728L, IndexEntryLayout.idLow(segment, SLOT));
    assertEquals(0x3132333435363738L, IndexEntryLayout.location(segment, SLOT));
    assertEquals(0x4142434445464748L, IndexEntryLayout.lsn(segment, SLOT));
    assertEquals(0x51525354, IndexEntryLayout.ordinal(segment, SLOT));
    assertEquals(0x61626364, IndexEntryLayout.length(segment, SLOT));
    assertEquals(0x71727374, IndexEntryLayout.flags(segment, SLOT));
    IndexEntryLayout.versionRelease(segment, SLOT, 12);
    assertEquals(12, IndexEntryLayout.version(segment, SLOT));
  }

  @Test
  void shouldSeeAnyReservedByteWhenItIsNotZero() {
    assertTrue(IndexEntryLayout.reservedIsZero(segment, SLOT));
    for (int i = IndexEntryLayout.RESERVED_INT_OFFSET; i < IndexEntryLayout.BYTES; i++) {
      segment.set(Layouts.BYTE, SLOT + i, (byte) 0x80);
      assertFalse(IndexEntryLayout.reservedIsZero(segment, SLOT), "byte " + i);
      segment.set(Layouts.BYTE, SLOT + i, (byte) 0);
    }
  }

  @Test
  void shouldPackSegmentAndOffsetWhenTheyAreAtTheirLimits() {
    long[] offsets = {0, 8, 4096, 0xFFFF_FFFFL << 3};
    int[] segments = {0, 1, 77, Integer.MAX_VALUE, -1};
    for (int number : segments) {
      for (long offset : offsets) {
        long location = IndexEntryLayout.location(number, offset);
        assertEquals(number, IndexEntryLayout.segmentNumber(location));
        assertEquals(offset, IndexEntryLayout.offset(location));
      }
    }
  }
}
