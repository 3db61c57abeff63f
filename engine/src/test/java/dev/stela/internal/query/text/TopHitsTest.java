package dev.stela.internal.query.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The best hits are kept and no others. */
class TopHitsTest {
  private record Hit(float score, int ordinal) {}

  @Test
  void shouldKeepTheBestWhenManyAreOffered() {
    long seed = Long.getLong("stela.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      int limit = random.nextInt(1, 100);
      var best = new TopHits(limit);
      List<Hit> all = new ArrayList<>();
      for (int i = random.nextInt(300); i > 0; i--) {
        // Few scores, so that many are equal.
        var hit = new Hit(random.nextInt(8), i * 7919 % 1009);
        all.add(hit);
        best.offer(hit.score, hit.ordinal);
      }
      all.sort(Comparator.comparing(Hit::score).reversed().thenComparingInt(Hit::ordinal));
      best.sort();
      List<Hit> kept = new ArrayList<>();
      for (int i = 0; i < best.size(); i++) {
        kept.add(new Hit(best.score(i), best.ordinal(i)));
      }
      assertEquals(all.subList(0, Math.min(limit, all.size())), kept, "seed=" + seed);
    }
  }

  @Test
  void shouldWantAHigherScoreWhenOnlyGreaterOrdinalsAreLeft() {
    var best = new TopHits(1);
    assertEquals(Float.NEGATIVE_INFINITY, best.least(0));
    assertTrue(best.offer(2, 5));
    assertEquals(2, best.least(3));
    assertEquals(Math.nextUp(2f), best.least(6));
    assertFalse(best.offer(2, 6));
    assertTrue(best.offer(2, 4));
  }
}
