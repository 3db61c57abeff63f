package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * What texts of the language for searching mean, and what is said of those that mean nothing.
 *
 * <p>{@code -Dstela.query.seed=…} repeats one run of the random tests.
 */
class SearchParserTest {
  private static final String SEED = "stela.query.seed";
  private static final int TEXTS = 100_000;
  private static final String[] PIECES = {
    "a",
    "title:",
    "*:",
    "\"a b\"",
    "\"",
    "\\",
    "*",
    "?",
    "+",
    "-",
    "!",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "[a TO b]",
    "{* TO b]",
    " TO ",
    "~",
    "~1",
    "~2",
    "^",
    "^2",
    "^0.5",
    "^1e3",
    "^1e99",
    "AND",
    "OR",
    "NOT",
    "TAGS(a)",
    "TAGS(",
    "ALL(\"",
    "ANY(\"a\")",
    "TEXT(",
    "ns = 1",
    " ",
    "\n",
    "\u0000",
    "é",
    "😀",
    "\uD83D",
    "\uDE00",
    ":",
    "&&",
    "((((",
    "NOT NOT ",
    "\u2028",
    "9999999999"
  };

  private final Query a = TextQuery.allWords(null, "a");
  private final Query b = TextQuery.allWords(null, "b");
  private final Query c = TextQuery.allWords(null, "c");

  @Test
  void shouldReadEachKindOfLeaf() {
    assertEquals(new TextQuery.Words(null, "a", true, 1), TextQuery.parse("a"));
    assertEquals(new TextQuery.Words("t", "a b", false, 2), TextQuery.parse("t:ANY(\"a b\")^2"));
    assertEquals(new TextQuery.Phrase("t", "a b", 3, 0.5f), TextQuery.parse("t:\"a b\"~3^0.5"));
    assertEquals(new TextQuery.Prefix(null, "a*", 1), TextQuery.parse("a\\**"));
    assertEquals(new TextQuery.Wildcard("t", "*", 1), TextQuery.parse("t:*"));
    assertEquals(new TextQuery.Wildcard(null, "a*", 1), TextQuery.parse("a**"));
    assertEquals(new TextQuery.Wildcard(null, "?a\\*", 1), TextQuery.parse("?a\\*"));
    assertEquals(new TextQuery.Fuzzy(null, "a", 2, 1), TextQuery.parse("a~"));
    assertEquals(new TextQuery.Fuzzy("t", "a", 1, 3), TextQuery.parse("t:a~1^3"));
    assertEquals(new TextQuery.Range("t", "a", "b", true, false, 1), TextQuery.parse("t:[a TO b}"));
    assertEquals(
        new TextQuery.Range(null, null, "*", true, true, 1), TextQuery.parse("{* TO \\*]"));
    assertEquals(
        new TextQuery.Range(null, "TO", "TO", true, true, 1), TextQuery.parse("[TO TO TO]"));
    assertEquals(
        new TextQuery.Range(null, "-1", "", true, true, 1), TextQuery.parse("[-1 TO \"\"]"));
    assertEquals(Query.all(), TextQuery.parse("*"));
    assertEquals(Query.parse("a OR b = 1"), TextQuery.parse("TAGS(a OR b = 1)"));
  }

  @Test
  void shouldTakeListsOfAlternativesApart() {
    assertEquals(Query.or(a, b, c), TextQuery.parse("a b OR c"));
    assertEquals(Query.or(a, Query.and(b, c)), TextQuery.parse("a b AND c"));
    assertEquals(Query.and(a, b), TextQuery.parse("+a +b"));
    assertEquals(Query.and(a, Query.or(b, Query.all()), Query.not(c)), TextQuery.parse("b +a -c"));
    assertEquals(Query.and(Query.or(a, b), Query.not(c)), TextQuery.parse("a b NOT c"));
    assertEquals(Query.or(a, Query.not(b), c), TextQuery.parse("a OR NOT b c"));
    assertEquals(Query.not(a), TextQuery.parse("-a"));
    assertEquals(Query.not(Query.not(a)), TextQuery.parse("NOT NOT a"));
    assertEquals(Query.and(Query.or(a, b), c), TextQuery.parse("(a b)AND(c)"));
  }

  @Test
  void shouldWantAllClausesWhenAskedTo() {
    assertEquals(Query.and(a, b), TextQuery.parseAll("a b"));
    assertEquals(a, TextQuery.parseAll("a"));
    assertEquals(Query.and(a, Query.or(b, c)), TextQuery.parseAll("a b OR c"));
    assertEquals(Query.and(Query.or(a, b), c), TextQuery.parseAll("a OR b c"));
    assertEquals(Query.and(c, a, b), TextQuery.parseAll("a b +c"));
    assertEquals(Query.and(a, Query.or(b, c), Query.not(a)), TextQuery.parseAll("a -a (b OR c)"));
    assertEquals(Query.and(Query.and(a, b), c), TextQuery.parseAll("(a b) c"));
    assertEquals(Query.not(a), TextQuery.parseAll("-a"));
    assertEquals(Query.and(a, Query.or(b, c)), TextQuery.parseAll("a TAGS(TEXT(b c))"));
  }

  @Test
  void shouldPointToWhatIsWrong() {
    assertMessage("", 0, "the text is empty: expected a word, such as hash or title:hash");
    assertMessage("a )", 2, "this parenthesis closes nothing");
    assertMessage("()", 1, "expected a word, such as hash or title:hash, but found \")\"");
    assertMessage("a AND", 5, "but found the end");
    assertMessage("OR a", 0, "found the keyword OR: the word is written \\OR");
    assertMessage("a AND -b", 6, "+ and - do not go with AND, OR and NOT");
    assertMessage("a OR +b", 5, "+ and - do not go with AND, OR and NOT");
    assertMessage("-a AND b", 0, "+ and - do not go with AND, OR and NOT");
    assertMessage("a - b", 2, "expected a word right behind -");
    assertMessage("\"a\"b", 3, "expected a space before \"b\"");
    assertMessage("a\"b\"", 1, "expected a space before \"b\"");
    assertMessage("a*~1", 2, "wildcards");
    assertMessage("*^2", 1, "* is every entity, and has no score");
    assertMessage("TAGS(a)^2", 7, "TAGS has no score");
    assertMessage("t:TAGS(a)", 2, "tags are in no text field");
    assertMessage("t*:a", 0, "a field has no wildcards");
    assertMessage("a^", 1, "expected a number behind ^");
    assertMessage("a^1e99", 0, "a boost is a number that is not negative, and finite");
    assertMessage("\"a\"~", 3, "expected a number of positions behind the phrase");
    assertMessage("a~0", 0, "part=edits value=0 least=1 most=2");
    assertMessage("[a b]", 3, "expected TO, but found \"b\"");
    assertMessage("[a TO b", 7, "the range at index 0 is not closed");
    assertMessage("[a* TO b]", 1, "quote * and ? that mean themselves");
    assertMessage("a]", 1, "expected a word, but found \"]\": in a word it is written \\]");
    assertMessage("a\\", 1, "a backslash escapes the character after it, but found the end");
    assertMessage("\"a\\b\"", 2, "inside quotes a backslash stands before");
    assertMessage("b TAGS(a b)", 9, "two conditions are joined by AND or OR");
    assertMessage("b TAGS(a", 8, "the parenthesis at index 6 is not closed");
  }

  @Test
  void shouldPointToWhatIsWrongInATextWithinTags() {
    var error = assertThrows(QuerySyntaxException.class, () -> Query.parse("a AND TEXT(b [c])"));
    assertEquals(15, error.position());
    error = assertThrows(QuerySyntaxException.class, () -> Query.parse("a AND TEXT(b"));
    assertTrue(error.getMessage().contains("the parenthesis at index 10 is not closed"));
    error = assertThrows(QuerySyntaxException.class, () -> Query.parse("TEXT a"));
    assertTrue(error.getMessage().startsWith("expected \"(\" after TEXT, but found \"a\""));
    assertEquals(
        Query.or(Query.tag("x"), Query.and(a, Query.tag("y"))),
        Query.parse("x OR TEXT( a ) AND y"));
  }

  @Test
  void shouldRefuseWhenItIsNestedTooDeep() {
    assertMessage("(".repeat(1_000_000), 501, "nested too deep: most=500");
    assertMessage("NOT ".repeat(1_000_000), 2_000, "nested too deep: most=500");
    assertMessage("TAGS(TEXT(".repeat(100_000), 2_500, "nested too deep: most=500");
    assertEquals(a, TextQuery.parse("(".repeat(500) + "a" + ")".repeat(500)));
    assertEquals(100_000, ((Query.Or) TextQuery.parse("a ".repeat(100_000))).queries().size());
  }

  @Test
  void shouldAnswerByAQueryOrASyntaxErrorWhateverTheText() {
    long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
    var random = new Random(seed);
    var queries = new RandomQueries(random);
    int accepted = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text =
          i % 2 == 0 ? pieces(random) : mutated(TextQuery.searchText(queries.query(2)), random);
      String repeat = "repeat by -D" + SEED + "=" + seed + " text=" + text;
      try {
        Query query = TextQuery.parse(text);
        assertEquals(query, TextQuery.parse(TextQuery.searchText(query)), repeat);
        assertEquals(query, Query.parse(query.text()), repeat);
        accepted++;
      } catch (QuerySyntaxException e) {
        assertTrue(e.position() >= 0 && e.position() <= text.length(), repeat);
        String[] lines = e.getMessage().split("\n", -1);
        assertTrue(lines.length >= 3 && lines[lines.length - 1].strip().equals("^"), repeat);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(repeat, e);
      }
    }
    assertTrue(accepted > TEXTS / 100, "hardly any text was a query: " + accepted);
    assertTrue(accepted < TEXTS * 2 / 3, "hardly any text was none: " + accepted);
  }

  private static String pieces(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
      text.append(random.nextBoolean() ? " " : "");
    }
    return text.toString();
  }

  private static String mutated(String text, Random random) {
    var mutated = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(mutated.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> mutated.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(1, 4)));
        case 2 -> mutated.setLength(at);
        default -> mutated.insert(at, (char) random.nextInt(0x10000));
      }
    }
    return mutated.toString();
  }

  private static void assertMessage(String text, int position, String expected) {
    var error = assertThrows(QuerySyntaxException.class, () -> TextQuery.parse(text));
    assertTrue(error.getMessage().contains(expected), error.getMessage());
    assertEquals(position, error.position(), error.getMessage());
  }
}
