package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class EntityRowLayoutTest {
  private static final long ROW = 64;

  private final MemorySegment segment = MemorySegment.ofArray(new long[16]);

  @Test
  void shouldKeepOffsetsAndSizeWhenTheCodeChanges() {
    assertEquals(0, EntityRowLayout.ID_HIGH_OFFSET);
    assertEquals(8, EntityRowLayout.ID_LOW_OFFSET);
    assertEquals(16, EntityRowLayout.CREATED_LSN_OFFSET);
    assertEquals(24, EntityRowLayout.UPDATED_LSN_OFFSET);
    assertEquals(32, EntityRowLayout.SIZE);
  }

  @Test
  void shouldLetNoRowStraddleExtentsWhenRowsFollowTheHeader() {
    assertEquals(0, FileHeaderLayout.SIZE % EntityRowLayout.SIZE);
    assertEquals(0, (1 << 20) % EntityRowLayout.SIZE);
    assertEquals(0, EntityRowLayout.UPDATED_LSN_OFFSET % Long.BYTES, "stored with release");
  }

  @Test
  void shouldStoreLittleEndianAtThePicturesPlaceWhenARowIsWritten() {
    EntityRowLayout.write(
        segment, ROW, 0x0102030405060708L, 0x1112131415161718L, 0x2122232425262728L);

    assertEquals(
        "0807060504030201" + "1817161514131211" + "2827262524232221" + "2827262524232221",
        hex(ROW, EntityRowLayout.SIZE));

    EntityRowLayout.updatedLsn(segment, ROW, 0x3132333435363738L);
    assertEquals("2827262524232221" + "3837363534333231", hex(ROW + 16, 16));
    assertEquals("00".repeat(64), hex(0, 64), "before the row");
    assertEquals("00".repeat(32), hex(ROW + EntityRowLayout.SIZE, 32), "after the row");
    assertEquals(0x0102030405060708L, EntityRowLayout.idHigh(segment, ROW));
    assertEquals(0x1112131415161718L, EntityRowLayout.idLow(segment, ROW));
    assertEquals(0x2122232425262728L, EntityRowLayout.createdLsn(segment, ROW));
    assertEquals(0x3132333435363738L, EntityRowLayout.updatedLsn(segment, ROW));
  }

  @Test
  void shouldKeepValuesWhenTheyAreAtTheirLimits() {
    for (long value : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      EntityRowLayout.write(segment, ROW, value, ~value, value);
      assertEquals(value, EntityRowLayout.idHigh(segment, ROW));
      assertEquals(~value, EntityRowLayout.idLow(segment, ROW));
      assertEquals(value, EntityRowLayout.createdLsn(segment, ROW));
      assertEquals(value, EntityRowLayout.updatedLsn(segment, ROW));
    }
  }

  @Test
  void shouldKeepTheTimesWhenARowIsErased() {
    EntityRowLayout.write(segment, ROW, -1, -1, 0x2122232425262728L);
    EntityRowLayout.erase(segment, ROW);
    assertEquals("00".repeat(16) + "2827262524232221".repeat(2), hex(ROW, EntityRowLayout.SIZE));
  }

  private String hex(long from, int length) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < length; i++) {
      hex.append("%02x".formatted(segment.get(Layouts.BYTE, from + i)));
    }
    return hex.toString();
  }
}
