package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class PurgeLayoutTest {
  @Test
  void shouldKeepOffsetsAndSizeWhenTheCodeChanges() {
    assertEquals(12, PurgeLayout.RESERVED_INT_OFFSET);
    assertEquals(16, PurgeLayout.RESERVED_LONG_OFFSET);
    assertEquals(24, PurgeLayout.SIZE);
    assertEquals(FrameLayout.MIN_LENGTH, FrameLayout.SIZE + PurgeLayout.SIZE, "a frame of its own");
  }

  @Test
  void shouldOverwriteEveryByteWhenARecordIsWritten() {
    MemorySegment memory = MemorySegment.ofArray(new long[] {-1, -1, -1, -1, -1});
    PurgeLayout.write(memory, 8, 0x01020304, RecordLayout.FLAG_ARCHIVED);
    assertArrayEquals(
        new long[] {-1, 0x0000_1005_0000_0018L, 0x01020304, 0, -1},
        (long[]) memory.heapBase().orElseThrow());
    assertEquals(0x01020304, RecordLayout.ordinal(memory, 8));
    assertTrue(PurgeLayout.reservedIsZero(memory, 8));
    memory.set(Layouts.INT, 20, 1);
    assertFalse(PurgeLayout.reservedIsZero(memory, 8));
    memory.set(Layouts.INT, 20, 0);
    memory.set(Layouts.LONG, 24, 1L << 40);
    assertFalse(PurgeLayout.reservedIsZero(memory, 8));
  }
}
