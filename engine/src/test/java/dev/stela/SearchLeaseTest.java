package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.storage.Leases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked about now is kept while it is asked, whatever retention does meanwhile. */
class SearchLeaseTest {
  @TempDir Path folder;
  private EntityStore store;
  private Searcher searcher;

  /** For each time the newest LSN was read, whether a lease protected it. */
  private final List<Boolean> kept = new ArrayList<>();

  @BeforeEach
  void open() {
    store = EntityStore.open(folder.resolve("store"), StoreConfig.builder().build());
    store.create(EntityDraft.of(EntityId.random()).tag("type:a"));
    Leases leases = store.searcher().leases();
    LongSupplier newest =
        () -> {
          // Another commit each time: retention that begins just before it sees this LSN durable.
          long lsn = store.create(EntityDraft.of(EntityId.random()).tag("type:a"));
          kept.add(leases.oldest(Long.MAX_VALUE) <= lsn);
          return lsn;
        };
    searcher = store.searcher().as(newest);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldHoldALeaseWhenTheNewestLsnIsRead() {
    requireKept(Search::count);
    requireKept(Search::exists);
    requireKept(search -> search.facets("type"));
    requireKept(Search::explain);
    requireKept(search -> search.ids().close());
    requireKept(search -> search.orderBy(Order.updated()).entities().close());
  }

  @Test
  void shouldHoldALeaseWhenValuesOfNowAreAsked() {
    searcher.namespaces();
    requireLastKept("namespaces");
    searcher.values("type");
    requireLastKept("values");
  }

  private void requireKept(Consumer<Search> question) {
    kept.clear();
    question.accept(searcher.search(Query.tag("type:a")));
    requireLastKept("search");
  }

  private void requireLastKept(String what) {
    assertTrue(kept.getLast(), what);
    assertEquals(0, store.searcher().leases().size(), "leases after " + what);
  }
}
