package dev.stela;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import dev.stela.internal.storage.HookedFiles;
import dev.stela.model.Checkpoints;
import dev.stela.model.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of a store that is running, and what opening makes of them. */
class CheckpointTest {
  private static final int ENTITIES = 200;

  @TempDir Path folder;

  @Test
  void shouldGiveTheSameAnswersInEveryWayOfOpening() throws IOException {
    Path crashed = crashed(store -> fill(store, 3));

    List<String> replayed = answers(crashed, Opening.REPLAY, RecoveryReport.Kind.REPLAYED);
    assertEquals(replayed, answers(crashed, Opening.REBUILD, RecoveryReport.Kind.REBUILT));
    assertEquals(replayed, answers(crashed, Opening.AUTO, RecoveryReport.Kind.REBUILT));
    assertEquals(List.of(), StoreVerifier.verify(crashed).damages());
  }

  @Test
  void shouldReplayOnlyWhatCameAfterTheCheckpoint() throws IOException {
    Path crashed =
        crashed(
            store -> {
              fill(store, 2);
              CheckpointReport report = store.maintenance().checkpoint();
              assertEquals(store.lsn(), report.lsn());
              assertTrue(report.segments() > 0 && report.indexBytes() > 0, report::toString);
              assertEquals(report.lsn(), store.statistics().checkpointLsn());
              store.create(EntityDraft.of(id(ENTITIES)).tag("after:checkpoint"));
              store.create(EntityDraft.of(id(ENTITIES + 1)).tag("after:checkpoint"));
            });

    try (EntityStore store = open(crashed, Opening.AUTO)) {
      assertEquals(2, store.recovery().frames());
      assertTrue(store.recovery().parts() >= 2, () -> store.recovery().toString());
      assertEquals(2, store.search(Query.tag("after:checkpoint")).count());
    }
  }

  @Test
  void shouldDoNothingWhenNothingWasCommittedSinceTheLastCheckpoint() {
    try (EntityStore store = open(folder.resolve("store"), Opening.AUTO)) {
      assertEquals(0, store.maintenance().checkpoint().segments());
      store.create(EntityDraft.of(id(0)));
      assertEquals(1, store.maintenance().checkpoint().segments());
      long lsn = store.lsn();
      assertEquals(0, store.maintenance().checkpoint().segments());
      assertEquals(lsn, store.lsn());
    }
  }

  @Test
  void shouldMakeAPartAnewWhenItIsMissingOrDamaged() throws IOException {
    Path crashed = crashed(store -> fill(store, 3));
    List<String> expected = answers(crashed, Opening.REPLAY, RecoveryReport.Kind.REPLAYED);
    Path part = parts(crashed).get(1);
    byte[] sound = Files.readAllBytes(part);
    for (int change = 0; change < 3; change++) {
      damage(part, sound, change);
      CorruptionException told =
          assertThrows(CorruptionException.class, () -> open(crashed, Opening.REBUILD));
      assertEquals(part, told.file());
      List<CorruptionException> damages = StoreVerifier.verify(crashed).damages();
      assertEquals(List.of(part), damages.stream().map(CorruptionException::file).toList());

      try (EntityStore store = open(crashed, Opening.AUTO)) {
        assertEquals(1, store.recovery().damagedParts());
        assertEquals(expected, answers(store));
        // What is missing is made at once, in the background or here.
        store.maintenance().checkpoint();
        await(() -> Files.exists(part));
      }
      assertArrayEquals(sound, Files.readAllBytes(part), "the same frames give the same part");
      Folders.delete(crashed);
      Folders.copy(folder.resolve("original"), crashed);
    }
  }

  private static void damage(Path part, byte[] sound, int change) throws IOException {
    switch (change) {
      case 0 -> Files.delete(part);
      case 1 -> {
        byte[] flipped = sound.clone();
        flipped[sound.length / 2] ^= 4;
        Files.write(part, flipped);
      }
      default -> Files.write(part, new byte[100]);
    }
  }

  @Test
  void shouldFindAllWhenTheProcessDiesBetweenAnyTwoFileOperationsOfACheckpoint()
      throws IOException {
    Path path = folder.resolve("store");
    List<Path> images = new ArrayList<>();
    boolean[] armed = {false};
    Runnable hook =
        () -> {
          synchronized (images) {
            if (armed[0]) {
              Path image = folder.resolve("image" + images.size());
              copy(path, image);
              images.add(image);
            }
          }
        };
    List<String> expected;
    try (EntityStore store =
        EntityStore.open(HookedFiles.before(hook), path, config(Opening.AUTO))) {
      fill(store, 1);
      store.maintenance().checkpoint();
      store.create(EntityDraft.of(id(ENTITIES)).tag("last:change"));
      store.sync();
      expected = answers(store);
      synchronized (images) {
        armed[0] = true;
      }
      store.maintenance().checkpoint();
      synchronized (images) {
        armed[0] = false;
      }
    }
    assertTrue(images.size() > 12, "file operations of a checkpoint: " + images.size());
    for (Path image : images) {
      Opening opening = image.toString().endsWith("7") ? Opening.REPLAY : Opening.REBUILD;
      try (EntityStore store = open(image, opening)) {
        assertEquals(expected, answers(store), image::toString);
        store.maintenance().checkpoint();
      }
      try (EntityStore store = open(image, Opening.AUTO)) {
        assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
        assertEquals(expected, answers(store), image::toString);
      }
      assertEquals(List.of(), StoreVerifier.verify(image).damages());
      assertEquals(Set.of(), leftovers(image));
      Folders.delete(image);
    }
  }

  @Test
  void shouldGoOnWritingAndCheckpointLaterWhenAFileOperationFails() {
    for (Operation operation :
        List.of(
            Operation.OPEN,
            Operation.WRITE,
            Operation.SYNC,
            Operation.RENAME,
            Operation.SYNC_DIRECTORY)) {
      for (String where : List.of("/segments", "manifest-")) {
        failOnce(operation, where);
      }
    }
  }

  private void failOnce(Operation operation, String where) {
    Path path = folder.resolve(operation.name() + where.substring(1, 4));
    FaultyFiles files = new FaultyFiles();
    try (EntityStore store = EntityStore.open(files, path, config(Opening.AUTO))) {
      fill(store, 1);
      files.fail(
          operation,
          1,
          fault -> fault.on(file -> file.toString().contains(where) || isStore(file, where, path)));
      assertThrows(
          StelaException.class, () -> checkpointUntilItFails(store), () -> path.toString());
      store.create(EntityDraft.of(id(ENTITIES)).tag("still:writable"));
      files.heal();
      store.create(EntityDraft.of(id(ENTITIES + 1)));
      long lsn = store.maintenance().checkpoint().lsn();
      assertEquals(store.lsn(), lsn);
      assertEquals(1, store.search(Query.tag("still:writable")).count());
    }
    try (EntityStore store = open(path, Opening.REBUILD)) {
      assertEquals(1, store.search(Query.tag("still:writable")).count());
      assertEquals(ENTITIES + 2, store.statistics().activeEntities() + deleted(store));
    }
  }

  private static long deleted(EntityStore store) {
    return store.statistics().deletedEntities();
  }

  /** The folder of a manifest is the store's. */
  private static boolean isStore(Path file, String where, Path path) {
    return where.equals("manifest-") && file.equals(path.toAbsolutePath());
  }

  /** The background may meet the failure first, which it only counts. */
  private static void checkpointUntilItFails(EntityStore store) {
    EntityId id = id(0);
    if (!store.contains(id)) {
      store.restore(id);
    }
    for (int i = 0; i < 50; i++) {
      store.addTag(id, "round:" + i);
      store.maintenance().checkpoint();
      if (store.statistics().checkpointFailures() > 0) {
        throw new StorageException("in the background");
      }
    }
  }

  @Test
  void shouldCountFailuresAndRecoverWhenTheDiskWasFullForTheBackground() {
    Path path = folder.resolve("store");
    FaultyFiles files = new FaultyFiles();
    try (EntityStore store = EntityStore.open(files, path, config(Opening.AUTO))) {
      files.fail(
          Operation.WRITE,
          1,
          fault -> fault.on(file -> file.toString().contains(".idx")).asFullDisk().forGood());
      fill(store, 3);
      await(() -> store.statistics().checkpointFailures() >= 2);
      assertEquals(0, store.statistics().checkpointLsn());
      assertThrows(StorageFullException.class, () -> store.maintenance().checkpoint());
      store.create(EntityDraft.of(id(ENTITIES)).tag("written:meanwhile"));
      files.heal();
      await(() -> store.statistics().checkpointLsn() > 0);
    }
  }

  @Test
  void shouldCheckpointByItselfWhenTheIntervalHasPassed() {
    StoreConfig config =
        StoreConfig.builder()
            .durability(Durability.ASYNC)
            .segmentBytes(1 << 20)
            .checkpointInterval(Duration.ofMillis(40))
            .build();
    try (EntityStore store = EntityStore.open(folder.resolve("store"), config)) {
      long lsn = store.create(EntityDraft.of(id(0)));
      await(() -> store.statistics().checkpointLsn() >= lsn);
      long next = store.addTag(id(0), "a:b");
      await(() -> store.statistics().checkpointLsn() >= next);
    }
  }

  @Test
  void shouldFindMomentsOfThePastWhenPartsSayWhereLsnsAre() throws IOException {
    Path crashed = crashed(store -> fill(store, 3));
    Random random = new Random(5);
    try (EntityStore store = open(crashed, Opening.REBUILD)) {
      for (int i = 0; i < 200; i++) {
        long lsn = 1 + random.nextLong(store.lsn());
        try (Snapshot snapshot = store.asOf(lsn);
            Snapshot again = store.asOf(snapshot.timestamp())) {
          // Only the end of a segment may have the time of the commit before it.
          assertTrue(again.lsn() - lsn <= 1 && again.lsn() >= lsn, () -> again.lsn() + " " + lsn);
          assertEquals(snapshot.timestamp(), again.timestamp());
        }
      }
    }
  }

  @Test
  void shouldRefuseWhenTheStoreIsOpenForReadingOnly() throws IOException {
    Path crashed = crashed(store -> fill(store, 1));
    StoreConfig reading = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = EntityStore.open(crashed, reading)) {
      assertThrows(ReadOnlyException.class, () -> store.maintenance().checkpoint());
    }
  }

  private interface Work {
    void on(EntityStore store) throws IOException;
  }

  /** Returns a copy of a store that was in use when it was copied, its checkpoints complete. */
  private Path crashed(Work work) throws IOException {
    Path path = folder.resolve("running");
    Path copy = folder.resolve("crashed");
    try (EntityStore store = open(path, Opening.AUTO)) {
      work.on(store);
      store.sync();
      // So that nothing is under way while the files are copied.
      Checkpoints.await(store);
      Folders.copy(path, copy);
    }
    Folders.copy(copy, folder.resolve("original"));
    return copy;
  }

  /** Writes until the log has some full segments: tags, texts, contents, deletions. */
  private static void fill(EntityStore store, int segments) {
    Random random = new Random(42);
    for (int i = 0; i < ENTITIES; i++) {
      store.create(EntityDraft.of(id(i)).tag("type:thing").text("title", "number " + i));
    }
    int end = store.statistics().segments() + segments;
    byte[] content = new byte[3000];
    while (store.statistics().segments() < end) {
      EntityId id = id(random.nextInt(ENTITIES));
      switch (random.nextInt(6)) {
        case 0 -> {
          random.nextBytes(content);
          writeActive(store, id, active -> store.putContent(active, content));
        }
        case 1 -> writeActive(store, id, store::delete);
        case 2 -> {
          if (store.find(id).orElseThrow().lifecycle() == Lifecycle.DELETED) {
            store.restore(id);
          }
        }
        default -> writeActive(store, id, active -> store.addTag(active, tag(random)));
      }
    }
  }

  private interface Change {
    long on(EntityId id);
  }

  private static void writeActive(EntityStore store, EntityId id, Change change) {
    if (store.contains(id)) {
      change.on(id);
    }
  }

  private static String tag(Random random) {
    return "status:" + random.nextInt(100);
  }

  private List<String> answers(Path path, Opening opening, RecoveryReport.Kind kind)
      throws IOException {
    Path copy = folder.resolve("answering");
    Folders.copy(path, copy);
    try (EntityStore store = open(copy, opening)) {
      assertEquals(kind, store.recovery().kind());
      assertEquals(0, store.recovery().damagedParts());
      return answers(store);
    } finally {
      Folders.delete(copy);
    }
  }

  /** Says all that there is to know about a store. */
  private static List<String> answers(EntityStore store) {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < ENTITIES; i++) {
      answers.add(store.find(id(i)).orElseThrow().toString());
      answers.add(store.history(id(i)).toString());
    }
    for (int i = 0; i < 100; i++) {
      Query tag = Query.tag("status:" + i);
      answers.add(store.search(tag).orderBy(Order.updated()).ids().toList().toString());
      answers.add(store.search(Query.ever(tag)).ids().toList().toString());
    }
    answers.add(store.search(Query.lifecycle(Lifecycle.DELETED)).ids().toList().toString());
    StoreStatistics statistics = store.statistics();
    answers.add(
        statistics.activeEntities()
            + " "
            + statistics.deletedEntities()
            + " "
            + statistics.tags()
            + " "
            + statistics.textFields());
    return answers;
  }

  private static List<Path> parts(Path path) {
    Path segments = path.resolve("segments");
    if (!Files.exists(segments)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(segments)) {
      return all.filter(file -> file.toString().endsWith(".idx")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is in the folders of a closed store without being of use. */
  private static Set<String> leftovers(Path path) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> all = Files.walk(path)) {
      all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".tmp") || name.startsWith("manifest-"))
          .forEach(names::add);
    }
    names.removeIf(name -> name.startsWith("manifest-") && names.size() == 1);
    return names;
  }

  private static void copy(Path from, Path to) {
    try {
      Folders.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "waited in vain");
      Thread.onSpinWait();
    }
  }

  private static EntityId id(int number) {
    return EntityId.named("thing " + number);
  }

  private static EntityStore open(Path path, Opening opening) {
    return EntityStore.open(path, config(opening));
  }

  private static StoreConfig config(Opening opening) {
    return StoreConfig.builder()
        .durability(Durability.ASYNC)
        .segmentBytes(1 << 20)
        .opening(opening)
        .build();
  }
}
