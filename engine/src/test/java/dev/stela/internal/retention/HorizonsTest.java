package dev.stela.internal.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.CorruptionException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HorizonsTest {
  private static final Path FILE = Path.of("manifest-1");

  @Test
  void shouldReadWhatWasWritten() {
    HorizonsBuilder builder = new HorizonsBuilder();
    builder.advance("cpu", 17, 170);
    builder.advance(null, 4, 40);
    builder.advance("größe", 99, 990);
    builder.advance("", 5, 50);
    builder.advanceContents(3, 30);
    for (Horizons written : new Horizons[] {Horizons.NONE, builder.build()}) {
      MemorySegment memory = MemorySegment.ofArray(new long[(8 + written.bytes()) / 8]);
      memory.fill((byte) -1);
      written.write(memory, 8);
      Horizons read = Horizons.read(memory, 8, written.bytes(), FILE);
      assertEquals(written, read);
      assertEquals(written.newest(), read.newest());
      assertEquals(written, Horizons.ofBytes(written.toBytes(), FILE));
    }
  }

  @Test
  void shouldTakeNoBytesWhenNothingWasDropped() {
    assertEquals(0, Horizons.NONE.toBytes().length);
  }

  @Test
  void shouldRefuseWhenBytesAreMissing() {
    HorizonsBuilder builder = new HorizonsBuilder();
    builder.advance("cpu", 17, 170);
    builder.advance("memory", 18, 180);
    Horizons written = builder.build();
    MemorySegment memory = MemorySegment.ofArray(new long[written.bytes() / 8]);
    written.write(memory, 0);
    for (int bytes = 0; bytes < written.bytes(); bytes += 8) {
      int cut = bytes;
      assertThrows(CorruptionException.class, () -> Horizons.read(memory, 0, cut, FILE));
    }
  }

  @Test
  void shouldKeepTheLaterHorizonWhenMerged() {
    Horizons one =
        Horizons.of(Map.of("a", new Horizon(5, 50), "b", new Horizon(9, 90)), Horizon.NONE);
    Horizons other =
        Horizons.of(Map.of("a", new Horizon(7, 70), "c", new Horizon(1, 10)), new Horizon(8, 80));
    Horizons both = one.merged(other);
    assertEquals(both, other.merged(one));
    assertEquals(new Horizon(7, 70), both.of("a"));
    assertEquals(new Horizon(9, 90), both.of("b"));
    assertEquals(new Horizon(1, 10), both.of("c"));
    assertEquals(new Horizon(8, 80), both.contents());
    assertEquals(new Horizon(9, 90), both.newest());
    assertSame(Horizon.NONE, both.of("d"));
    assertEquals(one, one.merged(Horizons.NONE));
  }
}
