package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentBitsTest {
  private final long seed = Long.getLong("stela.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void shouldHaveWhatWasAddedWhenRoomIsMadeForRangeAfterRange() {
    for (int round = 0; round < 300; round++) {
      int first = random.nextInt(1_000);
      int end = first + 1 + random.nextInt(1_000);
      String context = "seed=" + seed + " round=" + round;
      DocumentBits bits = new DocumentBits(first, end);
      BitSet expected = new BitSet();
      for (int upTo = first; upTo < end; ) {
        int from = upTo;
        upTo = Math.min(end, upTo + 1 + random.nextInt(300));
        bits.reserve(upTo);
        addSome(bits, expected, from, upTo);
        requireSame(bits, expected, first, upTo, context);
      }
      assertEquals(expected.get(0, end).cardinality(), bits.count(), context);
    }
  }

  private void addSome(DocumentBits bits, BitSet expected, int from, int upTo) {
    for (int i = random.nextInt(4); i > 0; i--) {
      int document = from + random.nextInt(upTo - from);
      bits.add(document);
      expected.set(document);
      int room = Math.min(Long.SIZE, upTo - document);
      long set = random.nextLong() & random.nextLong() & -1L >>> Long.SIZE - room;
      bits.addAll(document, set);
      for (long rest = set; rest != 0; rest &= rest - 1) {
        expected.set(document + Long.numberOfTrailingZeros(rest));
      }
    }
  }

  @Test
  void shouldCountOnlyWhatIsBeforeTheEndWhenBitsGoOnBehindIt() {
    for (int end = 1; end < 200; end++) {
      DocumentBits bits = new DocumentBits(0, end);
      bits.reserve(end);
      for (int document = 0; document < end; document += 7) {
        bits.addAll(document, -1);
      }
      assertEquals(end, bits.count());
    }
  }

  private static void requireSame(
      DocumentBits bits, BitSet expected, int first, int upTo, String context) {
    for (int document = first; document < upTo; document++) {
      assertEquals(expected.get(document), bits.has(document), context);
      int next = expected.nextSetBit(document);
      if (next >= 0 && next < upTo) {
        assertEquals(next, bits.next(document), context);
      }
    }
  }
}
