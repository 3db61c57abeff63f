package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * The textual form says the same as the query.
 *
 * <p>{@code -Dstela.query.seed=…} repeats one run.
 */
class QueryTextTest {
  private static final String SEED = "stela.query.seed";
  private static final int QUERIES = 20_000;

  @Test
  void shouldReadAnEqualQueryWhenARandomOneWasWritten() {
    long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
    var queries = new RandomQueries(new Random(seed));
    for (int i = 0; i < QUERIES; i++) {
      Query query = queries.query(i % 5);
      String text = query.text();
      String repeat = "repeat by -D" + SEED + "=" + seed + " text=" + text;
      Query read;
      try {
        read = Query.parse(text);
      } catch (QuerySyntaxException e) {
        throw new AssertionError(repeat, e);
      }
      assertEquals(query, read, repeat);
      assertEquals(text, read.text(), repeat);
    }
  }

  @Test
  void shouldReadAnEqualQueryWhenARandomOneWasWrittenForSearching() {
    long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextLong());
    var queries = new RandomQueries(new Random(seed));
    for (int i = 0; i < QUERIES; i++) {
      Query query = queries.query(i % 5);
      String text = TextQuery.searchText(query);
      String repeat = "repeat by -D" + SEED + "=" + seed + " text=" + text;
      Query read;
      try {
        read = TextQuery.parse(text);
      } catch (QuerySyntaxException e) {
        throw new AssertionError(repeat, e);
      }
      assertEquals(query, read, repeat);
      assertEquals(text, TextQuery.searchText(read), repeat);
    }
  }

  @Test
  void shouldUseParenthesesOnlyWhereTheyAreNeeded() {
    Query a = Query.tag("a");
    Query b = Query.tag("b");
    assertEquals("a AND b OR NOT a", Query.or(Query.and(a, b), Query.not(a)).text());
    assertEquals("(a OR b) AND NOT (a OR b)", and(Query.or(a, b), Query.not(Query.or(a, b))));
    assertEquals("(a AND b) AND a", and(Query.and(a, b), a));
    assertEquals("EVER(a OR b) AND ASOF(7, b)", and(Query.ever(Query.or(a, b)), Query.asOf(7, b)));
    assertEquals("NOT NOT a", Query.not(Query.not(a)).text());
  }

  @Test
  void shouldQuoteWhatWouldBeReadOtherwise() {
    assertEquals("host:web-1", Query.tag("host:web-1").text());
    assertEquals("host:\"a b:c*\"", Query.tag("host:a b:c*").text());
    assertEquals("\"ns with space\":x", Query.tag("ns with space:x").text());
    assertEquals("\"say \\\"\\\\\\\"\"", Query.tag("say \"\\\"").text());
    assertEquals("\"AND\"", Query.tag("AND").text());
    assertEquals("AND:x", Query.tag("AND:x").text());
    assertEquals("ns:", Query.tag("ns:").text());
    assertEquals("n = 5", Query.equal("n", 5).text());
    assertEquals("n = \"5\"", Query.equal("n", "5").text());
    assertEquals("n = \"\"", Query.equal("n", "").text());
    assertEquals("n != x", Query.notEqual("n", "x").text());
    assertEquals("n IN (a, \"b c\", \"5\")", Query.in("n", "a", "b c", "5").text());
    assertEquals("n BETWEEN -1.5 AND 2.5", Query.between("n", -1.5, 2.5).text());
    assertEquals("LIKE(ns:*)", Query.matches("ns", "*").text());
    assertEquals("ns:*", Query.namespace("ns").text());
    assertEquals("LIKE(*)", Query.matches(null, "*").text());
    assertEquals("*", Query.all().text());
    assertEquals("LIKE(a\\*)", Query.matches("a\\*").text());
    assertEquals("a\\ b?:c*", Query.matches("a b?:c*").text());
    var uuid = new UUID(1, 2);
    assertEquals(
        "ID(" + uuid + ", \"" + uuid + "\", \"a b\")",
        Query.ids(EntityId.of(uuid), EntityId.named(uuid.toString()), EntityId.named("a b"))
            .text());
    assertEquals("CREATED(1970-01-01T00:00:00Z, *)", Query.createdIn(Instant.EPOCH, null).text());
    assertEquals("TEXT(title:hash)", TextQuery.allWords("title", "hash").text());
    assertEquals("\"TEXT\"", Query.tag("TEXT").text());
    assertEquals("LIFECYCLE(deleted)", Query.lifecycle(Lifecycle.DELETED).text());
  }

  @Test
  void shouldNestToTheLimitWhenWrittenAndRead() {
    Query deepest = Query.tag("a");
    for (int i = 0; i < QueryChecks.MAX_DEPTH; i++) {
      deepest =
          switch (i % 3) {
            case 0 -> Query.and(deepest, Query.all());
            case 1 -> Query.or(Query.all(), deepest);
            default -> Query.not(deepest);
          };
    }
    assertEquals(deepest, Query.parse(deepest.text()));
  }

  @Test
  void shouldMakeEveryKindOfBlockWhenQueriesAreRandom() {
    var queries = new RandomQueries(new Random(1));
    Set<Class<?>> kinds = new HashSet<>();
    Set<Comparison> comparisons = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      Query query = queries.query(i % 2);
      kinds.add(query.getClass());
      if (query instanceof Query.Compares compares) {
        comparisons.add(compares.comparison());
      }
    }
    Set<Class<?>> wanted = new HashSet<>(Set.of(Query.class.getPermittedSubclasses()));
    wanted.remove(TextQuery.class);
    wanted.addAll(Set.of(TextQuery.class.getPermittedSubclasses()));
    assertEquals(wanted, kinds);
    assertTrue(comparisons.containsAll(List.of(Comparison.values())));
  }

  private static String and(Query... queries) {
    return Query.and(queries).text();
  }
}
