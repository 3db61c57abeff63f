package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SnapshotAgeTest {
  private static final EntityId ID = EntityId.named("one");

  @TempDir private Path folder;

  @Test
  void shouldEndSnapshotAndResultsWhenTheyAreOlderThanAllowed() throws InterruptedException {
    try (EntityStore store = open(Duration.ofMillis(20))) {
      store.create(EntityDraft.of(ID).tag("a"));
      try (Snapshot snapshot = store.snapshot();
          Hits<EntityId> hits = store.search("a").ids()) {
        while (store.statistics().leases() > 0) {
          Thread.sleep(1);
        }

        assertThrows(SnapshotExpiredException.class, () -> snapshot.get(ID));
        assertThrows(SnapshotExpiredException.class, () -> snapshot.read(ID, new EntityView()));
        assertThrows(SnapshotExpiredException.class, () -> snapshot.history(ID));
        assertThrows(SnapshotExpiredException.class, () -> snapshot.search("a").count());
        assertThrows(SnapshotExpiredException.class, hits::next);
      }
      assertTrue(store.get(ID).isPresent());
      assertEquals(Duration.ZERO, store.statistics().oldestLeaseAge());
    }
  }

  @Test
  void shouldReadOnWhenASnapshotIsNotTooOld() {
    try (EntityStore store = open(Duration.ofDays(400_000))) {
      store.create(EntityDraft.of(ID).tag("a"));
      try (Snapshot snapshot = store.snapshot()) {
        assertTrue(snapshot.get(ID).isPresent());
        assertTrue(store.statistics().oldestLeaseAge().compareTo(Duration.ZERO) > 0);
      }
    }
  }

  private EntityStore open(Duration maxAge) {
    return EntityStore.open(
        folder,
        StoreConfig.builder()
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .durability(Durability.ASYNC)
            .snapshotMaxAge(maxAge)
            .build());
  }
}
