package dev.stela.internal.query;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopKeysTest {
  private record Key(long first, long second, int ordinal) {}

  @Test
  void shouldKeepTheSmallestInOrderWhenKeysComeInAnyOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int count = random.nextInt(3000);
      int limit = 1 + random.nextInt(round % 2 == 0 ? 50 : 4000);
      int spread = 1 + random.nextInt(100);
      List<Key> keys = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long first = random.nextInt(8) == 0 ? Long.MIN_VALUE : random.nextInt(spread) - spread / 2;
        keys.add(new Key(first, random.nextInt(3) - 1, i));
      }
      Collections.shuffle(keys, random);
      TopKeys top = new TopKeys(limit);
      keys.forEach(key -> top.add(key.first, key.second, key.ordinal));
      int[] expected =
          keys.stream()
              .sorted(
                  Comparator.comparingLong(Key::first)
                      .thenComparingLong(Key::second)
                      .thenComparingInt(Key::ordinal))
              .limit(limit)
              .mapToInt(Key::ordinal)
              .toArray();
      assertArrayEquals(expected, top.sort(), () -> "seed " + seed);
    }
  }
}
