package dev.stela;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TransactionTest {
  private static final EntityId A = EntityId.named("a");
  private static final EntityId B = EntityId.named("b");
  private static final int SEGMENT_BYTES = 1 << 20;

  @TempDir Path folder;

  @Test
  void shouldReplayWhenEntitiesWereTouchedInAnotherOrderThanCreated() {
    try (EntityStore store = open(Durability.SYNC)) {
      store.write(
          tx -> {
            tx.requireVersion(A, 0);
            assertFalse(tx.contains(B));
            tx.create(EntityDraft.of(B).tag("is:b"));
            tx.create(EntityDraft.of(A).tag("is:a"));
          });
      store.addTag(A, "more:a");
    }
    try (EntityStore store =
        EntityStore.open(folder, StoreConfig.builder().opening(Opening.REBUILD).build())) {
      assertTrue(store.get(A).orElseThrow().hasTag("is:a"));
      assertTrue(store.get(A).orElseThrow().hasTag("more:a"));
      assertTrue(store.get(B).orElseThrow().hasTag("is:b"));
    }
  }

  @Test
  void shouldChangeNothingWhenADraftIsRefused() {
    try (EntityStore store = open(Durability.ASYNC);
        EntityStore other = EntityStore.open(folder.resolve("other"))) {
      StagedContent foreign = stage(other, new byte[100]);
      store.write(
          tx -> {
            tx.create(EntityDraft.of(B).tag("kept:1"));
            refuse(tx, EntityDraft.of(A).tag("new:1").content(new byte[SEGMENT_BYTES]));
            refuse(tx, EntityDraft.of(A).tag("new:2").text("", "no name"));
            refuse(tx, EntityDraft.of(A).text("new", "field").text("f", "x".repeat(2 << 20)));
            refuse(tx, EntityDraft.of(A).content(foreign));
            refuse(tx, EntityDraft.of(A).text("lone", "\uD83D"));
            tx.addTag(B, "kept:2");
          });
      assertFalse(store.find(A).isPresent());
      assertEquals(2, store.get(B).orElseThrow().tags().size());
      assertEquals(2, store.statistics().tags());
      assertEquals(0, store.statistics().textFields());
      store.create(EntityDraft.of(A).tag("new:2"));
      assertTrue(store.get(A).orElseThrow().hasTag("new:2"));
    }
  }

  private static void refuse(Transaction tx, EntityDraft draft) {
    assertThrows(InvalidArgumentException.class, () -> tx.create(draft));
    assertFalse(tx.contains(A));
    assertFalse(tx.find(A).isPresent());
  }

  @Test
  void shouldChangeNothingWhenItIsTooLarge() {
    for (Durability durability : Durability.values()) {
      Path path = folder.resolve(durability.name());
      try (EntityStore store = EntityStore.open(path, config(durability))) {
        store.create(EntityDraft.of(A));
        assertThrows(
            TransactionTooLargeException.class,
            () ->
                store.write(
                    tx -> {
                      for (int i = 0; i < 20; i++) {
                        tx.create(
                            EntityDraft.of(EntityId.named("n" + i)).content(new byte[60_000]));
                      }
                    }));
        assertThrows(
            TransactionTooLargeException.class,
            () ->
                store.write(
                    tx -> {
                      for (int i = 0; i < 200_000; i++) {
                        tx.addTag(A, "t:" + (i & 7));
                      }
                    }));
        assertFalse(store.contains(EntityId.named("n0")));
        assertTrue(store.get(A).orElseThrow().tags().isEmpty());
        assertEquals(1, store.statistics().activeEntities());
        assertEquals(0, store.statistics().tags());
        store.addTag(A, "goes:on");
      }
      try (EntityStore store = EntityStore.open(path)) {
        assertTrue(store.get(A).orElseThrow().hasTag("goes:on"));
      }
    }
  }

  @Test
  void shouldGoOnWhenATransactionIsFoundTooLargeAfterTheSegmentWasRolled() {
    for (Durability durability : Durability.values()) {
      Path path = folder.resolve(durability.name());
      try (EntityStore store = EntityStore.open(path, config(durability))) {
        store.create(EntityDraft.of(A));
        for (int i = 0; i < 4; i++) {
          int batch = i;
          store.write(
              tx -> {
                for (int j = 0; j < 10_000; j++) {
                  tx.addTag(A, "t:" + batch + "." + j);
                }
              });
        }
        // Fits as a delta, but not into the next segment, which has to hold the state as well.
        String text = "x".repeat(600_000);
        int segments = store.statistics().segments();
        assertThrows(TransactionTooLargeException.class, () -> store.putText(A, "f", text));
        assertTrue(store.statistics().segments() > segments, "the segment was rolled");
        store.write(tx -> {});
        store.removeContent(A);
        store.sync();
        assertFalse(store.get(A).orElseThrow().texts().containsKey("f"));
        store.addTag(A, "goes:on");
        assertEquals(40_001, store.get(A).orElseThrow().tags().size());
      }
      try (EntityStore store = EntityStore.open(path)) {
        assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
        assertEquals(40_001, store.get(A).orElseThrow().tags().size());
      }
    }
  }

  @Test
  void shouldRefuseStagedContentWhenItIsOfAnotherStore() throws IOException {
    byte[] bytes = new byte[200_000];
    StagedContent early;
    try (EntityStore store = open(Durability.ASYNC)) {
      store.create(EntityDraft.of(A));
      early = stage(store, bytes);
      assertEquals(bytes.length, early.length());
      try (EntityStore other = EntityStore.open(folder.resolve("other"))) {
        StagedContent foreign = stage(other, bytes);
        assertThrows(InvalidArgumentException.class, () -> store.putContent(A, foreign));
        assertThrows(
            InvalidArgumentException.class, () -> store.create(EntityDraft.of(B).content(foreign)));
      }
    }
    try (EntityStore store = open(Durability.ASYNC)) {
      assertThrows(InvalidArgumentException.class, () -> store.putContent(A, early));
      assertEquals(-1, store.get(A).orElseThrow().contentLength());
      StagedContent twice = stage(store, bytes);
      store.putContent(A, twice);
      store.create(EntityDraft.of(B).content(twice));
      assertArrayEquals(bytes, store.openContent(A).readAllBytes());
      assertArrayEquals(bytes, store.openContent(B).readAllBytes());
    }
  }

  @Test
  void shouldRefuseTheStoreWhenThisThreadIsInATransaction() {
    try (EntityStore store = open(Durability.SYNC)) {
      store.create(EntityDraft.of(A));
      long lsn =
          store.write(
              tx -> {
                tx.addTag(A, "in:it");
                assertThrows(InvalidArgumentException.class, () -> store.addTag(A, "x:y"));
                assertThrows(InvalidArgumentException.class, () -> store.write(inner -> {}));
                assertThrows(InvalidArgumentException.class, () -> stage(store, new byte[1]));
                assertThrows(InvalidArgumentException.class, store::close);
                assertFalse(store.get(A).orElseThrow().hasTag("in:it"));
                tx.addTag(A, "still:in");
              });
      Entity entity = store.get(A).orElseThrow();
      assertEquals(lsn, entity.lsn());
      assertEquals(2, entity.tags().size());
    }
  }

  @Test
  void shouldRefuseATransactionWhenItHasEnded() {
    try (EntityStore store = open(Durability.ASYNC)) {
      AtomicReference<Transaction> kept = new AtomicReference<>();
      store.write(kept::set);
      Transaction ended = kept.get();
      assertThrows(StoreClosedException.class, () -> ended.create(EntityDraft.of(A)));
      assertThrows(StoreClosedException.class, () -> ended.get(A));
      assertThrows(StoreClosedException.class, () -> ended.history(A));
      assertThrows(StoreClosedException.class, () -> ended.requireVersion(A, 0));
      assertThrows(StoreClosedException.class, ended::lsn);
      store.create(EntityDraft.of(A));
      // Not even while another one runs.
      store.write(
          tx -> assertThrows(StoreClosedException.class, () -> ended.addTag(A, "ended:used")));
      assertTrue(store.get(A).orElseThrow().tags().isEmpty());
    }
  }

  @Test
  void shouldThrowWhatTheBodyThrowsWhenItRollsBack() {
    try (EntityStore store = open(Durability.ASYNC)) {
      store.create(EntityDraft.of(A));
      long lsn = store.lsn();
      for (Throwable failure :
          new Throwable[] {
            new IOException("checked"), new IllegalStateException("unchecked"), new AssertionError()
          }) {
        assertSame(
            failure,
            assertThrows(
                failure.getClass(),
                () ->
                    store.write(
                        tx -> {
                          tx.addTag(A, "rolled:back");
                          tx.create(EntityDraft.of(B));
                          throwAny(failure);
                        })));
      }
      assertEquals(lsn, store.lsn());
      assertFalse(store.contains(B));
      assertTrue(store.get(A).orElseThrow().tags().isEmpty());
    }
  }

  @Test
  void shouldRefuseRangesWhenTheyAreOutsideOfTheArray() {
    try (EntityStore store = open(Durability.ASYNC)) {
      store.create(EntityDraft.of(A));
      store.write(
          tx -> {
            tx.putContent(A, new byte[] {1, 2, 3});
            for (int length : new int[] {-1, -200, 4}) {
              assertThrows(
                  IndexOutOfBoundsException.class, () -> tx.putContent(A, new byte[3], 0, length));
            }
          });
      assertArrayEquals(new byte[] {1, 2, 3}, store.get(A).orElseThrow().content());
    }
  }

  private static void throwAny(Throwable failure) throws IOException {
    switch (failure) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(failure);
    }
  }

  private static StagedContent stage(EntityStore store, byte[] bytes) {
    try {
      return store.stage(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private EntityStore open(Durability durability) {
    return EntityStore.open(folder, config(durability));
  }

  private static StoreConfig config(Durability durability) {
    return StoreConfig.builder().durability(durability).segmentBytes(SEGMENT_BYTES).build();
  }
}
