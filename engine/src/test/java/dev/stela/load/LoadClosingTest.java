package dev.stela.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.InvalidArgumentException;
import dev.stela.LoadStatus;
import dev.stela.SeamStores;
import dev.stela.StoreClosedException;
import dev.stela.StoreConfig;
import dev.stela.internal.storage.HookedFiles;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads that begin while their store is being closed. */
@Timeout(120)
class LoadClosingTest {
  private static final BulkOptions OPTIONS = BulkOptions.builder().threads(1).build();

  @TempDir private Path folder;
  private final AtomicReference<Thread> held = new AtomicReference<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void shouldEndALoadThatBeganWhileTheStoreWasBeingClosed() throws Exception {
    Path path = folder.resolve("store");
    EntityStore store =
        SeamStores.open(HookedFiles.before(this::hold), path, StoreConfig.builder().build());
    FutureTask<BulkLoader> begun = new FutureTask<>(() -> store.bulkLoader("load", OPTIONS));
    Thread beginning = Thread.ofPlatform().unstarted(begun);
    held.set(beginning);
    beginning.start();
    // Its first record is in the log, and not durable yet.
    reached.await();
    Thread closing = Thread.ofPlatform().start(store::close);
    while (closing.getState() != Thread.State.BLOCKED
        && closing.getState() != Thread.State.WAITING
        && closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    closing.join();
    // No thread of it waits for documents that nobody can write any more.
    BulkLoader loader = begun.get();
    assertThrows(StoreClosedException.class, () -> loader.submit(EntityDraft.of(id())));
    loader.close();
    try (EntityStore again = EntityStore.open(path)) {
      assertEquals(LoadStatus.State.PAUSED, again.loads().getFirst().state());
      BulkLoader resumed = again.resumeLoad("load", OPTIONS);
      resumed.submit(EntityDraft.of(id()));
      assertEquals(1, resumed.finish().created());
    }
  }

  @Test
  void shouldBeginNoLoadWhenTheStoreIsClosed() {
    EntityStore store = EntityStore.open(folder.resolve("store"));
    store.bulkLoader("load", OPTIONS);
    store.close();
    assertThrows(StoreClosedException.class, () -> store.bulkLoader("other", OPTIONS));
    assertThrows(StoreClosedException.class, () -> store.resumeLoad("load", OPTIONS));
  }

  @Test
  void shouldRefuseWithoutWaitingWhenALoadIsBegunInATransaction() {
    try (EntityStore store = EntityStore.open(folder.resolve("store"))) {
      store.write(
          tx -> {
            assertThrows(InvalidArgumentException.class, () -> store.bulkLoader("load", OPTIONS));
            assertThrows(InvalidArgumentException.class, () -> store.forgetLoad("load"));
          });
    }
  }

  private void hold() {
    if (Thread.currentThread() == held.get()) {
      reached.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static EntityId id() {
    return EntityId.named("document");
  }
}
