package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that other stores had: refusals without a word, lost values, wrong pages and totals. */
class ExactQueriesTest {
  private static final int MANY = 12_345;

  @TempDir Path folder;
  private EntityStore store;

  @BeforeEach
  void open() {
    store =
        EntityStore.open(
            folder.resolve("store"), StoreConfig.builder().durability(Durability.ASYNC).build());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen(boolean rebuild) {
    store.close();
    store =
        EntityStore.open(
            folder.resolve("store"),
            StoreConfig.builder()
                .durability(Durability.ASYNC)
                .opening(rebuild ? Opening.REBUILD : Opening.AUTO)
                .build());
  }

  private EntityId create(String name, String... tags) {
    EntityId id = EntityId.named(name);
    EntityDraft draft = EntityDraft.of(id);
    for (String tag : tags) {
      draft.tag(tag);
    }
    store.create(draft);
    return id;
  }

  private static void requireFound(QueryReader reader, Query query, EntityId... expected) {
    assertEquals(List.of(expected), reader.search(query).ids().toList(), query::text);
    assertEquals(List.of(expected), reader.search(query.text()).ids().toList(), query::text);
    assertEquals(expected.length, reader.search(query).count(), query::text);
    assertEquals(expected.length > 0, reader.search(query).exists(), query::text);
  }

  @Test
  void shouldRefuseAndChangeNothingWhenTagOrEntityIsNotThere() {
    EntityId id = create("a", "state:new");
    EntityId gone = create("gone", "state:new");
    store.delete(gone);
    EntityId nobody = EntityId.named("nobody");
    long before = store.lsn();

    assertThrows(TagNotFoundException.class, () -> store.removeTag(id, "state:old"));
    assertThrows(TagNotFoundException.class, () -> store.removeTag(id, "state"));
    assertThrows(TagNotFoundException.class, () -> store.removeTag(id, "state:new2"));
    for (EntityId absent : List.of(gone, nobody)) {
      assertThrows(EntityNotFoundException.class, () -> store.addTag(absent, "state:old"));
      assertThrows(EntityNotFoundException.class, () -> store.setTag(absent, "state:old"));
      assertThrows(EntityNotFoundException.class, () -> store.removeTag(absent, "state:new"));
    }

    assertEquals(before, store.lsn());
    requireFound(store, Query.tag("state:new"), id);
    requireFound(store, Query.tag("state:old"));
    requireFound(store, Query.ever(Query.tag("state:old")));
    assertEquals(List.of(new Facet("new", 1)), store.values("state"));
  }

  @Test
  void shouldKeepEveryValueWhenANamespaceHasSeveral() {
    EntityId a = create("a", "role:admin", "role:user", "role:guest");
    EntityId b = create("b", "role:user");
    long full = store.lsn();
    store.removeTag(a, "role:user");
    long less = store.lsn();
    store.setTag(a, "role:owner");

    for (int i = 0; i < 3; i++) {
      for (String role : List.of("admin", "user", "guest")) {
        Query then = Query.asOf(full, Query.tag("role:" + role));
        requireFound(store, then, role.equals("user") ? new EntityId[] {a, b} : new EntityId[] {a});
      }
      requireFound(store, Query.asOf(less, Query.tag("role:admin")), a);
      requireFound(store, Query.asOf(less, Query.tag("role:guest")), a);
      requireFound(store, Query.asOf(less, Query.tag("role:user")), b);
      requireFound(store, Query.tag("role:owner"), a);
      requireFound(store, Query.tag("role:guest"));
      requireFound(store, Query.ever(Query.tag("role:guest")), a);
      requireFound(store, Query.notEqual("role", "user"), a);
      try (Snapshot then = store.asOf(full)) {
        assertEquals(
            List.of(new Facet("user", 2), new Facet("admin", 1), new Facet("guest", 1)),
            then.search(Query.all()).facets("role"));
        requireFound(then, Query.notEqual("role", "admin"), b);
        requireFound(then, Query.in("role", "admin", "guest"), a);
      }
      reopen(i == 1);
    }
  }

  @Test
  void shouldFollowATagWhenItIsRemovedAndAddedAgain() {
    EntityId id = create("a", "on:call");
    long first = store.lsn();
    long off = store.removeTag(id, "on:call");
    long again = store.addTag(id, "on:call");
    long refreshed = store.addTag(id, "on:call");
    store.write(
        transaction -> {
          transaction.removeTag(id, "on:call");
          transaction.addTag(id, "on:call");
          transaction.addTag(id, "was:never");
          transaction.removeTag(id, "was:never");
        });

    for (int i = 0; i < 3; i++) {
      requireFound(store, Query.asOf(first, Query.tag("on:call")), id);
      requireFound(store, Query.asOf(off, Query.tag("on:call")));
      requireFound(store, Query.asOf(off, Query.ever(Query.tag("on:call"))), id);
      requireFound(store, Query.asOf(again, Query.tag("on:call")), id);
      requireFound(store, Query.asOf(refreshed, Query.tag("on:call")), id);
      requireFound(store, Query.tag("on:call"), id);
      assertEquals(List.of(new Facet("call", 1)), store.values("on"));
      requireFound(store, Query.ever(Query.tag("was:never")));
      requireFound(store, Query.ever(Query.namespace("was")));
      assertEquals(List.of("on"), store.namespaces());
      reopen(i == 0);
    }
  }

  @Test
  void shouldFindTagsAndIdsWhenTheyHoldColonsOrAnyUnicode() {
    EntityId url = create("urn:isbn:42", "link:http://host:80/a:b", "größe:sehr:groß");
    EntityId many = create("名:前:🙂", ":", "::", "a:b:c", "größe:🙂", "ohne", "a\\b*?:\"(x) ");
    EntityId plain = create("plain", "a:b", "a:", "b:c");

    for (int i = 0; i < 3; i++) {
      requireFound(store, Query.tag("link:http://host:80/a:b"), url);
      requireFound(store, Query.equal("link", "http://host:80/a:b"), url);
      requireFound(store, Query.matches("link:http:*:80*"), url);
      requireFound(store, Query.tag("größe:🙂"), many);
      requireFound(store, Query.matches("gr??e:?"), many);
      requireFound(store, Query.namespace("größe"), url, many);
      requireFound(store, Query.tag("a:b:c"), many);
      requireFound(store, Query.equal("a", "b:c"), many);
      requireFound(store, Query.equal("a", "b"), plain);
      requireFound(store, Query.equal("a", ""), plain);
      requireFound(store, Query.tag(":"), many);
      requireFound(store, Query.tag("::"), many);
      requireFound(store, Query.namespace(""), many);
      requireFound(store, Query.matches("ohn?"), many);
      requireFound(store, Query.matches("*"), many);
      requireFound(store, Query.tag("a\\b*?:\"(x) "), many);
      requireFound(store, Query.matches("a\\\\b\\*\\?:*"), many);
      requireFound(store, Query.ids(url, many), url, many);
      assertEquals(
          List.of("", "a", "a\\b*?", "b", "größe", "link"), store.namespaces(), "namespaces");
      assertEquals(
          List.of(new Facet("", 1), new Facet(":", 1)), store.search(Query.all()).facets(""));
      assertEquals(List.of(new Facet("ohne", 1)), store.search(Query.all()).facets(null));
      reopen(i == 0);
    }
  }

  @Test
  void shouldCountAndPageAllWhenThereAreManyHits() {
    List<EntityId> all = new ArrayList<>();
    for (int from = 0; from < MANY; from += 1_000) {
      int first = from;
      store.write(
          transaction -> {
            for (int i = first; i < Math.min(MANY, first + 1_000); i++) {
              // The order of the numbers is not that of their creation.
              EntityId id = EntityId.of(9, i);
              all.add(id);
              transaction.create(
                  EntityDraft.of(id).tag("kind:hit").tag("n:" + (i * 7_919L) % MANY));
            }
          });
    }
    List<EntityId> byNumber = new ArrayList<>(all);
    byNumber.sort(Comparator.comparingLong(id -> id.low() * 7_919L % MANY));
    Search search = store.search("kind:hit").orderBy(Order.number("n"));

    assertEquals(MANY, search.count());
    try (Hits<EntityId> hits = search.limit(10).ids()) {
      assertEquals(MANY, hits.total());
      assertEquals(byNumber.subList(0, 10), hits.toList());
    }
    assertEquals(byNumber, search.ids().toList());
    assertEquals(byNumber.reversed(), search.orderBy(Order.number("n").reversed()).ids().toList());
    assertEquals(all, store.search("kind:hit").ids().toList());
    assertEquals(byNumber.subList(MANY - 1, MANY), search.offset(MANY - 1).ids().toList());
    for (long offset : new long[] {MANY, MANY + 1, Integer.MAX_VALUE, Long.MAX_VALUE}) {
      try (Hits<EntityId> past = search.offset(offset).limit(Long.MAX_VALUE).ids()) {
        assertFalse(past.hasNext(), () -> "offset=" + offset);
        assertEquals(MANY, past.total());
        assertNull(past.cursor());
      }
    }
    assertEquals(List.of(new Facet("hit", MANY)), search.facets("kind"));
    assertEquals(MANY, search.facets("n").size());
  }

  @Test
  void shouldFindNothingWhenNothingOfAQueryIsKnown() {
    EntityId id = create("a", "kind:known");
    EntityId nobody = EntityId.named("nobody");
    List<Query> unknown =
        List.of(
            Query.tag("kind:unknown"),
            Query.tag("never:known"),
            Query.tag("kind"),
            Query.namespace("never"),
            Query.matches("nev*:*"),
            Query.matches("kind:x*"),
            Query.equal("never", "x"),
            Query.notEqual("never", "x"),
            Query.less("never", 5),
            Query.greater("kind", 5),
            Query.ids(nobody),
            Query.and(Query.tag("kind:known"), Query.tag("never:known")),
            Query.asOf(0, Query.all()));
    for (Query query : unknown) {
      requireFound(store, query);
      requireFound(store, Query.ever(query));
      requireFound(store, Query.not(query), id);
      assertEquals(List.of(), store.search(query).facets("kind"));
      assertEquals(0, store.search(query).explain().cardinality());
    }
    assertEquals(List.of(), store.search(Query.all()).facets("never"));
    assertEquals(List.of(), store.values("never"));
    assertEquals(
        List.of(id), store.search(Query.all()).orderBy(Order.value("never")).ids().toList());
    assertTrue(store.search(Query.all()).exists());
  }
}
