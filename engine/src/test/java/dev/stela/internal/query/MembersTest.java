package dev.stela.internal.query;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.internal.index.postings.OrdinalSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembersTest {
  private static final int RANGE = 5 * OrdinalSet.CHUNK_SIZE;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void shouldFindNeighboursWhenChunksAreSparseDenseOrEmpty() {
    for (int round = 0; round < 20; round++) {
      TreeSet<Integer> plain = randomOrdinals();
      OrdinalSet set = OrdinalSet.of(plain.stream().mapToInt(Integer::intValue).toArray());
      int[] all = plain.stream().mapToInt(Integer::intValue).toArray();
      for (int i = 0; i < 2000; i++) {
        int from = random.nextInt(RANGE + OrdinalSet.CHUNK_SIZE);
        assertEquals(orNone(plain.ceiling(from)), Members.next(set, from), this::message);
        assertEquals(orNone(plain.floor(from)), Members.previous(set, from), this::message);
        int rank = plain.headSet(from).size();
        int n = 1 + random.nextInt(all.length + 1);
        int expected = rank + n - 1 < all.length ? all[rank + n - 1] : Members.NONE;
        assertEquals(expected, Members.nth(set, from, n), this::message);
      }
      assertEquals(Members.NONE, Members.previous(set, -1));
      IntStream.Builder visited = IntStream.builder();
      Members.forEach(set, visited::add);
      assertArrayEquals(all, visited.build().toArray(), this::message);
    }
  }

  @Test
  void shouldSkipAsManyWhenStreamed() {
    for (int round = 0; round < 50; round++) {
      TreeSet<Integer> plain = randomOrdinals();
      int[] all = plain.stream().mapToInt(Integer::intValue).toArray();
      OrdinalStream stream = new AscendingStream(OrdinalSet.of(all), OrdinalStream.NONE);
      int at = 0;
      while (at <= all.length) {
        int count = random.nextInt(all.length / 3 + 2);
        int end = Math.min(all.length, at + count);
        assertEquals(
            end == at ? OrdinalStream.NONE : all[end - 1], stream.skip(count), this::message);
        at = end;
        assertEquals(at < all.length ? all[at] : OrdinalStream.NONE, stream.next(), this::message);
        at++;
      }
      assertEquals(OrdinalStream.NONE, stream.skip(1));
      assertEquals(OrdinalStream.NONE, stream.next());
    }
  }

  private TreeSet<Integer> randomOrdinals() {
    TreeSet<Integer> ordinals = new TreeSet<>();
    for (int chunk = 0; chunk < RANGE / OrdinalSet.CHUNK_SIZE; chunk++) {
      int first = chunk * OrdinalSet.CHUNK_SIZE;
      int count =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1 + random.nextInt(5);
            case 2 -> 1000;
            default -> 8000;
          };
      for (int i = 0; i < count; i++) {
        ordinals.add(first + random.nextInt(OrdinalSet.CHUNK_SIZE));
      }
    }
    return ordinals;
  }

  private static int orNone(Integer ordinal) {
    return ordinal == null ? Members.NONE : ordinal;
  }

  private String message() {
    return "seed " + seed;
  }
}
