package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * What texts mean, and what is said of those that mean nothing.
 *
 * <p>{@code -Dstela.query.seed=…} repeats one run of the random tests.
 */
class QueryParserTest {
  private static final String SEED = "stela.query.seed";
  private static final int TEXTS = 100_000;
  private static final String[] PIECES = {
    "a",
    "ns:v",
    "ns",
    "*",
    "?",
    "\\",
    "\"",
    "\"a b\"",
    "(",
    ")",
    ",",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "!",
    "AND",
    "OR",
    "NOT",
    "IN",
    "BETWEEN",
    "EVER(",
    "ASOF(",
    "LIFECYCLE(",
    "CREATED(",
    "UPDATED(",
    "ID(",
    "LIKE(",
    "deleted",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "12",
    "-1e9",
    "99999999999999999999",
    " ",
    "\n",
    "\t",
    "\u0000",
    "é",
    "😀",
    "\uD83D",
    "\uDE00",
    "and",
    ":",
    "00000000-0000-0000-0000-000000000000",
    "(((((",
    "NOT NOT ",
    "\u2028",
    "\r\n"
  };

  private final Query a = Query.tag("a");
  private final Query b = Query.tag("b");
  private final Query c = Query.tag("c");

  @Test
  void shouldBindNotAndOrInThisOrder() {
    assertEquals(Query.or(a, Query.and(b, c)), Query.parse("a OR b AND c"));
    assertEquals(Query.and(Query.or(a, b), c), Query.parse("(a OR b) AND c"));
    assertEquals(Query.and(Query.not(a), b), Query.parse("NOT a AND b"));
    assertEquals(Query.not(Query.and(a, b)), Query.parse("NOT (a AND b)"));
    assertEquals(Query.and(a, b, c), Query.parse("a AND b AND c"));
    assertEquals(Query.and(Query.and(a, b), c), Query.parse("(a AND b) AND c"));
    assertEquals(a, Query.parse("\n ((a)) \t"));
    assertEquals(
        Query.and(
            Query.tag("type:user"),
            Query.or(Query.tag("status:active"), Query.tag("status:new")),
            Query.not(Query.matches("host", "web-*"))),
        Query.parse("type:user AND (status:active OR status:new) AND NOT host:web-*"));
  }

  @Test
  void shouldReadTagsAndPatterns() {
    assertEquals(Query.tag("a:b:c"), Query.parse("a:b:c"));
    assertEquals(Query.tag("host:a b:c*"), Query.parse("host:\"a b:c*\""));
    assertEquals(Query.tag("ns with space:x"), Query.parse("\"ns with space\":\"x\""));
    assertEquals(Query.tag("a b:c"), Query.parse("\"a b:c\""));
    assertEquals(Query.tag("a b*\\"), Query.parse("a\\ b\\*\\\\"));
    assertEquals(Query.tag("a\"\\"), Query.parse("\"a\\\"\\\\\""));
    assertEquals(Query.tag("AND"), Query.parse("\"AND\""));
    assertEquals(Query.tag("ns:"), Query.parse("ns:"));
    assertEquals(Query.tag(":"), Query.parse(":"));
    assertEquals(Query.tag("größe:日本😀"), Query.parse("größe:日本😀"));
    assertEquals(Query.tag("wow!"), Query.parse("wow!"));
    assertEquals(Query.namespace("ns"), Query.parse("ns:*"));
    assertEquals(Query.namespace("a b"), Query.parse("\"a b\":**"));
    assertEquals(Query.namespace(""), Query.parse(":*"));
    assertEquals(Query.all(), Query.parse("*"));
    assertEquals(Query.matches("*", "*"), Query.parse("*:*"));
    assertEquals(Query.matches("n?", "a\\*b*"), Query.parse("n?:\"a*b\"*"));
    assertEquals(Query.matches(null, "web*"), Query.parse("web*"));
    assertEquals(Query.matches(null, "*"), Query.parse("LIKE(*)"));
    assertEquals(Query.matches("a*:b:c"), Query.parse("a*:b:c"));
    assertEquals(Query.matches("a*", "b:c"), Query.matches("a*\\:b:c"));
    assertEquals(Query.matches("a*\\\\", "b"), Query.matches("a*\\\\:b"));
  }

  @Test
  void shouldReadComparisons() {
    assertEquals(Query.equal("n", "x"), Query.parse("n = x"));
    assertEquals(Query.notEqual("n", "x"), Query.parse("n!=x"));
    assertEquals(Query.less("n", 5), Query.parse("n<5"));
    assertEquals(Query.atMost("n", new BigDecimal("-0.5")), Query.parse("n <= -0.5"));
    assertEquals(Query.greater("n", "5"), Query.parse("n > \"5\""));
    assertEquals(Query.greater("n", "5"), Query.parse("n > \\5"));
    assertEquals(Query.atLeast("n", "5x"), Query.parse("n >= 5x"));
    assertEquals(Query.atLeast("n", "+5"), Query.parse("n >= +5"));
    assertEquals(Query.equal("n", "10:30"), Query.parse("n = 10:30"));
    assertEquals(Query.equal("", ""), Query.parse("\"\" = \"\""));
    assertEquals(
        Query.compare(
            "n",
            Comparison.IN,
            Query.Operand.ofText("a"),
            Query.Operand.ofText("b c"),
            Query.Operand.ofNumber(5)),
        Query.parse("n IN (a, \"b c\", 5)"));
    assertEquals(
        Query.and(Query.between("n", 3, 7), Query.between("n", "a", "b")),
        Query.parse("n BETWEEN 3 AND 7 AND n BETWEEN a AND b"));
  }

  @Test
  void shouldReadFunctions() {
    Instant day = Instant.parse("2026-01-01T00:00:00Z");
    assertEquals(Query.lifecycle(Lifecycle.DELETED), Query.parse("LIFECYCLE(deleted)"));
    assertEquals(Query.lifecycle(Lifecycle.ACTIVE), Query.parse("LIFECYCLE( ACTIVE )"));
    assertEquals(Query.createdIn(day, null), Query.parse("CREATED(2026-01-01, *)"));
    assertEquals(
        Query.updatedIn(null, day.plusNanos(1)),
        Query.parse("UPDATED(*, 2026-01-01T01:00:00.000000001+01:00)"));
    assertEquals(Query.ever(a), Query.parse("EVER(a)"));
    assertEquals(Query.asOf(day, Query.or(a, b)), Query.parse("ASOF(2026-01-01, a OR b)"));
    assertEquals(Query.asOf(2026, a), Query.parse("ASOF(2026, a)"));
    var uuid = new UUID(1, 2);
    assertEquals(
        Query.ids(
            EntityId.named("a"),
            EntityId.named("b c"),
            EntityId.of(uuid),
            EntityId.named(uuid.toString())),
        Query.parse("ID(a, \"b c\", " + uuid + ", \"" + uuid + "\")"));
  }

  @Test
  void shouldPointToTheErrorWhenTheTextIsNoQuery() {
    assertError("", 0, "the text is empty: expected a condition, such as ns:value\n\n^");
    assertError(
        "a b",
        2,
        """
        expected AND, OR or the end, but found "b": two conditions are joined by AND or OR, \
        a tag with spaces is quoted
        a b
          ^\
        """);
    assertError(
        "(a AND\n  b c)",
        11,
        """
        expected AND, OR or ")", but found "c": two conditions are joined by AND or OR, \
        a tag with spaces is quoted, in line 2
          b c)
            ^\
        """);
    assertError(
        "(a",
        2,
        """
        expected AND, OR or ")", but found the end: the parenthesis at index 0 is not closed
        (a
          ^\
        """);
    assertError(
        "日本e\u0301😀x AND \"open",
        12,
        "this quote is not closed: expected another \"\n"
            + "日本e\u0301😀x AND \"open\n"
            + "             ^");
    assertError(
        "x".repeat(200) + " = " + "y".repeat(200) + " )",
        404,
        "expected AND, OR or the end, but found \")\"\n…"
            + "y".repeat(49)
            + " )\n"
            + " ".repeat(51)
            + "^");
    assertError(
        "( " + "y".repeat(200),
        202,
        "expected AND, OR or \")\", but found the end: the parenthesis at index 0 is not closed\n…"
            + "y".repeat(50)
            + "\n"
            + " ".repeat(51)
            + "^");
    assertError(
        "= " + "y".repeat(200),
        0,
        "expected a namespace before the operator =\n= " + "y".repeat(74) + "…\n^");
    assertError(
        "a AND\r\n", 7, "expected a condition, such as ns:value, but found the end\na AND\n     ^");
  }

  @Test
  void shouldSayWhatWasProbablyMeant() {
    assertMessage("a and b", 2, "keywords are upper case, write AND");
    assertMessage("not a", 4, "keywords are upper case, write NOT");
    assertMessage("ever(a)", 4, "keywords are upper case, write EVER");
    assertMessage("a in (b)", 2, "keywords are upper case, write IN");
    assertMessage("a && b", 2, "write AND or OR");
    assertMessage("host: web", 6, "a tag has no space after its colon unless it is quoted");
    assertMessage("'a b'", 3, "texts are quoted by \"");
    assertMessage("a AND !b", 6, "write NOT, or quote");
    assertMessage("a == b", 2, "write =");
    assertMessage("a <> b", 2, "write !=");
    assertMessage("a AND OR b", 6, "the text OR is written \"OR\"");
    assertMessage("ID = 5", 3, "expected \"(\" after ID, but found \"=\": the text ID is written");
    assertMessage("n = AND", 4, "the text AND is written \"AND\"");
    assertMessage("n = a*", 4, "quote * and ? that mean themselves");
    assertMessage("n* = a", 0, "expected one namespace before =, but found a pattern");
    assertMessage("x OR n:m = a", 5, "expected a namespace, which has no colon, before =");
    assertMessage("n BETWEEN 3, 7", 11, "expected AND and the greatest value, but found \",\"");
    assertMessage("n BETWEEN 3 AND b", 0, "both operands of BETWEEN are numbers");
    assertMessage("n IN ()", 6, "expected a value, but found \")\"");
    assertMessage("n IN (a b)", 8, "expected \")\", but found \"b\"");
    assertMessage("n IN (a,", 8, "expected a value, but found the end");
    assertMessage(
        "LIFECYCLE(gone)", 10, "expected active, deleted or archived, but found \"gone\"");
    assertMessage("CREATED(yesterday, *)", 8, "a moment is written 2026-01-31");
    assertMessage("CREATED(2026-02-30, *)", 8, "a moment is written 2026-01-31");
    assertMessage("CREATED(\"*\", *)", 8, "expected a moment, or * for no limit");
    assertMessage("CREATED(*)", 9, "expected a comma and the end of the span");
    assertMessage("ASOF(99999999999999999999, a)", 5, "expected an LSN from 0 to");
    assertMessage("ASOF(5 a)", 7, "expected a comma and a query");
    assertMessage("ID(a*)", 3, "expected an id, but found a pattern");
    assertMessage("ID(00000000-0000-0000-0000-000000000000)", 3, "the nil UUID");
    assertMessage("a AND \"\"", 6, "a tag has 1 to 255 UTF-8 bytes");
    assertMessage("a AND " + "b".repeat(256), 6, "a tag has 1 to 255 UTF-8 bytes");
    assertMessage("a AND \uD83D", 6, "valid Unicode");
    assertMessage("a AND \"b\u0000\"", 6, "no control characters");
    assertMessage("a\\", 1, "a backslash escapes the character after it");
    assertMessage("a \"b\\c\"", 4, "inside quotes a backslash stands before");
    assertMessage("()", 1, "expected a condition, such as ns:value, but found \")\"");
    assertMessage("LIKE()", 5, "expected a pattern, but found \")\"");
    assertMessage("a <", 3, "expected a value after <, but found the end");
    assertMessage("a)", 1, "expected AND, OR or the end, but found \")\"");
  }

  @Test
  void shouldRefuseWhenNestedTooDeep() {
    assertMessage("(".repeat(501), 500, "nested too deep: most=500");
    assertMessage("(".repeat(1_000_000), 500, "nested too deep: most=500");
    assertMessage("NOT ".repeat(1_000_000) + "a", 2_000, "nested too deep: most=500");
    assertMessage("EVER(".repeat(1_000_000), 2_504, "nested too deep: most=500");
    assertMessage("ASOF(1,".repeat(1_000_000), 3_504, "nested too deep: most=500");
    String everyLevelTwice = "(a OR a AND ".repeat(400) + "a" + ")".repeat(400);
    assertTrue(
        assertThrows(QuerySyntaxException.class, () -> Query.parse(everyLevelTwice))
            .getMessage()
            .startsWith("a query is nested too deep: most=500"));
    assertEquals(a, Query.parse("(".repeat(500) + "a" + ")".repeat(500)));
  }

  @Test
  void shouldReadManyTermsWhenTheyAreNotNested() {
    String text = "a OR b AND c OR ".repeat(50_000) + "a";
    assertEquals(100_001, ((Query.Or) Query.parse(text)).queries().size());
  }

  @Test
  void shouldAnswerByAQueryOrASyntaxErrorWhateverTheText() {
    long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
    var random = new Random(seed);
    var queries = new RandomQueries(random);
    int accepted = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = i % 2 == 0 ? pieces(random) : mutated(queries.query(2).text(), random);
      String repeat = "repeat by -D" + SEED + "=" + seed + " text=" + text;
      try {
        Query query = Query.parse(text);
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
    assertTrue(accepted < TEXTS / 2, "hardly any text was none: " + accepted);
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

  private static void assertError(String text, int position, String message) {
    var error = assertThrows(QuerySyntaxException.class, () -> Query.parse(text));
    assertEquals(message, error.getMessage());
    assertEquals(position, error.position());
  }

  private static void assertMessage(String text, int position, String part) {
    var error = assertThrows(QuerySyntaxException.class, () -> Query.parse(text));
    String first = error.getMessage().lines().findFirst().orElseThrow();
    assertTrue(first.contains(part), () -> "expected=" + part + " actual=" + first);
    assertEquals(position, error.position(), first);
  }
}
