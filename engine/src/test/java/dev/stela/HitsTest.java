package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** How results are streamed: as of their LSN, with a lease, until closed. */
class HitsTest {
  @TempDir Path folder;
  private EntityStore store;

  @BeforeEach
  void open() {
    store = EntityStore.open(folder.resolve("store"));
    for (int i = 0; i < 5; i++) {
      store.create(EntityDraft.of(id(i)).tag("kind:x").tag("n:" + i));
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldReadAsOfItsLsnWhenTheStoreChangesMeanwhile() {
    long lsn = store.lsn();
    try (Hits<Entity> hits = store.search("kind:x").entities()) {
      hits.next();
      for (int i = 0; i < 5; i++) {
        store.setTag(id(i), "n:changed");
      }
      store.removeTag(id(1), "kind:x");
      store.delete(id(2));
      store.create(EntityDraft.of(id(9)).tag("kind:x"));

      assertEquals(lsn, hits.lsn());
      for (int i = 1; i < 5; i++) {
        Entity entity = hits.next();
        assertEquals(id(i), entity.id());
        assertTrue(entity.hasTag("n:" + i), entity::toString);
        assertEquals(Lifecycle.ACTIVE, entity.lifecycle());
      }
      assertFalse(hits.hasNext());
      assertEquals(5, hits.total());
    }
    assertEquals(4, store.search("kind:x").count());
  }

  @Test
  void shouldShowItsLeaseWhenItIsNeitherReadToItsEndNorClosed() {
    long lsn = store.lsn();
    requireLeases(0, lsn);
    Hits<EntityId> hits = store.search("kind:x").ids();
    store.addTag(id(0), "a");
    Hits<EntityId> later = store.search("kind:x").limit(2).ids();
    Snapshot oldest = store.asOf(lsn - 1);
    requireLeases(3, lsn - 1);

    oldest.close();
    oldest.close();
    requireLeases(2, lsn);
    assertEquals(5, hits.toList().size());
    requireLeases(1, lsn + 1);
    later.next();
    requireLeases(1, lsn + 1);
    later.next();
    // The page's end, though there is more.
    requireLeases(0, lsn + 1);
    assertNotNull(later.cursor());
    assertNull(hits.cursor());
  }

  @Test
  void shouldGiveBackItsLeaseWhenTheSearchFails() {
    String cursor = store.search("kind:x").limit(1).ids().cursor();
    int before = store.statistics().leases();
    assertThrows(
        InvalidArgumentException.class,
        () -> store.search(new Query.AsOfLsn(store.lsn() + 1, Query.all())).ids());
    assertThrows(InvalidArgumentException.class, () -> store.search("kind:y").after(cursor).ids());
    assertEquals(before, store.statistics().leases());
  }

  @Test
  void shouldThrowWhenReadPastTheEnd() {
    Hits<EntityId> hits = store.search("n:3").ids();
    assertEquals(id(3), hits.next());
    assertFalse(hits.hasNext());
    assertThrows(NoSuchElementException.class, hits::next);
    assertEquals(List.of(), hits.toList());
  }

  @Test
  void shouldThrowWhenReadAfterClosing() {
    Hits<EntityId> hits = store.search("kind:x").ids();
    hits.next();
    hits.close();
    hits.close();
    throwsClosed(hits::hasNext);
    throwsClosed(hits::next);
    throwsClosed(hits::toList);
    throwsClosed(hits::cursor);
    assertEquals(5, hits.total());
  }

  @Test
  void shouldThrowWhenTheStoreIsClosed() {
    Search search = store.search("kind:x");
    Hits<EntityId> ids = search.ids();
    Hits<Entity> entities = search.orderBy(Order.value("n")).entities();
    ids.next();
    entities.next();
    Snapshot snapshot = store.snapshot();
    store.close();

    throwsClosed(ids::next);
    throwsClosed(ids::cursor);
    throwsClosed(entities::next);
    throwsClosed(search::count);
    throwsClosed(search::exists);
    throwsClosed(search::ids);
    throwsClosed(search::entities);
    throwsClosed(search::explain);
    throwsClosed(() -> search.facets("n"));
    throwsClosed(() -> store.search("kind:x"));
    throwsClosed(store::namespaces);
    throwsClosed(() -> store.values("n"));
    throwsClosed(() -> snapshot.search("kind:x").count());
    throwsClosed(() -> snapshot.search("kind:x AND n:1").ids());
  }

  @Test
  void shouldThrowWhenTheSnapshotIsClosedBeforeTheSearchAsks() {
    Snapshot snapshot = store.snapshot();
    Search search = snapshot.search("kind:x");
    Hits<EntityId> hits = search.ids();
    snapshot.close();
    throwsClosed(search::count);
    throwsClosed(search::ids);
    throwsClosed(snapshot::namespaces);
    // Results have a lease of their own.
    assertEquals(5, hits.toList().size());
  }

  private void requireLeases(int leases, long oldest) {
    assertEquals(leases, store.statistics().leases());
    assertEquals(oldest, store.statistics().oldestLease());
  }

  private static EntityId id(int number) {
    return EntityId.named("entity " + number);
  }

  private static void throwsClosed(Executable use) {
    assertThrows(StoreClosedException.class, use);
  }
}
