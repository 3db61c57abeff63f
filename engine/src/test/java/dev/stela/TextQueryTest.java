package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TextQueryTest {
  @Test
  void shouldRefuseWhatCannotBeWhenItIsMade() {
    assertRefused("part=words", () -> TextQuery.allWords(null, null));
    assertRefused("a text field's name has 1 to 255 bytes", () -> TextQuery.allWords("", "a"));
    assertRefused("bytes=256", () -> TextQuery.allWords("é".repeat(128), "a"));
    assertRefused("must be valid Unicode", () -> TextQuery.phrase(null, "\uD83D"));
    assertRefused("part=slop value=-1", () -> TextQuery.phrase(null, "a", -1));
    assertRefused("is empty: part=prefix", () -> TextQuery.prefix(null, ""));
    assertRefused("a pattern of terms has a *", () -> TextQuery.wildcard(null, "a\\*"));
    assertRefused("ends in a backslash", () -> TextQuery.wildcard(null, "*\\"));
    assertRefused("is empty: part=word", () -> TextQuery.fuzzy(null, ""));
    assertRefused("part=edits value=3", () -> TextQuery.fuzzy(null, "a", 3));
    for (float boost : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertRefused("boost=" + boost, () -> TextQuery.prefix(null, "a").withBoost(boost));
    }
  }

  @Test
  void shouldBeEqualWhenItMeansTheSame() {
    assertNull(TextQuery.anyWord("*", "a").field());
    assertEquals(TextQuery.wildcard(null, "a*?"), TextQuery.wildcard(null, "a***?"));
    assertEquals(
        new TextQuery.Range(null, null, null, false, false, 1), TextQuery.range(null, null, null));
    assertEquals(
        TextQuery.prefix(null, "a").withBoost(0f), TextQuery.prefix(null, "a").withBoost(-0f));
  }

  @Test
  void shouldChangeNothingButTheBoostOrTheField() {
    for (TextQuery query :
        List.of(
            TextQuery.allWords("f", "a"),
            TextQuery.anyWord("f", "a"),
            TextQuery.phrase("f", "a", 2),
            TextQuery.prefix("f", "a"),
            TextQuery.wildcard("f", "a?"),
            TextQuery.fuzzy("f", "a", 1),
            new TextQuery.Range("f", "a", "b", false, true, 1))) {
      TextQuery boosted = query.withBoost(2);
      assertEquals(2, boosted.boost());
      assertEquals(query, boosted.withBoost(1));
      assertEquals("g", query.withField("g").field());
      assertEquals(query, query.withField(null).withField("f"));
    }
  }

  private static void assertRefused(String expected, Executable made) {
    var error = assertThrows(InvalidArgumentException.class, made);
    assertTrue(error.getMessage().contains(expected), error.getMessage());
  }
}
