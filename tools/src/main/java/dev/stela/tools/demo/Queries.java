package dev.stela.tools.demo;

import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Facet;
import dev.stela.Hits;
import dev.stela.Order;
import dev.stela.QueryReader;
import dev.stela.Search;
import dev.stela.Snapshot;
import dev.stela.tools.Text;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Asks the store what classes there are and were, and compares each answer with a recount. One
 * thread.
 */
final class Queries {
  private static final int RUNS = 21;
  private static final int SHOWN = 5;
  private static final String ROW = "          %9s  %9s  %s%n";

  private final EntityStore store;
  private final long lsnBefore;
  private final Recount before;
  private final Recount now;
  private final Checks checks;
  private final PrintWriter out;
  private final List<QueryResult> results = new ArrayList<>();

  /** Asks of now, and of the LSN before the updates. */
  Queries(
      EntityStore store,
      long lsnBefore,
      Recount before,
      Recount now,
      Checks checks,
      PrintWriter out) {
    this.store = store;
    this.lsnBefore = lsnBefore;
    this.before = before;
    this.now = now;
    this.checks = checks;
    this.out = out;
  }

  /** Asks everything and returns the counts with their times. */
  List<QueryResult> run() {
    askNow();
    askThen();
    askEver();
    sort();
    facets("kind", "module:java.base");
    facets("module", "kind:annotation AND modifier:public");
    return List.copyOf(results);
  }

  private void askNow() {
    Problems problems = new Problems();
    DemoQuery.ALL.forEach(query -> ask(store, query, now, problems));
    checks.holds("tag queries find what a recount of the classes finds", problems);
  }

  private void askThen() {
    Problems problems = new Problems();
    try (Snapshot past = store.asOf(lsnBefore)) {
      DemoQuery.ALL.forEach(query -> ask(past, query, before, problems));
    }
    checks.holds("as of the commit before the updates they find what was there then", problems);
  }

  /** What had the version of most class files and has it no more: an update took it. */
  private void askEver() {
    List<Recount.Entry> all = before.matching(tags -> true);
    String version = "version:" + Recount.facets(all, "version").getFirst().value();
    Predicate<Recount.Entry> lostIt =
        entry -> before.tags(entry.id()).contains(version) && !entry.tags().contains(version);
    Problems problems = new Problems();
    ask(
        store,
        "EVER(" + version + ") AND NOT " + version,
        now.matching(tags -> true).stream().filter(lostIt).toList(),
        problems);
    checks.holds("what ever had a tag is found after the tag was removed", problems);
  }

  private void ask(QueryReader reader, DemoQuery query, Recount expected, Problems problems) {
    ask(reader, query.text(), expected.matching(query.condition()), problems);
  }

  private void ask(
      QueryReader reader, String text, List<Recount.Entry> expected, Problems problems) {
    Search search = reader.search(text);
    long[] nanos = new long[RUNS];
    long count = 0;
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      count = search.count();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    QueryResult result = new QueryResult(text, reader.lsn(), count, nanos[RUNS / 2]);
    results.add(result);
    out.printf(ROW, Text.count(count), Text.duration(result.countNanos()), shown(result));
    Set<EntityId> wanted =
        expected.stream().map(Recount.Entry::id).collect(Collectors.toCollection(HashSet::new));
    try (Hits<EntityId> hits = search.ids()) {
      if (hits.total() != count || count != wanted.size()) {
        problems.add(
            text + ": counted " + count + ", found " + hits.total() + " of " + wanted.size());
      }
      while (hits.hasNext()) {
        EntityId id = hits.next();
        if (!wanted.remove(id)) {
          problems.add(text + ": found " + id);
        }
      }
    }
    wanted.forEach(id -> problems.add(text + ": did not find " + id));
  }

  private String shown(QueryResult result) {
    return result.query() + (result.asOfLsn() == lsnBefore ? ", before the updates" : "");
  }

  /** Equal ones come in the order of creation, which is that of the classes. */
  private void sort() {
    String text = "module:java.base AND kind:class";
    out.printf("          the first %d of %s, the most tags first:%n", SHOWN, text);
    List<String> expected =
        now
            .matching(tags -> tags.contains("module:java.base") && tags.contains("kind:class"))
            .stream()
            .sorted(Comparator.comparingInt((Recount.Entry e) -> e.tags().size()).reversed())
            .limit(SHOWN)
            .map(entry -> line(entry.id(), entry.tags().size()))
            .toList();
    List<String> found = new ArrayList<>();
    try (Hits<Entity> hits =
        store.search(text).orderBy(Order.tagCount().reversed()).limit(SHOWN).entities()) {
      hits.forEachRemaining(entity -> found.add(line(entity.id(), entity.tags().size())));
    }
    found.forEach(line -> out.println("            " + line));
    checks.add(
        "a sorted query gives them in order",
        found.equals(expected),
        found + " instead of " + expected);
  }

  private static String line(EntityId id, int tags) {
    return "%s  %d tags".formatted(Text.printable(id.toString()), tags);
  }

  private void facets(String namespace, String text) {
    Predicate<SortedSet<String>> condition =
        tags -> Arrays.stream(text.split(" AND ")).allMatch(tags::contains);
    long start = System.nanoTime();
    List<Facet> found = store.search(text).facets(namespace);
    long nanos = System.nanoTime() - start;
    List<Facet> expected = Recount.facets(now.matching(condition), namespace);
    out.printf(
        Locale.ROOT,
        "          %s of %s, in %s: %s%n",
        namespace,
        text,
        Text.duration(nanos),
        found.stream()
                .limit(SHOWN)
                .map(facet -> facet.value() + " " + Text.count(facet.count()))
                .collect(Collectors.joining(", "))
            + (found.size() > SHOWN ? ", and " + (found.size() - SHOWN) + " more" : ""));
    checks.add(
        "facets of " + namespace + " are what a recount gives",
        found.equals(expected),
        found + " instead of " + expected);
  }
}
