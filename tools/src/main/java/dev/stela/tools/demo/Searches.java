package dev.stela.tools.demo;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Highlight;
import dev.stela.Hits;
import dev.stela.Query;
import dev.stela.QueryReader;
import dev.stela.RankedHit;
import dev.stela.RankedHits;
import dev.stela.Search;
import dev.stela.Snapshot;
import dev.stela.Suggestion;
import dev.stela.TextQuery;
import dev.stela.tools.HighlightText;
import dev.stela.tools.Text;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Help.Ansi;

/**
 * Searches the texts of classes as they are and as they were, and compares what is found with a
 * recount. One thread.
 */
final class Searches {
  /** How many hits are shown. */
  static final int SHOWN = 3;

  private static final int RUNS = 11;
  private static final int FREQUENT = 10;
  private static final int PIECE_LENGTH = 60;
  private static final String ROW = "          %9s  %9s  %s%n";

  private final EntityStore store;
  private final long lsnBefore;
  private final TextRecount before;
  private final TextRecount now;
  private final Checks checks;
  private final PrintWriter out;
  private final HighlightText marks = HighlightText.of(Ansi.AUTO.enabled());
  private final List<SearchResult> results = new ArrayList<>();

  /** Searches now, and as of the LSN before the updates. */
  Searches(
      EntityStore store,
      long lsnBefore,
      TextRecount before,
      TextRecount now,
      Checks checks,
      PrintWriter out) {
    this.store = store;
    this.lsnBefore = lsnBefore;
    this.before = before;
    this.now = now;
    this.checks = checks;
    this.out = out;
  }

  /**
   * Searches for everything and returns what was found.
   *
   * @param when is said with the checks
   */
  List<SearchResult> check(String when) {
    Problems problems = new Problems();
    DemoSearch.ALL.forEach(search -> ask(store, search, now, problems));
    checks.holds("searches find what the texts say, " + when, problems);
    try (Snapshot past = store.asOf(lsnBefore)) {
      Problems then = new Problems();
      DemoSearch.ALL.forEach(search -> ask(past, search, before, then));
      checks.holds("as of the commit before the updates they find what they said then", then);
      Problems words = new Problems();
      count(store, now, words);
      count(past, before, words);
      checks.holds("the most frequent words are in as many classes as a recount finds", words);
    }
    return List.copyOf(results);
  }

  private void ask(QueryReader reader, DemoSearch wanted, TextRecount recount, Problems problems) {
    Search search = reader.search(TextQuery.parse(wanted.text()));
    long[] nanos = new long[RUNS];
    RankedHits hits = null;
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      hits = search.ranked(SHOWN);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    Set<EntityId> expected = recount.matching(wanted);
    compare(wanted.text(), hits, expected, problems);
    compare(wanted.text(), search, expected, problems);
    SearchResult result =
        new SearchResult(
            wanted.text(),
            hits.lsn(),
            hits.total(),
            nanos[RUNS / 2],
            hits.hits().stream().map(Searches::hit).toList());
    results.add(result);
    print(result, hits);
  }

  private static void compare(
      String text, RankedHits hits, Set<EntityId> expected, Problems problems) {
    int best = Math.min(SHOWN, expected.size());
    if (hits.total() != expected.size() || hits.hits().size() != best) {
      problems.add(
          text
              + ": found "
              + hits.hits().size()
              + " of "
              + hits.total()
              + " instead of "
              + expected.size());
    }
    float last = Float.POSITIVE_INFINITY;
    for (RankedHit hit : hits) {
      if (!expected.contains(hit.id()) || !(hit.score() <= last) || hit.score() <= 0) {
        problems.add(text + ": found " + hit + " behind a score of " + last);
      }
      last = hit.score();
    }
  }

  private static void compare(
      String text, Search search, Set<EntityId> expected, Problems problems) {
    try (Hits<EntityId> all = search.ids()) {
      all.forEachRemaining(
          id -> {
            if (!expected.remove(id)) {
              problems.add(text + ": found " + id);
            }
          });
    }
    expected.forEach(id -> problems.add(text + ": did not find " + id));
  }

  /** Asks for the words by name, and for those that most entities have. */
  private static void count(QueryReader reader, TextRecount recount, Problems problems) {
    for (String field : List.of(ClassDescription.TITLE_FIELD, ClassDescription.MEMBERS_FIELD)) {
      List<Suggestion> expected = recount.mostFrequent(field, FREQUENT);
      List<Suggestion> found = reader.suggest(field, "", FREQUENT);
      if (!found.equals(expected)) {
        problems.add(field + ": found " + found + " instead of " + expected);
      }
      for (Suggestion word : expected) {
        Query query = TextQuery.allWords(field, word.term());
        long count = reader.search(query).count();
        if (count != word.entities()) {
          problems.add(field + ": counted " + count + " instead of " + word);
        }
      }
    }
  }

  private static SearchResult.Hit hit(RankedHit hit) {
    return new SearchResult.Hit(
        hit.id().toString(),
        hit.score(),
        pieces(hit).stream().map(piece -> piece.marked("**", "**")).toList());
  }

  private static List<Highlight> pieces(RankedHit hit) {
    return hit.highlights(1, PIECE_LENGTH);
  }

  private void print(SearchResult result, RankedHits hits) {
    String shown = result.search() + (result.asOfLsn() == lsnBefore ? ", before the updates" : "");
    out.printf(ROW, Text.count(result.total()), Text.duration(result.rankedNanos()), shown);
    for (RankedHit hit : hits) {
      out.printf(
          Locale.ROOT, "            %7.4f  %s%n", hit.score(), Text.printable(hit.id().toString()));
      for (Highlight piece : pieces(hit)) {
        out.println("                     " + piece.field() + ": " + marks.text(piece));
      }
    }
  }
}
