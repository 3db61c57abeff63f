package dev.stela.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Lifecycle;
import dev.stela.StoreConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's searches have to notice when an answer is wrong. */
class SearchesTest {
  private static final EntityId ONE = EntityId.named("java.base/One");
  private static final EntityId TWO = EntityId.named("java.base/Two");
  private static final String NOW = "searches find what the texts say, here";
  private static final String THEN =
      "as of the commit before the updates they find what they said then";
  private static final String WORDS =
      "the most frequent words are in as many classes as a recount finds";

  private static final State BEFORE =
      state().withText("title", "concurrent hash map").withText("members", "get, put, to string");
  private static final State AFTER = BEFORE.withText("note", "reviewed");

  @TempDir private Path folder;
  private final StringWriter shown = new StringWriter();
  private final Checks checks = new Checks(new PrintWriter(shown));

  @Test
  void shouldHoldAndShowWhatWasFoundWhenTheStoreHasWhatWasRead() {
    List<SearchResult> results = run(BEFORE, AFTER);

    assertEquals(List.of(), failed());
    SearchResult first = results.getFirst();
    assertEquals(1, first.total(), "the other one was deleted");
    assertEquals("java.base/One", first.hits().getFirst().entity());
    assertEquals(List.of("**concurrent** **hash** **map**"), first.hits().getFirst().highlights());
    SearchResult then = results.get(DemoSearch.ALL.size());
    assertEquals(first.search(), then.search());
    assertEquals(2, then.total());
    assertTrue(shown.toString().contains("title: **concurrent**"), shown.toString());
  }

  @Test
  void shouldFailWhenTheStoreHasAnotherWordNow() {
    run(BEFORE, AFTER.withText("title", "concurrency"));

    assertEquals(List.of(NOW, WORDS), failed());
  }

  @Test
  void shouldFailWhenTheStoreHadAnotherWordThen() {
    run(BEFORE.withText("title", "concurrency"), AFTER.withText("title", "concurrent hash map"));

    assertEquals(List.of(THEN, WORDS), failed());
  }

  @Test
  void shouldFailWhenOnlyTheNumberOfAWordIsAnother() {
    run(BEFORE, AFTER.withText("title", "concurrent hash map of sets"));

    assertEquals(List.of(WORDS), failed());
  }

  /** Stores states, and lets searches compare them with others. */
  private List<SearchResult> run(State storedBefore, State storedAfter) {
    Recount before = new Recount();
    before.add(new ClassDescription("java.base/One", ONE, BEFORE, 0));
    before.add(new ClassDescription("java.base/Two", TWO, BEFORE, 0));
    List<Updated> updated =
        List.of(
            new Updated("java.base/One", ONE, Update.PUT_TEXT, BEFORE, AFTER),
            new Updated(
                "java.base/Two", TWO, Update.DELETE, BEFORE, BEFORE.with(Lifecycle.DELETED)));
    StoreConfig config =
        StoreConfig.builder()
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .textIndexing(DemoSearch.INDEXING)
            .build();
    try (EntityStore store = EntityStore.open(folder.resolve("store"), config)) {
      store.create(new ClassDescription("java.base/One", ONE, storedBefore, 0).toDraft());
      store.create(new ClassDescription("java.base/Two", TWO, BEFORE, 0).toDraft());
      long lsn = store.lsn();
      store.write(
          tx -> {
            storedAfter.texts().forEach((field, text) -> tx.putText(ONE, field, text));
            tx.delete(TWO);
          });
      TextRecount now = before.after(updated).texts();
      return new Searches(store, lsn, before.texts(), now, checks, new PrintWriter(shown))
          .check("here");
    }
  }

  private List<String> failed() {
    return checks.all().stream().filter(check -> !check.held()).map(Checks.Check::what).toList();
  }

  private static State state() {
    return new State(
        Lifecycle.ACTIVE, new TreeSet<>(List.of("kind:class")), new byte[0], new TreeMap<>());
  }
}
