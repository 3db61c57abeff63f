package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of values, and plans. */
class FacetsTest {
  @TempDir Path folder;
  private EntityStore store;

  @BeforeEach
  void open() {
    store = EntityStore.open(folder.resolve("store"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldCountEachValueWhenEntitiesHaveSeveral() {
    create("a", "type:user", "color:red", "color:blue", "plain");
    create("b", "type:user", "color:red", "color:");
    create("c", "type:user", "color:blue", "color:a:b");
    create("d", "type:job", "color:red", "color:green");
    create("e", "type:user");
    create("gone", "type:user", "color:black", "ghost:1");
    store.delete(id("gone"));
    store.removeTag(id("d"), "color:green");

    assertEquals(
        List.of(new Facet("blue", 2), new Facet("red", 2), new Facet("", 1), new Facet("a:b", 1)),
        store.search("type:user").facets("color"));
    assertEquals(List.of(new Facet("plain", 1)), store.search("type:user").facets(null));
    assertEquals(List.of(), store.search("type:nobody").facets("color"));
    assertEquals(List.of(), store.search("type:user").facets("nowhere"));
    assertEquals(
        List.of(new Facet("", 1), new Facet("a:b", 1), new Facet("blue", 2), new Facet("red", 3)),
        store.values("color"));
    assertEquals(List.of("color", "type"), store.namespaces());
    assertEquals(
        List.of(new Facet("black", 1)),
        store.search("LIFECYCLE(deleted)").limit(0).facets("color"));
    store.restore(id("gone"));
    assertEquals(List.of("color", "ghost", "type"), store.namespaces());
  }

  @Test
  void shouldCountTheSameWhenThereAreMoreValuesThanEntities() {
    Map<String, Long> expected = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      EntityDraft draft = EntityDraft.of(id("e" + i)).tag("half:" + i % 2);
      for (int j = 0; j < 5; j++) {
        int value = i * 7 % 11 * j;
        draft.tag("v:" + value);
      }
      store.create(draft);
    }
    for (Entity entity : store.search("half:0").entities().toList()) {
      entity.tags().stream()
          .filter(tag -> "v".equals(tag.namespace()))
          .forEach(tag -> expected.merge(tag.value(), 1L, Long::sum));
    }
    List<Facet> facets = new ArrayList<>();
    expected.forEach((value, count) -> facets.add(new Facet(value, count)));
    facets.sort(Comparator.comparingLong(Facet::count).reversed().thenComparing(Facet::value));
    assertEquals(facets, store.search("half:0").facets("v"));
    long before = store.lsn();
    // So many values that the entities' tags are read.
    for (int i = 0; i < 50; i++) {
      create("other" + i, "v:" + (1000 + i));
    }
    assertEquals(facets, store.search("half:0").facets("v"));
    store.setTag(id("e0"), "v:1");
    try (Snapshot snapshot = store.asOf(before)) {
      assertEquals(facets, snapshot.search("half:0").facets("v"));
    }
  }

  @Test
  void shouldExplainStepsInTheirOrderWhenTheRarestComesFirst() {
    for (int i = 0; i < 20; i++) {
      create("e" + i, "all:1", "half:" + i % 2, "serial:" + i);
    }
    Search search = store.search("all:1 AND half:0 AND serial:* AND NOT serial:4");
    assertEquals(
        new QueryPlan(
            "in the order of creation, streamed, as of lsn 20",
            9,
            List.of(
                new QueryPlan(
                    "active entities: no others are there",
                    9,
                    List.of(
                        new QueryPlan(
                            "and",
                            9,
                            List.of(
                                step("tag half:0", 10),
                                step("tag all:1", 20),
                                step("serial:* (20 tags)", 20),
                                step("except tag serial:4", 1))))))),
        search.explain());

    store.delete(id("e2"));
    assertEquals(
        new QueryPlan(
            "by id descending, the first kept in a heap, from 2, at most 3, as of lsn 21",
            2,
            List.of(
                new QueryPlan(
                    "and",
                    2,
                    List.of(
                        new QueryPlan(
                            "or",
                            3,
                            List.of(
                                step("tag serial:1", 1),
                                step("serial < 3 (3 tags), as of lsn 20", 3),
                                step("half:* (2 tags), ever, as of lsn 1", 1))),
                        step("except deleted entities", 1))))),
        store
            .search("serial:1 OR ASOF(20, serial < 3) OR ASOF(1, EVER(half:*))")
            .orderBy(Order.id().reversed())
            .offset(2)
            .limit(3)
            .explain());
  }

  private static QueryPlan step(String text, long cardinality) {
    return new QueryPlan(text, cardinality, List.of());
  }

  private void create(String name, String... tags) {
    EntityDraft draft = EntityDraft.of(id(name));
    for (String tag : tags) {
      draft.tag(tag);
    }
    store.create(draft);
  }

  private static EntityId id(String name) {
    return EntityId.named(name);
  }
}
