package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.TextSegmentLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackTest {
  private static final int TAIL_BYTES = 64;

  private final PackEncoder encoder = new PackEncoder();

  /** Bytes as a segment has them: with the checksums of their pages behind them. */
  private static CheckedBytes bytes(ByteBuilder source) {
    int end = source.size() + 7 & -8;
    int pages = end / TextSegmentLayout.PAGE_BYTES + 1;
    int all = end + pages * Integer.BYTES + TAIL_BYTES;
    MemorySegment memory = MemorySegment.ofArray(new long[all / Long.BYTES + 1]);
    MemorySegment.copy(source.array(), 0, memory, Layouts.BYTE, 0, source.size());
    for (int page = 0; page * TextSegmentLayout.PAGE_BYTES < end; page++) {
      int from = page * TextSegmentLayout.PAGE_BYTES;
      int length = Math.min(TextSegmentLayout.PAGE_BYTES, end - from);
      memory.set(Layouts.INT, end + page * Integer.BYTES, Checksums.crc32c(memory, from, length));
    }
    return new CheckedBytes(memory, Path.of("pack"), end);
  }

  @Test
  void shouldGiveBackTheNumbersWhenTheyHaveAnyWidthAndCount() {
    long seed = Long.getLong("stela.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int width = 0; width < Integer.SIZE; width++) {
      for (int count = 1; count <= PackEncoder.VALUES; count += 1 + random.nextInt(3)) {
        int[] values = new int[PackEncoder.VALUES];
        for (int i = 0; i < count; i++) {
          values[i] = (int) (random.nextLong() & (1L << width) - 1);
        }
        roundTrip(values, count, "seed=%d width=%d count=%d".formatted(seed, width, count));
        // A few numbers that stick out, the last one among them.
        for (int i = random.nextInt(9); i > 0; i--) {
          values[random.nextInt(count)] = random.nextInt() & Integer.MAX_VALUE;
        }
        values[count - 1] = Integer.MAX_VALUE;
        roundTrip(values, count, "seed=%d over=%d count=%d".formatted(seed, width, count));
      }
    }
  }

  private void roundTrip(int[] values, int count, String context) {
    ByteBuilder packed = new ByteBuilder();
    packed.u8(0x55);
    encoder.encode(values, count, packed);
    int end = packed.size();
    packed.i64(-1);
    CheckedBytes bytes = bytes(packed);
    int[] found = new int[PackEncoder.VALUES];
    assertEquals(end, PackDecoder.decode(bytes, 1, count, found), context);
    assertArrayEquals(Arrays.copyOf(values, count), Arrays.copyOf(found, count), context);
    assertEquals(end, PackDecoder.skip(bytes, 1, count), context);
    int[] sums = new int[PackEncoder.VALUES];
    assertEquals(end, PackDecoder.decodeAscending(bytes, 1, count, 41, sums), context);
    int sum = 41;
    for (int i = 0; i < count; i++) {
      sum += values[i] + 1;
      assertEquals(sum, sums[i], context);
    }
    int from = count / 3;
    for (int to = from + 1; to <= count; to += 5) {
      int[] some = new int[to - from];
      PackDecoder.decodeSome(bytes, 1, count, from, to, some);
      assertArrayEquals(Arrays.copyOfRange(values, from, to), some, context);
    }
  }

  @Test
  void shouldTakeAsManyBitsAsMostNumbersNeedWhenAFewAreGreater() {
    int[] values = new int[PackEncoder.VALUES];
    Arrays.fill(values, 5);
    values[17] = 1_000_000;
    values[99] = 70_000;
    ByteBuilder packed = new ByteBuilder();
    encoder.encode(values, values.length, packed);
    int exceptions = 1 + 3 + 1 + 2;
    assertEquals(1 + PackEncoder.VALUES * 3 / 8 + exceptions, packed.size());
  }

  @Test
  void shouldTakeExceptionsOnlyWhenTheySaveAsMuchAsIsAskedFor() {
    int[] values = new int[PackEncoder.VALUES];
    Arrays.fill(values, 5);
    values[17] = 9;
    ByteBuilder packed = new ByteBuilder();
    encoder.encode(values, values.length, 14, packed);
    assertEquals(1 + PackEncoder.VALUES * 4 / 8, packed.size());
    packed.clear();
    encoder.encode(values, values.length, 13, packed);
    assertEquals(1 + PackEncoder.VALUES * 3 / 8 + 2, packed.size());
    values[99] = 70_000;
    values[17] = 5;
    packed.clear();
    encoder.encode(values, values.length, 16, packed);
    assertEquals(1 + PackEncoder.VALUES * 3 / 8 + 3, packed.size());
  }

  @Test
  void shouldTakeOneByteWhenAllNumbersAreZero() {
    ByteBuilder packed = new ByteBuilder();
    encoder.encode(new int[PackEncoder.VALUES], PackEncoder.VALUES, packed);
    assertEquals(1, packed.size());
  }

  @Test
  void shouldFailWhenAnExceptionIsOutsideOfThePack() {
    ByteBuilder packed = new ByteBuilder();
    packed.u8(1 << PackEncoder.WIDTH_BITS);
    packed.u8(3);
    packed.u8(1);
    CheckedBytes bytes = bytes(packed);
    int[] found = new int[8];
    assertEquals(3, PackDecoder.decode(bytes, 0, 4, found));
    assertThrows(CorruptionException.class, () -> PackDecoder.decode(bytes, 0, 3, found));
  }

  @Test
  void shouldReadWhatIsCheckedOnlyWhenAPageWasDamaged() {
    ByteBuilder source = new ByteBuilder();
    for (int i = 0; i < 3 * TextSegmentLayout.PAGE_BYTES / Long.BYTES; i++) {
      source.i64(i);
    }
    CheckedBytes bytes = bytes(source);
    MemorySegment memory = bytes.require(0, Long.BYTES);
    long second = TextSegmentLayout.PAGE_BYTES;
    memory.set(Layouts.BYTE, second + 100, (byte) 77);
    assertEquals(1, bytes.longAt(Long.BYTES));
    assertThrows(CorruptionException.class, () -> bytes.byteAt(second));
    assertThrows(CorruptionException.class, () -> bytes.longAt(second - 1));
    assertThrows(CorruptionException.class, () -> bytes.require(second - 1, 2 * second + 1));
    assertEquals(2 * second / Long.BYTES, bytes.longAt(2 * second));
    assertThrows(CorruptionException.class, () -> bytes.byteAt(-1));
    assertThrows(CorruptionException.class, () -> bytes.byteAt(3 * second));
    assertThrows(CorruptionException.class, () -> bytes.longAt(3 * second - 7));
    assertThrows(CorruptionException.class, () -> bytes.require(Long.MAX_VALUE, Long.MIN_VALUE));
  }

  @Test
  void shouldGiveBackNumbersOfVariableLengthWhenTheyAreRead() {
    long[] values = {
      0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 62, Long.MAX_VALUE, -1
    };
    ByteBuilder source = new ByteBuilder();
    for (long value : values) {
      source.vlong(value);
    }
    ByteReader reader = new ByteReader(bytes(source), 0);
    for (long value : values) {
      assertEquals(value, reader.vlong());
    }
    assertEquals(source.size(), reader.at());
    ByteBuilder endless = new ByteBuilder();
    for (int i = 0; i < 20; i++) {
      endless.u8(0xFF);
    }
    CheckedBytes bytes = bytes(endless);
    assertThrows(CorruptionException.class, () -> new ByteReader(bytes, 0).vlong());
    ByteBuilder great = new ByteBuilder();
    great.vlong(1L << 31);
    CheckedBytes tooGreat = bytes(great);
    assertThrows(CorruptionException.class, () -> new ByteReader(tooGreat, 0).vint());
  }

  @Test
  void shouldKeepWhatNoShorterDocumentSurpassesWhenImpactsAreGathered() {
    long seed = Long.getLong("stela.seed", System.nanoTime());
    Random random = new Random(seed);
    Impacts impacts = new Impacts();
    for (int round = 0; round < 500; round++) {
      int count = 1 + random.nextInt(128);
      int[] frequencies = random.ints(count, 1, 2 + random.nextInt(200)).toArray();
      int[] norms = random.ints(count, 0, 1 + random.nextInt(256)).toArray();
      impacts.begin();
      for (int i = 0; i < count; i++) {
        impacts.add(frequencies[i], norms[i]);
      }
      impacts.end();
      ByteBuilder source = new ByteBuilder();
      impacts.write(source);
      Impacts read = new Impacts();
      read.read(bytes(source), 0);
      assertEquals(impacts.size(), read.size(), "seed=" + seed);
      for (int i = 0; i < read.size(); i++) {
        int frequency = read.frequency(i);
        int norm = read.norm(i);
        assertTrue(i == 0 || frequency < read.frequency(i - 1) && norm < read.norm(i - 1));
        boolean real = false;
        for (int j = 0; j < count; j++) {
          real |= frequencies[j] == frequency && norms[j] == norm;
        }
        assertTrue(real, "seed=" + seed);
      }
      for (int j = 0; j < count; j++) {
        boolean bounded = false;
        for (int i = 0; i < read.size(); i++) {
          bounded |= read.frequency(i) >= frequencies[j] && read.norm(i) <= norms[j];
        }
        assertTrue(bounded, "seed=" + seed);
      }
    }
  }
}
