package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.InvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** {@code -Dstela.glob.seed=…} repeats one run of the random test. */
class GlobTest {
  private static final String SEED = "stela.glob.seed";
  private static final String[] PATTERN_PIECES = {"*", "?", "a", "b", "é", "😀", "\\*", "\\a", ":"};
  private static final String[] TEXT_PIECES = {"a", "b", "é", "😀", "*", ":", "e\u0301"};

  @Test
  void shouldAnswerAsTheNaiveMatcherDoes() {
    long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
    var random = new Random(seed);
    int matched = 0;
    for (int i = 0; i < 200_000; i++) {
      String pattern = pieces(random, PATTERN_PIECES, 7);
      String text = pieces(random, TEXT_PIECES, 8);
      boolean expected = naive(pattern.codePoints().toArray(), 0, text.codePoints().toArray(), 0);
      Glob glob = Glob.of(pattern);
      String repeat = "repeat by -D" + SEED + "=" + seed + " pattern=" + pattern + " text=" + text;
      assertEquals(expected, glob.matches(text), repeat);
      assertEquals(expected, Glob.of(glob.text()).matches(text), repeat);
      if (expected) {
        matched++;
        String prefix = new String(glob.literalPrefix(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith(prefix), repeat);
        assertTrue(!glob.isLiteral() || text.equals(prefix), repeat);
      } else {
        assertFalse(glob.isAny(), repeat);
      }
    }
    assertTrue(matched > 10_000, "hardly anything matched: " + matched);
  }

  @Test
  void shouldMatchOnlyThePartThatIsGiven() {
    byte[] utf8 = "ns:web-1!".getBytes(StandardCharsets.UTF_8);
    assertTrue(Glob.of("web-?").matches(utf8, 3, 8));
    assertFalse(Glob.of("web-?").matches(utf8, 3, 9));
    assertTrue(Glob.of("").matches(utf8, 3, 3));
  }

  @Test
  void shouldSayWhatKindOfPatternItIs() {
    assertTrue(Glob.of("a\\*").isLiteral());
    assertFalse(Glob.of("a?").isLiteral());
    assertTrue(Glob.of("***").isAny());
    assertFalse(Glob.of("*?").isAny());
    assertFalse(Glob.of("").isAny());
    assertTrue(Glob.of("a\\**").isPrefix());
    assertTrue(Glob.of("*").isPrefix());
    assertFalse(Glob.of("a*b").isPrefix());
    assertFalse(Glob.of("a").isPrefix());
    assertFalse(Glob.of("a?*").isPrefix());
  }

  @Test
  void shouldHaveOneTextWhenPatternsMeanTheSame() {
    assertEquals("ab*\\*\\?\\\\", Glob.of("\\ab***\\*\\?\\\\").text());
    assertEquals("\\*\\?\\\\a", Glob.escape("*?\\a"));
    assertTrue(Glob.of(Glob.escape("*?\\a")).matches("*?\\a"));
  }

  @Test
  void shouldEndSoonWhenThePatternHasManyStars() {
    assertFalse(Glob.of("*a".repeat(100) + "b").matches("a".repeat(255)));
    assertTrue(Glob.of("*a".repeat(100) + "*").matches("a".repeat(255)));
  }

  @Test
  void shouldRefuseWhenThePatternIsNone() {
    assertThrows(InvalidArgumentException.class, () -> Glob.of("a\\"));
    assertThrows(InvalidArgumentException.class, () -> Glob.of("a\uD83D"));
  }

  private static String pieces(Random random, String[] pieces, int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  private static boolean naive(int[] pattern, int p, int[] text, int t) {
    if (p == pattern.length) {
      return t == text.length;
    }
    if (pattern[p] == '*') {
      return naive(pattern, p + 1, text, t) || t < text.length && naive(pattern, p, text, t + 1);
    }
    if (t == text.length) {
      return false;
    }
    if (pattern[p] == '?') {
      return naive(pattern, p + 1, text, t + 1);
    }
    int at = pattern[p] == '\\' ? p + 1 : p;
    return pattern[at] == text[t] && naive(pattern, at + 1, text, t + 1);
  }
}
