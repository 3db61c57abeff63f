package dev.stela;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.checkpoint.DerivedFiles;
import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import dev.stela.model.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StoreFaultsTest {
  private static final Predicate<Path> LOG = path -> path.toString().endsWith(".log");
  private static final Predicate<Path> NEW_SEGMENT = path -> path.toString().endsWith(".log.tmp");
  private static final Predicate<Path> DERIVED =
      path -> DerivedFiles.isDerived(path.getFileName().toString());

  @TempDir Path folder;
  private final FaultyFiles files = new FaultyFiles();

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldWriteNothingByHalvesAndGoOnWhenTheDiskIsFullForAWhile(Durability durability) {
    int written = 0;
    try (EntityStore store = open(durability)) {
      for (int round = 0; round < 3; round++) {
        files.fail(Operation.WRITE, 1, fault -> fault.on(NEW_SEGMENT).asFullDisk().forGood());
        long before = -1;
        while (before < 0) {
          long lsn = store.lsn();
          try {
            store.create(draft(written));
            written++;
          } catch (StorageFullException e) {
            before = lsn;
          }
        }
        EntityId refused = id(written);
        assertFalse(store.find(refused).isPresent());
        for (int i = 0; i < 5; i++) {
          assertThrows(StorageFullException.class, () -> store.create(large(refused)));
        }
        assertEquals(written, store.statistics().activeEntities());
        requireAll(store, written);
        files.heal();
        store.create(draft(written));
        written++;
        requireAll(store, written);
      }
    }
    try (EntityStore store = open(durability)) {
      assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
      requireAll(store, written);
    }
  }

  @Test
  void shouldWriteNothingByHalvesAndGoOnWhenDerivedFilesCannotGrow() {
    EntityId tagged = EntityId.named("tagged");
    int entities = 0;
    int tags = 0;
    try (EntityStore store = open(Durability.ASYNC)) {
      store.create(EntityDraft.of(tagged));
      files.fail(Operation.WRITE, 1, fault -> fault.on(DERIVED).asFullDisk().forGood());
      boolean full = false;
      while (!full) {
        try {
          createBatch(store, entities);
          entities += 500;
        } catch (StorageFullException e) {
          full = true;
        }
      }
      assertFalse(store.contains(id(entities)));
      assertFalse(store.contains(id(entities + 499)));
      full = false;
      while (!full) {
        try {
          tagBatch(store, tagged, tags);
          tags += 500;
        } catch (StorageFullException e) {
          full = true;
        }
      }
      assertEquals(tags, store.get(tagged).orElseThrow().tags().size());
      assertEquals(tags, store.statistics().tags());
      store.write(tx -> {});
      files.heal();
      createBatch(store, entities);
      entities += 500;
      tagBatch(store, tagged, tags);
      tags += 500;
    }
    try (EntityStore store = open(Durability.ASYNC)) {
      assertEquals(entities + 1, store.statistics().activeEntities());
      for (int i = 0; i < entities; i++) {
        assertTrue(store.contains(id(i)));
      }
      assertEquals(tags, store.get(tagged).orElseThrow().tags().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"entities-", "postings-"})
  void shouldWriteNothingByHalvesAndGoOnWhenAnIndexCannotGrow(String index) {
    int entities = 0;
    try (EntityStore store = open(Durability.ASYNC)) {
      taggedBatch(store, entities);
      entities += 500;
      files.fail(
          Operation.WRITE,
          1,
          fault ->
              fault
                  .on(path -> path.getFileName().toString().startsWith(index))
                  .asFullDisk()
                  .forGood());
      long lsn = -1;
      while (lsn < 0) {
        long before = store.lsn();
        try {
          taggedBatch(store, entities);
          entities += 500;
        } catch (StorageFullException e) {
          lsn = before;
        }
      }
      int refused = entities;
      for (int i = 0; i < 3; i++) {
        assertThrows(StorageFullException.class, () -> taggedBatch(store, refused));
      }
      assertEquals(lsn, store.lsn());
      assertFalse(store.contains(id(refused)));
      assertEquals(entities, store.search(Query.tag("half:0")).count() * 2);
      files.heal();
      taggedBatch(store, entities);
      entities += 500;
      assertEquals(entities, store.search(Query.tag("half:0")).count() * 2);
    }
    assertEquals(List.of(), StoreVerifier.verify(folder.resolve("store")).damages());
    try (EntityStore store = open(Durability.ASYNC)) {
      assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
      assertEquals(entities, store.search(Query.tag("half:1")).count() * 2);
    }
  }

  private static void taggedBatch(EntityStore store, int first) {
    store.write(
        tx -> {
          for (int i = first; i < first + 500; i++) {
            tx.create(EntityDraft.of(id(i)).tag("half:" + i % 2).tag("n:" + i % 50));
          }
        });
  }

  private static void createBatch(EntityStore store, int first) {
    store.write(
        tx -> {
          for (int i = 0; i < 500; i++) {
            tx.create(EntityDraft.of(id(first + i)));
          }
        });
  }

  private static void tagBatch(EntityStore store, EntityId id, int first) {
    store.write(
        tx -> {
          for (int i = 0; i < 500; i++) {
            tx.addTag(id, "t:" + "x".repeat(200) + (first + i));
          }
        });
  }

  @Test
  void shouldFailEveryWriterAndReadOnWhenASyncFails() throws Exception {
    int acknowledged = 20;
    EntityId lost = EntityId.named("lost");
    EntityStore store = open(Durability.SYNC);
    for (int i = 0; i < acknowledged; i++) {
      store.create(draft(i));
    }
    long durable = store.lsn();
    files.fail(Operation.SYNC, 1, fault -> fault.on(LOG));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Long>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      EntityId id = id(1_000 + i);
      writers.add(threads.submit(() -> store.create(large(id))));
    }
    for (Future<Long> writer : writers) {
      var thrown =
          assertThrows(
              java.util.concurrent.ExecutionException.class,
              () -> writer.get(30, TimeUnit.SECONDS));
      assertEquals(StoreFailedException.class, thrown.getCause().getClass());
    }
    threads.shutdown();
    assertThrows(StoreFailedException.class, () -> store.create(large(lost)));
    assertThrows(StoreFailedException.class, () -> store.addTag(id(0), "x:y"));
    assertThrows(StoreFailedException.class, store::sync);
    assertEquals(durable, store.lsn());
    requireAll(store, acknowledged);
    assertFalse(store.contains(id(1_000)));
    assertFalse(store.contains(lost));
    try (Snapshot now = store.asOf(java.time.Instant.now())) {
      assertTrue(now.contains(id(acknowledged - 1)));
      assertFalse(now.contains(id(1_000)));
    }
    assertThrows(StoreFailedException.class, store::close);
    assertThrows(StoreClosedException.class, () -> store.get(id(0)));
    store.close();
    try (EntityStore reopened = open(Durability.SYNC)) {
      assertEquals(RecoveryReport.Kind.TAKEN_OVER, reopened.recovery().kind());
      requireAll(reopened, acknowledged);
      assertFalse(reopened.contains(lost));
      reopened.create(large(lost));
    }
  }

  @Test
  void shouldFailWritersAndReadOnWhenTheBackgroundSyncFails() {
    EntityStore store = open(Durability.ASYNC);
    store.create(draft(0));
    store.sync();
    files.fail(Operation.SYNC, 1, fault -> fault.on(LOG));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int written = 1;
    boolean failed = false;
    while (!failed && System.nanoTime() < deadline) {
      try {
        store.create(EntityDraft.of(id(written)));
        written++;
      } catch (StoreFailedException e) {
        failed = true;
      }
    }
    assertTrue(failed, "the failed sync stopped the writer");
    assertThrows(StoreFailedException.class, store::sync);
    assertTrue(store.contains(id(0)));
    assertThrows(StoreFailedException.class, store::close);
    try (EntityStore reopened = open(Durability.ASYNC)) {
      for (int i = 0; i < written; i++) {
        assertTrue(reopened.contains(id(i)));
      }
      assertFalse(reopened.contains(id(written)));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Failure.class)
  void shouldFailAndCutTheTailWhenAWriteFails(Failure failure) {
    EntityStore store = open(Durability.SYNC);
    for (int i = 0; i < 5; i++) {
      store.create(draft(i));
    }
    files.fail(
        Operation.WRITE,
        1,
        fault -> failure == Failure.TORN ? fault.on(LOG).torn() : fault.on(LOG));
    assertThrows(StorageException.class, () -> store.create(draft(5)));
    assertThrows(StoreFailedException.class, () -> store.create(draft(6)));
    requireAll(store, 5);
    assertFalse(store.contains(id(5)));
    assertThrows(StoreFailedException.class, store::close);
    try (EntityStore reopened = open(Durability.SYNC)) {
      assertEquals(failure == Failure.TORN, reopened.recovery().cutBytes() > 0);
      requireAll(reopened, 5);
      assertFalse(reopened.find(id(5)).isPresent());
      reopened.create(draft(5));
      requireAll(reopened, 6);
    }
  }

  private enum Failure {
    TORN,
    LOST
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void shouldCreateTheStoreInTheEndWhenAnyOperationOfItsCreationFailed(Operation operation)
      throws IOException {
    long operations = 0;
    for (int nth = 1; nth <= operations + 1; nth++) {
      Path path = folder.resolve("store" + nth);
      FaultyFiles faulty = new FaultyFiles();
      faulty.fail(operation, nth, FaultyFiles.Fault::torn);
      boolean created = openOrFail(faulty, path);
      operations = created ? faulty.count(operation) : nth + 1;
      try (EntityStore store = EntityStore.open(path, config(Durability.SYNC))) {
        store.create(draft(0));
        requireAll(store, 1);
      }
      if (created && nth > operations) {
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void shouldOpenInTheEndWhenAnyOperationOfOpeningOrClosingFailed(Operation operation)
      throws IOException {
    Path clean = folder.resolve("clean");
    Path abandoned = folder.resolve("abandoned");
    int entities = 12;
    try (EntityStore store = EntityStore.open(clean, config(Durability.SYNC))) {
      for (int i = 0; i < entities; i++) {
        store.create(draft(i));
      }
      Folders.copy(clean, abandoned);
    }
    for (Path original : List.of(clean, abandoned)) {
      boolean last = false;
      for (int nth = 1; !last; nth++) {
        assertTrue(nth < 500, "opening has an end");
        Path path = folder.resolve(original.getFileName() + "copy" + nth);
        Folders.copy(original, path);
        FaultyFiles faulty = new FaultyFiles();
        faulty.fail(operation, nth, FaultyFiles.Fault::torn);
        openOrFail(faulty, path);
        last = faulty.count(operation) < nth;
        for (int again = 0; again < 2; again++) {
          try (EntityStore store = EntityStore.open(path, config(Durability.SYNC))) {
            requireAll(store, entities);
            assertEquals(entities, store.statistics().activeEntities());
          }
        }
        Folders.delete(path);
      }
    }
  }

  /** Opens and closes; what fails has to be of the store's own types. */
  private boolean openOrFail(FaultyFiles faulty, Path path) {
    try (EntityStore store = EntityStore.open(faulty, path, config(Durability.SYNC))) {
      assertEquals(path, store.path());
      return true;
    } catch (StelaException e) {
      return false;
    }
  }

  @Test
  void shouldLeaveOneOfEachDerivedFileWhenAStoreInUseWasAbandonedAndRebuilt() throws IOException {
    Path abandoned = folder.resolve("abandoned");
    try (EntityStore store = open(Durability.SYNC)) {
      store.create(draft(0));
      Folders.copy(store.path(), abandoned);
    }
    for (int i = 0; i < 2; i++) {
      try (EntityStore store = EntityStore.open(abandoned, config(Durability.SYNC))) {
        assertEquals(
            i == 0 ? RecoveryReport.Kind.REBUILT : RecoveryReport.Kind.CLEAN,
            store.recovery().kind());
        requireAll(store, 1);
      }
      try (var all = Files.list(abandoned)) {
        assertEquals(
            List.of(
                "dictionary",
                "dictionary-tables",
                "directory",
                "entities",
                "manifest",
                "posting-heads",
                "postings"),
            all.filter(DERIVED)
                .map(path -> path.getFileName().toString().replaceFirst("-[0-9]+$", ""))
                .sorted()
                .toList());
      }
    }
  }

  @Test
  void shouldRefuseAndNotTouchAFolderThatHoldsSomethingElse() throws IOException {
    Path strange = Files.writeString(folder.resolve("thesis.txt"), "years of work");
    for (String name :
        List.of("manifest-1", "directory-1", "entities-1", "postings-1", "log.txt")) {
      Path path = Files.createDirectory(folder.resolve("with-" + name));
      Files.writeString(path.resolve(name), "not ours");
      assertThrows(
          InvalidArgumentException.class, () -> EntityStore.open(path, config(Durability.SYNC)));
      assertEquals("not ours", Files.readString(path.resolve(name)));
    }
    assertThrows(
        InvalidArgumentException.class, () -> EntityStore.open(folder, config(Durability.SYNC)));
    assertEquals("years of work", Files.readString(strange));
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    assertThrows(InvalidArgumentException.class, () -> EntityStore.open(folder, reading));
    StoreConfig missing = StoreConfig.builder().createIfMissing(false).build();
    Path nowhere = folder.resolve("nowhere");
    assertThrows(InvalidArgumentException.class, () -> EntityStore.open(nowhere, missing));
    assertFalse(Files.exists(nowhere));
  }

  @Test
  void shouldNotStartAnewWhenOnlyTheSuperblockIsMissing() throws IOException {
    Path path = folder.resolve("store");
    try (EntityStore store = EntityStore.open(path, config(Durability.SYNC))) {
      store.create(draft(0));
    }
    byte[] superblock = Files.readAllBytes(path.resolve("superblock"));
    Files.delete(path.resolve("superblock"));
    assertThrows(StelaException.class, () -> EntityStore.open(path, config(Durability.SYNC)));
    try (var all = Files.list(path)) {
      for (Path derived : all.filter(DERIVED).toList()) {
        Files.delete(derived);
      }
    }
    Files.delete(path.resolve("live"));
    assertThrows(CorruptionException.class, () -> EntityStore.open(path, config(Durability.SYNC)));
    Files.write(path.resolve("superblock"), superblock);
    StoreConfig rebuild = StoreConfig.builder().opening(Opening.REBUILD).build();
    try (EntityStore store = EntityStore.open(path, rebuild)) {
      requireAll(store, 1);
    }
  }

  @Test
  void shouldShowAReaderOnlyWhatIsDurableWhenTheLogIsReplayed() {
    try (EntityStore store = open(Durability.SYNC)) {
      store.create(draft(0));
    }
    Path path = folder.resolve("store");
    StoreConfig reading = StoreConfig.builder().readOnly(true).opening(Opening.REBUILD).build();
    files.fail(Operation.SYNC, 1, fault -> fault.on(LOG));
    assertThrows(StorageException.class, () -> EntityStore.open(files, path, reading));
    files.heal();
    try (EntityStore store = EntityStore.open(files, path, reading)) {
      requireAll(store, 1);
    }
  }

  @Test
  void shouldSayWhoHasItWhenTheStoreIsInUse() {
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = open(Durability.SYNC)) {
      for (StoreConfig config : List.of(config(Durability.SYNC), reading)) {
        StoreInUseException thrown =
            assertThrows(StoreInUseException.class, () -> EntityStore.open(store.path(), config));
        assertTrue(thrown.getMessage().contains("pid=" + ProcessHandle.current().pid()));
      }
      store.create(draft(0));
    }
    Path path = folder.resolve("store");
    try (EntityStore one = EntityStore.open(path, reading);
        EntityStore two = EntityStore.open(path, reading)) {
      assertThrows(
          StoreInUseException.class, () -> EntityStore.open(path, config(Durability.SYNC)));
      requireAll(one, 1);
      requireAll(two, 1);
    }
    try (EntityStore store = EntityStore.open(path, config(Durability.SYNC))) {
      requireAll(store, 1);
    }
  }

  private static EntityId id(int number) {
    return EntityId.of(1, number + 1);
  }

  private static EntityDraft draft(int number) {
    return large(id(number));
  }

  private static EntityDraft large(EntityId id) {
    byte[] content = new byte[20_000];
    content[0] = (byte) id.low();
    content[19_999] = 1;
    return EntityDraft.of(id).tag("n:" + id.low()).content(content);
  }

  private static void requireAll(EntityStore store, int count) {
    for (int i = 0; i < count; i++) {
      Entity entity = store.get(id(i)).orElseThrow();
      assertTrue(entity.hasTag("n:" + id(i).low()));
      assertArrayEquals(draft(i).contentBytes(), entity.content());
    }
    assertFalse(store.find(id(count)).isPresent());
  }

  private EntityStore open(Durability durability) {
    return EntityStore.open(files, folder.resolve("store"), config(durability));
  }

  private static StoreConfig config(Durability durability) {
    return StoreConfig.builder()
        .durability(durability)
        .segmentBytes(1 << 20)
        .asyncSyncInterval(Duration.ofMillis(5))
        .build();
  }
}
