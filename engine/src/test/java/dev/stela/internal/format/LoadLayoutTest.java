package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LoadLayoutTest {
  @Test
  void shouldKeepOffsetsAndSizesWhenTheCodeChanges() {
    assertEquals(5, LoadLayout.PHASE_OFFSET);
    assertEquals(6, LoadLayout.ID_BYTES_OFFSET);
    assertEquals(8, LoadLayout.ERROR_BYTES_OFFSET);
    assertEquals(12, LoadLayout.RESERVED_OFFSET);
    assertEquals(16, LoadLayout.NEXT_POSITION_OFFSET);
    assertEquals(104, LoadLayout.TEXTS_OFFSET);
    assertEquals(112, LoadLayout.size(1, 0));
    assertEquals(112, LoadLayout.size(5, 3));
    assertEquals(120, LoadLayout.size(5, 4));
    assertTrue(FrameLayout.SIZE + LoadLayout.size(1, 0) >= FrameLayout.MIN_LENGTH);
  }

  @Test
  void shouldTellARecordFromAnythingElse() {
    long[] words = new long[32];
    Arrays.fill(words, -1);
    MemorySegment memory = MemorySegment.ofArray(words);
    LoadLayout.write(memory, 8, LoadLayout.PHASE_PAUSED, 5, 4);
    assertEquals(RecordLayout.KIND_LOAD, RecordLayout.kind(memory, 8));
    assertEquals(120, RecordLayout.length(memory, 8));
    assertEquals(LoadLayout.PHASE_PAUSED, LoadLayout.phase(memory, 8));
    assertEquals(5, LoadLayout.idBytes(memory, 8));
    assertEquals(4, LoadLayout.errorBytes(memory, 8));
    assertEquals(-1, words[0]);
    assertEquals(0, words[15], "padding");
    assertEquals(-1, words[16]);
    assertTrue(LoadLayout.isSound(memory, 8, 120));

    assertFalse(LoadLayout.isSound(memory, 8, 112));
    assertFalse(LoadLayout.isSound(memory, 8, 96));
    LoadLayout.write(memory, 8, LoadLayout.PHASE_PAUSED, 0, 4);
    assertFalse(LoadLayout.isSound(memory, 8, LoadLayout.size(0, 4)), "no id");
    LoadLayout.write(memory, 8, 6, 5, 4);
    assertFalse(LoadLayout.isSound(memory, 8, 120), "unknown phase");
    LoadLayout.write(memory, 8, LoadLayout.PHASE_PAUSED, 5, 4);
    memory.set(Layouts.INT, 8 + LoadLayout.ERROR_BYTES_OFFSET, -4);
    assertFalse(LoadLayout.isSound(memory, 8, 120), "error of negative length");
  }
}
