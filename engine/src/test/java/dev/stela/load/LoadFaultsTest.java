package dev.stela.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.LoadFailedException;
import dev.stela.LoadStatus;
import dev.stela.LoadStatus.State;
import dev.stela.SeamStores;
import dev.stela.StorageFullException;
import dev.stela.StoreConfig;
import dev.stela.StoreFailedException;
import dev.stela.internal.checkpoint.DerivedFiles;
import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loads while the disk fails: for a while, or for good. */
@Timeout(120)
class LoadFaultsTest {
  private static final Predicate<Path> NEW_SEGMENT = path -> path.toString().endsWith(".log.tmp");
  private static final Predicate<Path> LOG = path -> path.toString().endsWith(".log");
  private static final Predicate<Path> DERIVED =
      path -> DerivedFiles.isDerived(path.getFileName().toString());

  @TempDir private Path folder;
  private final FaultyFiles files = new FaultyFiles();
  private final Documents documents = new Documents(6);

  private EntityStore open(Durability durability) {
    return SeamStores.open(
        files,
        folder.resolve("store"),
        StoreConfig.builder()
            .durability(durability)
            .segmentBytes(1 << 20)
            .compaction(false)
            .build());
  }

  private static BulkOptions.Builder options() {
    return BulkOptions.builder()
        .threads(1)
        .batchDocuments(50)
        .pauses(Duration.ofMillis(1), Duration.ofMillis(5));
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldLoseNothingWhenWritingFailsForAWhileAgainAndAgain(Durability durability)
      throws Exception {
    int count = 5_000;
    try (EntityStore store = open(durability)) {
      LoadStatus status;
      try (BulkLoader loader = store.bulkLoader("l", options().retries(1_000).build())) {
        for (int i = 0; i < count; i++) {
          if (i % 700 == 100) {
            for (int nth = 1; nth <= 3; nth++) {
              files.fail(Operation.WRITE, 1, fault -> fault.on(NEW_SEGMENT).asFullDisk());
              files.fail(Operation.WRITE, 1, fault -> fault.on(DERIVED));
            }
          }
          loader.submit(documents.draft(i));
        }
        status = loader.finish();
      }
      files.heal();
      Documents.requireCounts(status, count);
      assertTrue(status.retries() > 0, "nothing failed");
      assertTrue(status.errors() >= status.retries());
      documents.requireExactly(store, count);
    }
    try (EntityStore store = open(durability)) {
      documents.requireExactly(store, count);
      Documents.requireCounts(store.loads().getFirst(), count);
    }
  }

  @Test
  void shouldGoOnWithTheBatchAtHandWhenResumedAfterTheRetriesWereUsedUp() throws Exception {
    try (EntityStore store = open(Durability.ASYNC)) {
      BulkLoader loader = store.bulkLoader("l", options().retries(2).build());
      files.fail(Operation.WRITE, 1, fault -> fault.on(NEW_SEGMENT).asFullDisk().forGood());
      int submitted = 0;
      LoadFailedException failure = null;
      while (failure == null) {
        try {
          loader.submit(documents.draft(submitted));
          submitted++;
        } catch (LoadFailedException e) {
          failure = e;
        }
      }
      assertEquals(StorageFullException.class, failure.getCause().getClass());
      LoadStatus status = loader.status();
      assertEquals(State.FAILED, status.state());
      assertEquals(State.FAILED, store.loads().getFirst().state());
      assertTrue(status.lastError().contains("injected full disk"), status.lastError());
      assertEquals(2, status.retries());
      assertEquals(submitted, status.submitted());
      assertThrows(LoadFailedException.class, loader::flush);
      assertThrows(LoadFailedException.class, loader::finish);
      documents.requireExactly(store, status.nextPosition());

      files.heal();
      loader.resume();
      assertEquals(State.RUNNING, loader.status().state());
      assertEquals(submitted, loader.nextPosition());
      for (int i = submitted; i < submitted + 100; i++) {
        loader.submit(documents.draft(i));
      }
      Documents.requireCounts(loader.finish(), submitted + 100);
      documents.requireExactly(store, submitted + 100);
    }
  }

  @Test
  void shouldStopAtOnceWhenTheStoreTakesNoMoreWrites() throws Exception {
    long committed;
    try (EntityStore store = open(Durability.SYNC)) {
      BulkLoader loader = store.bulkLoader("l", options().retries(1_000).build());
      for (int i = 0; i < 200; i++) {
        loader.submit(documents.draft(i));
      }
      loader.flush();
      files.fail(Operation.SYNC, 1, fault -> fault.on(LOG).forGood());
      LoadFailedException failure = null;
      for (int i = 200; failure == null; i++) {
        try {
          loader.submit(documents.draft(i));
        } catch (LoadFailedException e) {
          failure = e;
        }
      }
      assertEquals(StoreFailedException.class, failure.getCause().getClass());
      committed = loader.status().nextPosition();
      assertTrue(committed >= 200);
      loader.close();
      assertThrows(StoreFailedException.class, store::close);
    }
    files.heal();
    try (EntityStore store = open(Durability.SYNC)) {
      LoadStatus status = store.loads().getFirst();
      assertTrue(status.nextPosition() >= committed);
      documents.requireExactly(store, status.nextPosition());
      BulkLoader loader = store.resumeLoad("l", options().build());
      for (long i = loader.nextPosition(); i < 600; i++) {
        loader.submit(documents.draft(i));
      }
      Documents.requireCounts(loader.finish(), 600);
      documents.requireExactly(store, 600);
    }
  }

  @Test
  void shouldEndSoonWhenClosedOrCancelledWhileItWaitsToTryAgain() throws Exception {
    for (boolean cancels : new boolean[] {true, false}) {
      try (EntityStore store = open(Durability.ASYNC)) {
        BulkLoader loader =
            store.bulkLoader(
                cancels ? "cancelled" : "closed",
                options().retries(1_000).pauses(Duration.ofHours(1), Duration.ofHours(1)).build());
        files.fail(Operation.WRITE, 1, fault -> fault.on(DERIVED).asFullDisk().forGood());
        Thread producer = Thread.ofPlatform().start(() -> submitUntilRefused(loader));
        while (loader.status().errors() == 0) {
          Thread.onSpinWait();
        }
        if (cancels) {
          loader.cancel();
        } else {
          loader.close();
        }
        producer.join();
        files.heal();
        assertEquals(cancels ? State.CANCELLED : State.PAUSED, loader.status().state());
        assertEquals(cancels ? State.CANCELLED : State.PAUSED, store.loads().getLast().state());
        store.loads().forEach(load -> store.forgetLoad(load.id()));
      }
    }
  }

  private void submitUntilRefused(BulkLoader loader) {
    try {
      for (int i = 0; ; i++) {
        loader.submit(documents.draft(i));
      }
    } catch (InterruptedException | RuntimeException e) {
      // The load has ended.
    }
  }
}
