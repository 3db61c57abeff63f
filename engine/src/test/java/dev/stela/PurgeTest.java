package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was purged is gone from everything that reads, also from what was opened before. */
class PurgeTest {
  private static final EntityId GONE = EntityId.named("the one that goes");
  private static final EntityId STAYS = EntityId.named("the one that stays");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldBeGoneFromEveryReaderAtOnceWhenPurged(Durability durability) throws Exception {
    StoreConfig config = StoreConfig.builder().durability(durability).build();
    try (EntityStore store = EntityStore.open(folder, config)) {
      write(store);
      long before = store.lsn();
      try (Snapshot snapshot = store.snapshot();
          StoreFollower follower = store.follow(0);
          StoreFollower outside = StoreFollower.open(folder, 0);
          ChangeFeed feed = store.changes(0);
          Hits<EntityId> ids = store.search(Query.all()).ids();
          Hits<Entity> entities =
              snapshot.search(Query.all()).orderBy(Order.updated()).entities()) {
        long lsn = store.purge(GONE);
        for (EntityReader reader : List.of(store, snapshot)) {
          requireGone(reader);
        }
        requireNoAnswer(store);
        requireNoAnswer(snapshot);
        try (Snapshot past = store.asOf(before)) {
          requireGone(past);
          requireNoAnswer(past);
        }
        assertThrows(EntityNotFoundException.class, () -> store.diff(GONE, 1, before));
        assertEquals(List.of(STAYS), ids.toList());
        assertEquals(List.of(STAYS), entities.toList().stream().map(Entity::id).toList());
        assertEquals(List.of(STAYS, STAYS), idsOf(feed));
        assertEquals(List.of(STAYS, STAYS), idsOf(follower, lsn));
        assertEquals(List.of(STAYS, STAYS), idsOf(outside, lsn));
        assertThrows(EntityNotFoundException.class, () -> store.purge(GONE));
        assertThrows(EntityNotFoundException.class, () -> store.restore(GONE));
        assertThrows(EntityNotFoundException.class, () -> store.addTag(GONE, "a:b"));
        assertEquals(1, store.statistics().purgedEntities());
        assertEquals(1, store.statistics().activeEntities());
      }
    }
    requireSound(1);
    for (Opening opening : List.of(Opening.AUTO, Opening.REBUILD)) {
      try (EntityStore store =
          EntityStore.open(folder, StoreConfig.builder().opening(opening).build())) {
        requireGone(store);
        requireNoAnswer(store);
        assertEquals(1, store.statistics().purgedEntities());
      }
    }
  }

  @Test
  void shouldStartAnewWhenAPurgedIdIsCreatedAgain() throws IOException {
    try (EntityStore store = EntityStore.open(folder)) {
      write(store);
      long before = store.lsn();
      long again =
          store.write(
              tx -> {
                tx.addTag(GONE, "lost:change");
                tx.purge(GONE);
                assertTrue(tx.find(GONE).isEmpty());
                tx.create(EntityDraft.of(GONE).tag("new:tag"));
                assertEquals(List.of(Tag.of("new:tag")), List.copyOf(tx.get(GONE).get().tags()));
              });
      assertEquals(again, store.get(GONE).orElseThrow().createdLsn());
      assertEquals(1, store.history(GONE).size());
      assertTrue(store.asOf(before).find(GONE).isEmpty());
      assertEquals(0, store.search(Query.tag("lost:change")).count());
      assertEquals(List.of(STAYS, GONE), store.search(Query.all()).ids().toList());
      // One that the transaction has made itself leaves nothing, not even its tags' texts.
      long lsn = store.lsn();
      assertEquals(
          lsn,
          store.write(
              tx -> {
                EntityId own = EntityId.named("never was");
                tx.create(EntityDraft.of(own).tag("secret:unique"));
                tx.purge(own);
                assertThrows(EntityNotFoundException.class, () -> tx.purge(own));
              }));
      store.write(
          tx -> {
            EntityId own = EntityId.named("never was");
            tx.create(EntityDraft.of(own).tag("secret:unique"));
            tx.purge(own);
            tx.addTag(STAYS, "kept:unique");
          });
      assertTrue(store.get(STAYS).orElseThrow().hasTag("kept:unique"));
      store.addTag(STAYS, "secret:again");
    }
    requireSound(2);
    assertFalse(
        Files.readString(log(), java.nio.charset.StandardCharsets.ISO_8859_1)
            .contains("secret:unique"));
    try (EntityStore store =
        EntityStore.open(folder, StoreConfig.builder().opening(Opening.REBUILD).build())) {
      assertEquals(1, store.search(Query.tag("kept:unique")).count());
      assertEquals(1, store.search(Query.tag("secret:again")).count());
      assertEquals(0, store.search(Query.tag("secret:unique")).count());
    }
    requireSound(2);
  }

  @Test
  void shouldGoOnBehindAPurgedEntityOnlyInTheOrderOfCreation() {
    try (EntityStore store = EntityStore.open(folder)) {
      for (int i = 0; i < 4; i++) {
        store.create(EntityDraft.of(EntityId.named("e" + i)).tag("n:" + i));
      }
      Search byCreation = store.search(Query.all()).limit(2);
      Search byValue = byCreation.orderBy(Order.value("n"));
      String first = cursorOf(byCreation);
      String second = cursorOf(byValue);
      store.purge(EntityId.named("e1"));
      store.purge(EntityId.named("e2"));
      assertEquals(List.of(EntityId.named("e3")), byCreation.after(first).ids().toList());
      assertThrows(InvalidArgumentException.class, () -> byValue.after(second).ids().total());
      Hits<EntityId> rest = byCreation.ids();
      assertEquals(2, rest.total());
      store.purge(EntityId.named("e3"));
      assertEquals(List.of(EntityId.named("e0")), rest.toList());
      assertNull(rest.cursor());
    }
  }

  @Test
  void shouldTellStatesOfLifeApartWhenEntitiesAreArchived() {
    try (EntityStore store = EntityStore.open(folder)) {
      write(store);
      store.archive(GONE);
      assertEquals(Lifecycle.ARCHIVED, store.find(GONE).orElseThrow().lifecycle());
      assertTrue(store.get(GONE).isEmpty());
      assertEquals(List.of(GONE), store.search("LIFECYCLE(archived)").ids().toList());
      assertEquals(0, store.search("LIFECYCLE(deleted)").count());
      assertEquals(2, store.search("EVER(LIFECYCLE(active))").count());
      assertEquals(1, store.search(Query.all()).count());
      assertEquals(
          "the entity is archived: id=" + GONE,
          assertThrows(EntityNotFoundException.class, () -> store.delete(GONE)).getMessage());
      assertEquals(Change.Kind.ARCHIVED, store.history(GONE).getFirst().events().getFirst().kind());
      store.restore(GONE);
      assertTrue(store.contains(GONE));
      assertEquals(0, store.search("LIFECYCLE(archived)").count());
      assertEquals(1, store.search("EVER(LIFECYCLE(archived))").count());
      assertThrows(EntityExistsException.class, () -> store.restore(GONE));
      store.delete(GONE);
      store.purge(GONE);
      assertEquals(0, store.statistics().deletedEntities());
      assertEquals(0, store.search("EVER(LIFECYCLE(deleted))").count());
    }
    requireSound(1);
  }

  private static void write(EntityStore store) {
    store.create(
        EntityDraft.of(GONE)
            .tag("type:x")
            .tag("only:gone")
            .text("t", "a text")
            .content(new byte[9]));
    store.create(EntityDraft.of(STAYS).tag("type:x"));
    store.addTag(GONE, "more:tags");
    store.addTag(STAYS, "more:tags");
  }

  private static void requireGone(EntityReader reader) {
    assertTrue(reader.get(GONE).isEmpty());
    assertTrue(reader.find(GONE).isEmpty());
    assertFalse(reader.contains(GONE));
    assertThrows(EntityNotFoundException.class, () -> reader.openContent(GONE));
    assertThrows(EntityNotFoundException.class, () -> reader.history(GONE));
    EntityView view = new EntityView();
    assertFalse(
        reader instanceof EntityStore store
            ? store.read(GONE, view)
            : ((Snapshot) reader).read(GONE, view));
  }

  private static void requireNoAnswer(QueryReader reader) {
    for (String query :
        List.of(
            "*:*",
            "type:x",
            "EVER(type:x)",
            "more:*",
            "LIFECYCLE(active) OR LIFECYCLE(deleted) OR LIFECYCLE(archived)",
            "UPDATED(*, *)",
            "EVER(UPDATED(*, *))",
            "NOT no:tag")) {
      assertEquals(List.of(STAYS), reader.search(query).ids().toList(), query);
      assertEquals(1, reader.search(query).count(), query);
    }
    assertEquals(0, reader.search(Query.ids(GONE)).count());
    assertFalse(reader.search("only:gone OR EVER(only:gone)").exists());
    assertEquals(List.of(new Facet("x", 1)), reader.search(Query.all()).facets("type"));
    assertEquals(List.of(), reader.values("only"));
    assertEquals(List.of("more", "type"), reader.namespaces());
  }

  private static String cursorOf(Search search) {
    try (Hits<EntityId> hits = search.ids()) {
      hits.toList();
      return hits.cursor();
    }
  }

  private static List<EntityId> idsOf(ChangeFeed feed) {
    List<EntityId> ids = new ArrayList<>();
    feed.forEachRemaining(change -> ids.add(change.id()));
    return ids;
  }

  private static List<EntityId> idsOf(StoreFollower follower, long lsn)
      throws InterruptedException {
    List<EntityId> ids = new ArrayList<>();
    while (follower.lsn() < lsn) {
      Optional<Change> change = follower.poll(Duration.ofMillis(10));
      change.ifPresent(one -> ids.add(one.id()));
    }
    return ids;
  }

  private Path log() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      return files.sorted().findFirst().orElseThrow();
    }
  }

  private void requireSound(long entities) {
    VerificationReport report = StoreVerifier.verify(folder);
    assertEquals(List.of(), report.damages());
    assertEquals(entities, report.entities());
  }
}
