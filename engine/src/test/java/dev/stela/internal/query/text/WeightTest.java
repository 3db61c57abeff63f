package dev.stela.internal.query.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.index.text.FieldStatistics;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightTest {
  private final long seed = Long.getLong("stela.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final float[] factors = Bm25.DEFAULT.lengthFactors(new FieldStatistics(1_000, 77_000));

  @Test
  void shouldTellTheSmallestStrengthWhenAScoreIsAskedFor() {
    for (int i = 0; i < 20_000; i++) {
      Weight weight = new Weight(random.nextFloat() * 20, factors);
      float least = random.nextFloat() * 21;
      float strength = weight.leastStrength(least);
      String context = "seed=" + seed + " least=" + least + " strength=" + strength;
      assertTrue(weight.score(Math.nextDown(strength)) < least, context);
      assertTrue(strength == Float.POSITIVE_INFINITY || weight.score(strength) >= least, context);
    }
  }

  @Test
  void shouldTellTheVeryStrengthWhenAScoreThatADocumentHasIsAskedFor() {
    for (int i = 0; i < 20_000; i++) {
      Weight weight = new Weight(random.nextFloat() * 20 + 0.1f, factors);
      float strength = weight.strength(1 + random.nextInt(50), random.nextInt(200));
      float least = weight.leastStrength(weight.score(strength));
      assertTrue(least <= strength, "seed=" + seed);
      assertTrue(weight.leastStrength(Math.nextUp(weight.score(strength))) > strength);
    }
  }

  @Test
  void shouldExcludeNothingWhenEveryScoreIsOfUse() {
    Weight weight = new Weight(3, factors);
    assertEquals(Float.NEGATIVE_INFINITY, weight.leastStrength(Float.NEGATIVE_INFINITY));
    assertEquals(Float.NEGATIVE_INFINITY, weight.leastStrength(0));
    assertEquals(Float.POSITIVE_INFINITY, new Weight(0, factors).leastStrength(0.1f));
  }

  @Test
  void shouldTellTheLeastFrequencyWhenAStrengthIsAskedFor() {
    Weight weight = new Weight(1, factors);
    for (int i = 0; i < 20_000; i++) {
      int norm = random.nextInt(200);
      float strength = random.nextFloat() * 10;
      float frequency = weight.leastFrequency(strength, norm);
      assertTrue(weight.strength(frequency, norm) >= strength, "seed=" + seed);
      assertTrue(
          frequency == 0 || weight.strength(Math.nextDown(frequency), norm) < strength,
          "seed=" + seed);
    }
  }

  @Test
  void shouldAskForMoreThanAnyFrequencyWhenNoStrengthIsEnough() {
    float[] steep = new Bm25(1e-8f, 0.75f).lengthFactors(new FieldStatistics(1_000, 77_000));
    for (float[] factors : new float[][] {factors, steep}) {
      Weight weight = new Weight(1, factors);
      float strength = weight.leastStrength(Math.nextUp(1f));
      for (int norm = 0; norm < factors.length; norm++) {
        assertEquals(Float.POSITIVE_INFINITY, weight.leastFrequency(strength, norm));
      }
    }
  }
}
