package dev.stela.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.Durability;
import dev.stela.Entity;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.InvalidArgumentException;
import dev.stela.Lifecycle;
import dev.stela.LoadExistsException;
import dev.stela.LoadFailedException;
import dev.stela.LoadNotFoundException;
import dev.stela.LoadStatus;
import dev.stela.LoadStatus.State;
import dev.stela.OnExists;
import dev.stela.ReadOnlyException;
import dev.stela.RejectListener;
import dev.stela.RejectedDocument;
import dev.stela.StoreClosedException;
import dev.stela.StoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BulkLoaderTest {
  private static final EntityId A = EntityId.named("a");
  private static final EntityId B = EntityId.named("b");
  private static final EntityId C = EntityId.named("c");

  @TempDir private Path folder;
  private EntityStore store;
  private final List<RejectedDocument> rejects = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void open() {
    open(StoreConfig.builder());
  }

  private void open(StoreConfig.Builder config) {
    store =
        EntityStore.open(
            folder.resolve("store"),
            config.durability(Durability.ASYNC).segmentBytes(1 << 20).build());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private BulkOptions.Builder options() {
    return BulkOptions.builder().rejects(rejects::add).threads(1);
  }

  @Test
  void shouldCountAndKeepWhatWasSubmittedWhenALoadFinishes() throws Exception {
    Documents documents = new Documents(1);
    try (BulkLoader loader =
        store.bulkLoader("first", options().batchDocuments(10).total(250).build())) {
      assertEquals(0, loader.nextPosition());
      for (int i = 0; i < 250; i++) {
        assertEquals(i, loader.submit(documents.draft(i)));
      }
      assertEquals(250, loader.nextPosition());
      LoadStatus status = loader.finish();
      assertEquals(State.FINISHED, status.state());
      Documents.requireCounts(status, 250);
      assertEquals(250, status.submitted());
      assertEquals(0, status.remaining());
      assertTrue(status.rate() > 0);
      assertEquals(status.indexed(), status.created());
    }
    documents.requireExactly(store, 250);
    assertEquals(List.of(96L, 193L), rejects.stream().map(RejectedDocument::position).toList());
    assertEquals(Optional.of(documents.id(95)), rejects.getFirst().id());
    assertEquals("the entity exists: id=document-95", rejects.getFirst().reason());
    assertEquals(List.of("first"), store.loads().stream().map(LoadStatus::id).toList());
    assertEquals(store.lsn(), store.statistics().durableLsn());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 12})
  void shouldKeepTheOrderOfTheSourceWhenThreadsShareIt(int threads) throws Exception {
    Documents documents = new Documents(2);
    int count = 3_000;
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (BulkLoader loader =
        store.bulkLoader(
            "shared",
            options().batchDocuments(100).windowDocuments(16).maxBytesInFlight(64 << 10).build())) {
      List<Thread> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int first = t;
        all.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        for (int i = first; i < count; i += threads) {
                          loader.submit(i, documents.draft(i));
                        }
                      } catch (InterruptedException | RuntimeException | Error e) {
                        failure.set(e);
                      }
                    }));
      }
      for (Thread thread : all) {
        thread.join();
      }
      assertEquals(null, failure.get());
      Documents.requireCounts(loader.finish(), count);
    }
    documents.requireExactly(store, count);
    long before = 0;
    for (int i = 0; i < count; i++) {
      long lsn = store.get(documents.id(i)).orElseThrow().lsn();
      assertTrue(lsn >= before, "order of commits");
      before = lsn;
    }
  }

  @Test
  void shouldPutDocumentsInOrderWhenTheyComeInAnyOrder() throws Exception {
    Documents documents = new Documents(3);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (BulkLoader loader =
        store.bulkLoader("mixed", options().batchDocuments(8).windowDocuments(64).build())) {
      for (int from = 0; from < 640; from += 32) {
        List<Integer> positions = new ArrayList<>();
        for (int i = from; i < from + 32; i++) {
          positions.add(i);
        }
        Collections.shuffle(positions, random);
        for (int position : positions) {
          loader.submit(position, documents.draft(position));
        }
      }
      Documents.requireCounts(loader.finish(), 640);
    }
    documents.requireExactly(store, 640);
    for (int i = 1; i < 640; i++) {
      if (!Documents.isDuplicate(i)) {
        assertTrue(lsn(documents.id(i)) >= lsn(documents.id(i - 1)), "seed=" + seed);
      }
    }
  }

  private long lsn(EntityId id) {
    return store.get(id).orElseThrow().lsn();
  }

  @Test
  void shouldRefuseAPositionWhenItWasSubmittedBefore() throws Exception {
    try (BulkLoader loader = store.bulkLoader("twice", options().build())) {
      loader.submit(EntityDraft.of(A));
      loader.submit(2, EntityDraft.of(C));
      assertThrows(InvalidArgumentException.class, () -> loader.submit(0, EntityDraft.of(B)));
      assertThrows(InvalidArgumentException.class, () -> loader.submit(2, EntityDraft.of(B)));
      assertThrows(InvalidArgumentException.class, () -> loader.submit(-1, EntityDraft.of(B)));
      loader.flush();
      assertThrows(InvalidArgumentException.class, () -> loader.submit(0, EntityDraft.of(B)));
      assertTrue(store.contains(A));
      assertFalse(store.contains(C), "behind a gap");
    }
  }

  @Test
  void shouldGoOnWhenItCannotFinishForAGap() throws Exception {
    try (BulkLoader loader = store.bulkLoader("gap", options().build())) {
      loader.submit(0, EntityDraft.of(A));
      loader.submit(2, EntityDraft.of(C));
      InvalidArgumentException e = assertThrows(InvalidArgumentException.class, loader::finish);
      assertTrue(e.getMessage().endsWith("position=1"), e.getMessage());
      loader.submit(1, EntityDraft.of(B));
      assertEquals(3, loader.finish().created());
    }
    assertTrue(store.contains(C));
  }

  @ParameterizedTest
  @EnumSource(OnExists.class)
  void shouldDoWhatWasAskedForWhenAnEntityExists(OnExists onExists) throws Exception {
    store.create(EntityDraft.of(A).tag("old:a").tag("both:1").content(bytes("old")));
    store.create(EntityDraft.of(B).text("t", "same"));
    store.create(EntityDraft.of(C).tag("c:1"));
    store.delete(C);
    LoadStatus status;
    try (BulkLoader loader = store.bulkLoader("l", options().onExists(onExists).build())) {
      loader.submit(EntityDraft.of(A).tag("new:a").tag("both:1").content(bytes("new")));
      loader.submit(EntityDraft.of(B).text("t", "same"));
      loader.submit(EntityDraft.of(C).tag("c:2"));
      loader.submit(EntityDraft.of(EntityId.named("d")));
      status = loader.finish();
    }
    Entity a = store.get(A).orElseThrow();
    assertEquals(1, status.created());
    switch (onExists) {
      case FAIL -> {
        assertEquals(3, status.rejected());
        assertEquals(
            List.of(
                "the entity exists: id=a",
                "the entity exists: id=b",
                "the entity exists and is deleted: id=c"),
            rejects.stream().map(RejectedDocument::reason).toList());
        assertTrue(a.hasTag("old:a"));
      }
      case SKIP -> {
        assertEquals(3, status.skipped());
        assertEquals(List.of(), rejects);
        assertTrue(a.hasTag("old:a"));
        assertEquals(Lifecycle.DELETED, store.find(C).orElseThrow().lifecycle());
      }
      case REPLACE -> {
        assertEquals(2, status.replaced());
        assertEquals(1, status.unchanged());
        assertFalse(a.hasTag("old:a"));
        assertTrue(a.hasTag("new:a") && a.hasTag("both:1"));
        assertArrayEquals(bytes("new"), a.content());
        assertTrue(store.get(C).orElseThrow().hasTag("c:2"));
      }
    }
    assertEquals(4, status.nextPosition());
  }

  @Test
  void shouldTellBeforeTheCommitThatCountsWhenDocumentsAreRejected() throws Exception {
    List<Long> countedWhenTold = new ArrayList<>();
    List<Long> flushed = new ArrayList<>();
    RejectListener listener =
        new RejectListener() {
          @Override
          public void rejected(RejectedDocument document) {
            rejects.add(document);
            // Not in a transaction: this would throw.
            store.addTag(A, "told:" + document.position());
            countedWhenTold.add(store.loads().getFirst().nextPosition());
          }

          @Override
          public void flush() {
            flushed.add((long) rejects.size());
          }
        };
    store.create(EntityDraft.of(A));
    try (BulkLoader loader =
        store.bulkLoader("l", options().rejects(listener).batchDocuments(3).build())) {
      loader.submit(0, EntityDraft.of(B));
      loader.submit(1, EntityDraft.of(A), "the origin", 10);
      loader.reject(2, "no document", "line 3", 10);
      loader.pass(3);
      loader.submit(4, EntityDraft.of(C).text("", "a field without a name"));
      loader.submit(5, EntityDraft.of(EntityId.named("d")).text("t", "half \ud800"));
      LoadStatus status = loader.finish();
      assertEquals(6, status.nextPosition());
      assertEquals(1, status.created());
      assertEquals(4, status.rejected());
    }
    assertEquals(List.of(1L, 2L, 4L, 5L), positions());
    assertEquals(List.of(0L, 0L, 3L, 3L), countedWhenTold);
    assertEquals("the origin", rejects.get(0).origin());
    assertEquals("no document", rejects.get(1).reason());
    assertEquals(Optional.empty(), rejects.get(1).id());
    assertEquals(4L, flushed.getLast());
    assertEquals(2, store.statistics().activeEntities());
  }

  private List<Long> positions() {
    return rejects.stream().map(RejectedDocument::position).toList();
  }

  @Test
  void shouldStopWhenNobodyCanBeTold() throws Exception {
    RejectListener full =
        document -> {
          throw new IOException("no room");
        };
    BulkLoader loader = store.bulkLoader("l", options().rejects(full).batchDocuments(1).build());
    loader.reject(0, "wrong", null, 0);
    LoadFailedException e = assertThrows(LoadFailedException.class, loader::finish);
    assertEquals(UncheckedIOException.class, e.getCause().getClass());
    assertEquals(State.FAILED, loader.status().state());
    assertThrows(LoadFailedException.class, () -> loader.submit(EntityDraft.of(A)));
    loader.close();
    LoadStatus status = store.loads().getFirst();
    assertEquals(State.PAUSED, status.state());
    assertEquals(0, status.nextPosition());
    assertEquals(1, status.errors());
    assertTrue(status.lastError().contains("no room"), status.lastError());
  }

  @Test
  void shouldHoldProducersUpWhenPausedAndLetThemGoWhenResumed() throws Exception {
    try (BulkLoader loader = store.bulkLoader("l", options().build())) {
      loader.submit(EntityDraft.of(A));
      loader.pause();
      assertTrue(store.contains(A), "what was submitted before the pause is committed");
      assertEquals(State.PAUSED, loader.status().state());
      assertEquals(State.PAUSED, store.loads().getFirst().state());
      CountDownLatch submitted = new CountDownLatch(1);
      Thread producer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      loader.submit(EntityDraft.of(B));
                      submitted.countDown();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      while (producer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertEquals(1, submitted.getCount());
      loader.resume();
      submitted.await();
      assertEquals(State.RUNNING, loader.status().state());
      assertEquals(2, loader.finish().created());
    }
    assertTrue(store.contains(B));
  }

  @Test
  void shouldNotTakeADocumentWhenItsProducerIsInterrupted() throws Exception {
    try (BulkLoader loader = store.bulkLoader("l", options().build())) {
      loader.pause();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread producer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      loader.submit(EntityDraft.of(A));
                    } catch (InterruptedException | RuntimeException e) {
                      thrown.set(e);
                    }
                  });
      while (producer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      producer.interrupt();
      producer.join();
      assertEquals(InterruptedException.class, thrown.get().getClass());
      assertEquals(0, loader.finish().nextPosition());
    }
    assertFalse(store.contains(A));
  }

  @Test
  void shouldDropWhatIsNotCommittedWhenCancelled() throws Exception {
    BulkLoader loader = store.bulkLoader("l", options().batchDocuments(2).build());
    loader.submit(EntityDraft.of(A));
    loader.flush();
    loader.submit(EntityDraft.of(B));
    loader.cancel();
    loader.cancel();
    assertEquals(State.CANCELLED, loader.status().state());
    assertThrows(StoreClosedException.class, () -> loader.submit(EntityDraft.of(C)));
    assertThrows(StoreClosedException.class, loader::finish);
    loader.close();
    assertTrue(store.contains(A));
    assertFalse(store.contains(B));
    assertEquals(State.CANCELLED, store.loads().getFirst().state());
    assertThrows(
        InvalidArgumentException.class, () -> store.resumeLoad("l", BulkOptions.defaults()));
  }

  @Test
  void shouldGoOnAtTheNextDocumentWhenClosedAndResumed() throws Exception {
    Documents documents = new Documents(4);
    for (int from = 0; from < 500; from += 50) {
      boolean first = from == 0;
      try (BulkLoader loader =
          first
              ? store.bulkLoader("l", options().total(500).build())
              : store.resumeLoad("l", options().build())) {
        assertEquals(from, loader.nextPosition());
        assertEquals(500 - from, loader.status().remaining());
        for (int i = from; i < from + 50; i++) {
          loader.submit(documents.draft(i));
        }
      }
      assertEquals(State.PAUSED, store.loads().getFirst().state());
      if (from % 100 == 0) {
        store.close();
        open(StoreConfig.builder());
      }
    }
    try (BulkLoader loader = store.resumeLoad("l", options().build())) {
      Documents.requireCounts(loader.finish(), 500);
    }
    documents.requireExactly(store, 500);
  }

  @Test
  void shouldRefuseWhenIdsAreTakenUnknownOrInUse() throws Exception {
    assertThrows(LoadNotFoundException.class, () -> store.resumeLoad("l", BulkOptions.defaults()));
    assertThrows(LoadNotFoundException.class, () -> store.forgetLoad("l"));
    for (String wrong : List.of("", "x".repeat(256), "\ud800")) {
      assertThrows(
          InvalidArgumentException.class, () -> store.bulkLoader(wrong, BulkOptions.defaults()));
    }
    try (BulkLoader loader = store.bulkLoader("l", BulkOptions.defaults())) {
      assertThrows(LoadExistsException.class, () -> store.bulkLoader("l", BulkOptions.defaults()));
      assertThrows(LoadExistsException.class, () -> store.resumeLoad("l", BulkOptions.defaults()));
      assertThrows(InvalidArgumentException.class, () -> store.forgetLoad("l"));
      assertThrows(
          InvalidArgumentException.class, () -> store.write(tx -> loader.flush()), "in a tx");
      loader.finish();
    }
    assertThrows(
        InvalidArgumentException.class, () -> store.resumeLoad("l", BulkOptions.defaults()));
    assertThrows(LoadExistsException.class, () -> store.bulkLoader("l", BulkOptions.defaults()));
    store.forgetLoad("l");
    assertEquals(List.of(), store.loads());
    store.bulkLoader("l", BulkOptions.defaults()).close();
    store.close();
    open(StoreConfig.builder().readOnly(true));
    assertEquals(List.of("l"), store.loads().stream().map(LoadStatus::id).toList());
    assertThrows(ReadOnlyException.class, () -> store.bulkLoader("m", BulkOptions.defaults()));
    assertThrows(ReadOnlyException.class, () -> store.forgetLoad("l"));
  }

  @Test
  void shouldCloseLoadsWhenTheStoreIsClosed() throws Exception {
    BulkLoader loader = store.bulkLoader("l", options().build());
    loader.submit(EntityDraft.of(A));
    store.close();
    assertThrows(StoreClosedException.class, () -> loader.submit(EntityDraft.of(B)));
    loader.close();
    open(StoreConfig.builder());
    assertTrue(store.contains(A));
    assertEquals(State.PAUSED, store.loads().getFirst().state());
    assertEquals(1, store.loads().getFirst().nextPosition());
  }

  @Test
  void shouldMakeSmallerBatchesWhenATransactionCannotHoldOne() throws Exception {
    String text = "x".repeat(400_000);
    try (BulkLoader loader = store.bulkLoader("l", options().build())) {
      for (int i = 0; i < 12; i++) {
        EntityDraft draft = EntityDraft.of(EntityId.named("e" + i)).text("t", text);
        if (i == 5) {
          // More than a segment of this store takes, in one entity.
          draft.text("u", text).text("v", text);
        }
        loader.submit(draft);
      }
      LoadStatus status = loader.finish();
      assertEquals(11, status.created());
      assertEquals(1, status.rejected());
    }
    assertEquals(List.of(5L), positions());
    assertTrue(rejects.getFirst().reason().startsWith("a transaction has to fit"));
    assertEquals(text, store.get(EntityId.named("e11")).orElseThrow().texts().get("t"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 500})
  void shouldEndWithTheLastDocumentWhenAnEntityWithLongContentIsReplacedWithinABatch(int batch)
      throws Exception {
    byte[] large = new byte[200_000];
    Arrays.fill(large, (byte) 'x');
    byte[] other = large.clone();
    other[199_999] = 'y';
    try (BulkLoader loader =
        store.bulkLoader("l", options().onExists(OnExists.REPLACE).batchDocuments(batch).build())) {
      loader.submit(EntityDraft.of(A).content(large));
      loader.submit(EntityDraft.of(A).content(bytes("short")));
      loader.submit(EntityDraft.of(B).content(bytes("short")));
      loader.submit(EntityDraft.of(B).content(large));
      loader.submit(EntityDraft.of(B).content(other));
      loader.submit(EntityDraft.of(C).content(large));
      loader.submit(EntityDraft.of(C).content(large).tag("2:"));
      loader.submit(EntityDraft.of(C).content(large).tag("2:"));
      LoadStatus status = loader.finish();
      assertEquals(3, status.created());
      assertEquals(4, status.replaced());
      assertEquals(1, status.unchanged());
    }
    assertArrayEquals(bytes("short"), store.get(A).orElseThrow().content());
    assertArrayEquals(other, store.openContent(B).readAllBytes());
    assertArrayEquals(large, store.openContent(C).readAllBytes());
    assertTrue(store.get(C).orElseThrow().hasTag("2:"));
  }

  @Test
  void shouldRefuseOptionsWhenTheyAreOutOfRange() {
    assertThrows(
        InvalidArgumentException.class, () -> BulkOptions.builder().batchDocuments(0).build());
    assertThrows(
        InvalidArgumentException.class, () -> BulkOptions.builder().maxBytesInFlight(1).build());
    assertThrows(InvalidArgumentException.class, () -> BulkOptions.builder().threads(65).build());
    assertThrows(InvalidArgumentException.class, () -> BulkOptions.builder().total(-2).build());
    assertThrows(
        InvalidArgumentException.class, () -> BulkOptions.builder().windowDocuments(1).build());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
