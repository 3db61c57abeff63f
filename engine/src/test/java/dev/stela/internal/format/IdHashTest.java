package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IdHashTest {
  @Test
  void shouldStayTheSameWhenTheCodeChanges() {
    // Directory files depend on these values.
    assertEquals(0L, IdHash.hash(0, 0));
    assertEquals(0xE220A8397B1DCDAFL, IdHash.hash(1, 0));
    assertEquals(0x97FAED5A6ABABCD4L, IdHash.hash(0, 1));
    assertEquals(0x53AACF009B53B82EL, IdHash.hash(0x0123456789ABCDEFL, 0xFEDCBA9876543210L));
  }

  @Test
  void shouldChangeEachBitOfTheHashAboutEverySecondTimeWhenOneBitOfTheIdChanges() {
    int trials = 2_000;
    var random = new SplittableRandom(1);
    int[][] changed = new int[128][64];
    for (int trial = 0; trial < trials; trial++) {
      long high = random.nextLong();
      long low = random.nextLong();
      long hash = IdHash.hash(high, low);
      for (int bit = 0; bit < 128; bit++) {
        long difference =
            hash
                ^ (bit < 64
                    ? IdHash.hash(high, low ^ 1L << bit)
                    : IdHash.hash(high ^ 1L << bit - 64, low));
        for (int out = 0; out < 64; out++) {
          changed[bit][out] += (int) (difference >>> out & 1);
        }
      }
    }
    for (int bit = 0; bit < 128; bit++) {
      for (int out = 0; out < 64; out++) {
        double share = (double) changed[bit][out] / trials;
        assertTrue(share > 0.4 && share < 0.6, "in " + bit + ", out " + out + ": " + share);
      }
    }
  }

  @Test
  void shouldSpreadIdsThatDifferInFewBitsWhenTheyAreOrderedByTime() {
    int[] shards = new int[DirectoryLayout.SHARDS];
    int[] prefixes = new int[64];
    int[] homes = new int[BucketLayout.SLOTS];
    int ids = 1 << 16;
    for (int i = 0; i < ids; i++) {
      // One store, one machine: time and a counter move, the rest stands still.
      long hash = IdHash.hash(0x0198_0000_0000_7000L + ((long) (i >>> 4) << 16), 0x8000 | i & 15);
      shards[DirectoryLayout.shard(hash)]++;
      prefixes[DirectoryLayout.prefix(hash, 6)]++;
      homes[BucketLayout.home(hash)]++;
    }
    assertEven(shards, ids);
    assertEven(prefixes, ids);
    assertEven(homes, ids);
  }

  private static void assertEven(int[] counts, int total) {
    double mean = (double) total / counts.length;
    for (int count : counts) {
      // Five standard deviations of a fair throw.
      assertTrue(Math.abs(count - mean) < 5 * Math.sqrt(mean), count + " instead of " + mean);
    }
  }
}
