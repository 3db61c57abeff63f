package dev.stela.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.LoadStatus;
import dev.stela.LoadStatus.State;
import dev.stela.Opening;
import dev.stela.RecoveryReport.Kind;
import dev.stela.StoreConfig;
import dev.stela.StoreVerifier;
import dev.stela.model.Folders;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The states of loads after each way of opening a store: always the same. */
@Timeout(120)
class LoadOpeningTest {
  @TempDir private Path folder;
  private final Documents documents = new Documents(5);

  private static StoreConfig.Builder config() {
    return StoreConfig.builder()
        .durability(Durability.ASYNC)
        .segmentBytes(1 << 20)
        .compaction(false);
  }

  private Path path() {
    return folder.resolve("store");
  }

  /**
   * Loads with states in sealed segments, in the log behind them, changed in both, and forgotten.
   */
  private BulkLoader work(EntityStore store) throws InterruptedException {
    load(store, "finished early", 0, 20).finish();
    load(store, "forgotten", 100, 120).close();
    load(store, "again", 200, 220).close();
    store.forgetLoad("again");
    BulkLoader long1 = load(store, "long", 1_000, 2_500);
    store.maintenance().checkpoint();
    store.forgetLoad("forgotten");
    load(store, "again", 300, 310).cancel();
    long1.close();
    BulkLoader later = store.resumeLoad("long", options());
    for (int i = 2_500; i < 2_600; i++) {
      later.submit(documents.draft(i));
    }
    later.finish();
    BulkLoader open = load(store, "open", 400, 440);
    open.flush();
    return open;
  }

  private static BulkOptions options() {
    return BulkOptions.builder().batchDocuments(20).threads(1).total(2_000).build();
  }

  private BulkLoader load(EntityStore store, String id, int from, int to)
      throws InterruptedException {
    BulkLoader loader = store.bulkLoader(id, options());
    for (int i = from; i < to; i++) {
      loader.submit(documents.draft(i));
    }
    return loader;
  }

  private static void requireStates(EntityStore store, State open) {
    List<LoadStatus> loads = store.loads();
    assertEquals(
        List.of("again", "finished early", "long", "open"),
        loads.stream().map(LoadStatus::id).toList());
    assertEquals(
        List.of(State.CANCELLED, State.FINISHED, State.FINISHED, open),
        loads.stream().map(LoadStatus::state).toList());
    assertEquals(
        List.of(0L, 20L, 1_600L, 40L), loads.stream().map(LoadStatus::nextPosition).toList());
    for (LoadStatus load : loads) {
      assertTrue(!load.started().isAfter(load.updated()), load::toString);
      assertEquals(2_000, load.total());
    }
  }

  @ParameterizedTest
  @EnumSource(value = Opening.class, names = "TAKE_OVER", mode = EnumSource.Mode.EXCLUDE)
  void shouldBeTheSameWhenOpenedAfterACleanClose(Opening opening) throws Exception {
    try (EntityStore store = EntityStore.open(path(), config().build())) {
      work(store);
      requireStates(store, State.RUNNING);
    }
    // Twice: what the first opening has found has to be found again.
    for (int i = 0; i < 2; i++) {
      try (EntityStore store = EntityStore.open(path(), config().opening(opening).build())) {
        requireStates(store, State.PAUSED);
      }
    }
    try (EntityStore store = EntityStore.open(path(), config().readOnly(true).build())) {
      requireStates(store, State.PAUSED);
    }
    assertEquals(List.of(), StoreVerifier.verify(path()).damages());
  }

  @ParameterizedTest
  @EnumSource(value = Opening.class, names = "TAKE_OVER", mode = EnumSource.Mode.EXCLUDE)
  void shouldBeTheSameWhenTheProcessHasDied(Opening opening) throws Exception {
    Path left = folder.resolve("left");
    try (EntityStore store = EntityStore.open(path(), config().build())) {
      work(store);
      store.sync();
      // A copy has other inodes, so it is not taken over: that is for KilledLoadTest.
      Folders.copy(path(), left);
    }
    try (EntityStore store = EntityStore.open(left, config().readOnly(true).build())) {
      requireStates(store, State.INTERRUPTED);
    }
    try (EntityStore store = EntityStore.open(left, config().opening(opening).build())) {
      requireStates(store, State.INTERRUPTED);
      BulkLoader loader = store.resumeLoad("open", options());
      assertEquals(40, loader.nextPosition());
      loader.close();
      requireStates(store, State.PAUSED);
    }
    try (EntityStore store = EntityStore.open(left, config().build())) {
      assertEquals(Kind.CLEAN, store.recovery().kind());
      requireStates(store, State.PAUSED);
    }
  }

  @Test
  void shouldBeTheSameInABackupAndWhatIsRestoredFromIt() throws Exception {
    Path backup = folder.resolve("backup");
    try (EntityStore store = EntityStore.open(path(), config().build())) {
      work(store);
      store.maintenance().backup(backup);
    }
    try (EntityStore copy = EntityStore.open(backup, config().readOnly(true).build())) {
      requireStates(copy, State.INTERRUPTED);
    }
    Path restored = folder.resolve("restored");
    Folders.copy(backup, restored);
    try (EntityStore store = EntityStore.open(restored, config().build())) {
      requireStates(store, State.INTERRUPTED);
      store.resumeLoad("open", options()).finish();
    }
    try (EntityStore store = EntityStore.open(restored, config().build())) {
      requireStates(store, State.FINISHED);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldBeTheSameWhenCompactionHasDroppedTheRecords(boolean replayed) throws Exception {
    try (EntityStore store = EntityStore.open(path(), config().build())) {
      work(store).close();
      // Runs of which nothing is left but what loads were doing.
      for (int segment = 0; segment < 6; segment++) {
        BulkLoader loader = store.resumeLoad("open", options());
        loader.pause();
        loader.close();
        store.maintenance().checkpoint();
      }
      store.maintenance().compact();
      requireStates(store, State.PAUSED);
      store.create(EntityDraft.of(EntityId.named("after")));
    }
    Opening opening = replayed ? Opening.REPLAY : Opening.REBUILD;
    try (EntityStore store = EntityStore.open(path(), config().opening(opening).build())) {
      requireStates(store, State.PAUSED);
      assertTrue(store.contains(EntityId.named("after")));
      store.maintenance().compact();
    }
    assertEquals(List.of(), StoreVerifier.verify(path()).damages());
  }
}
