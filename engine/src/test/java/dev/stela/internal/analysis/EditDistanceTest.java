package dev.stela.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** {@code -Dstela.edits.seed=…} repeats one run of the random test. */
class EditDistanceTest {
  private static final String SEED = "stela.edits.seed";

  @Test
  void shouldCountEachKindOfEditAsOne() {
    var hash = new EditDistance("hash");
    for (String near : new String[] {"hash", "ash", "hashs", "hush", "hahs", "ahsh"}) {
      assertTrue(hash.isWithin(near, 1), near);
    }
    assertFalse(hash.isWithin("has", 0));
    assertFalse(hash.isWithin("hsah1", 1));
    assertTrue(hash.isWithin("hsah1", 2));
    assertTrue(new EditDistance("a😀").isWithin("😀a", 1));
    // A place that was exchanged is not edited once more.
    assertFalse(new EditDistance("ca").isWithin("abc", 2));
  }

  @Test
  void shouldAgreeWithTheDefinitionWhenWordsAreRandom() {
    long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String a = word(random);
      String b = word(random);
      int edits = edits(a, b);
      for (int most = 0; most <= 3; most++) {
        assertEquals(
            edits <= most,
            new EditDistance(a).isWithin(b, most),
            "repeat by -D" + SEED + "=" + seed + " words=" + a + "," + b + " most=" + most);
      }
    }
  }

  private static String word(Random random) {
    var word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    return word.toString();
  }

  /** By recursion over the words' ends. */
  private static int edits(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    String shortA = a.substring(0, a.length() - 1);
    String shortB = b.substring(0, b.length() - 1);
    int replaced = edits(shortA, shortB) + (a.endsWith(b.substring(b.length() - 1)) ? 0 : 1);
    int least = Math.min(replaced, Math.min(edits(shortA, b), edits(a, shortB)) + 1);
    if (a.length() > 1
        && b.length() > 1
        && a.charAt(a.length() - 1) == b.charAt(b.length() - 2)
        && a.charAt(a.length() - 2) == b.charAt(b.length() - 1)) {
      String beforeA = a.substring(0, a.length() - 2);
      least = Math.min(least, edits(beforeA, b.substring(0, b.length() - 2)) + 1);
    }
    return least;
  }
}
