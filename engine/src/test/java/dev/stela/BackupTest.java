package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.storage.ChosenLinks;
import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.ForwardingFiles;
import dev.stela.internal.storage.SystemFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups are the store as of one LSN, whatever happens meanwhile. */
@Timeout(300)
class BackupTest {
  private static final int WRITERS = 4;
  private static final int BACKUPS = 5;
  private static final int IDS = 200;
  private static final long PAUSE_NANOS = 5_000_000;

  @TempDir private Path folder;

  @Test
  void shouldBeTheStoreAsOfItsLsnWhenWritersGoOn() throws InterruptedException {
    long seed = Long.getLong("stela.backupSeed", ThreadLocalRandom.current().nextLong());
    Random random = new Random(seed);
    try (EntityStore store = open(new SystemFiles())) {
      List<BackupReport> backups = new ArrayList<>();
      try (Writers writers = new Writers(store, seed)) {
        for (int i = 0; i < BACKUPS; i++) {
          Thread.sleep(random.nextInt(200));
          Path earlier = i == 0 ? null : backups.getLast().target();
          backups.add(store.maintenance().backup(folder.resolve("backup-" + i), earlier));
        }
        writers.requireSound();
      }
      for (BackupReport backup : backups) {
        assertEquals(0, backup.copiedFiles());
        compare(store, backup);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("repeat with -Dstela.backupSeed=" + seed, e);
    }
  }

  @Test
  void shouldTakeNoSpaceWhenNothingHasChanged() throws IOException {
    try (EntityStore store = open(new SystemFiles())) {
      fill(store, 400);
      BackupReport first = store.maintenance().backup(folder.resolve("first"));
      BackupReport second = store.maintenance().backup(folder.resolve("second"), first.target());

      assertEquals(first.lsn(), second.lsn());
      assertEquals(0, second.copiedFiles());
      assertTrue(ownBytes(second.target()) < 64 * 1024, "bytes: " + ownBytes(second.target()));
      assertEquals(segments(first.target()), segments(second.target()));
      assertFalse(segments(second.target()).isEmpty());
    }
  }

  @Test
  void shouldTakeWhatHasNotChangedFromAnEarlierOneWhenTheStoreIsOnAnotherFileSystem()
      throws IOException {
    FileOps files = new ChosenLinks(path -> !path.startsWith(folder.resolve("store")));
    try (EntityStore store = open(files)) {
      fill(store, 400);
      BackupReport first = store.maintenance().backup(folder.resolve("first"));
      assertEquals(0, first.linkedFiles());
      assertTrue(first.copiedFiles() > 0);
      assertTrue(first.bytes() > StoreConfig.MIN_SEGMENT_BYTES);
      fill(store, 10);

      BackupReport second = store.maintenance().backup(folder.resolve("second"), first.target());

      assertEquals(first.copiedFiles(), second.linkedFiles());
      assertTrue(second.copiedFiles() > 0 && second.bytes() < first.bytes());
      assertTrue(segments(second.target()).containsAll(segments(first.target())));
      compare(store, first);
      compare(store, second);
    }
  }

  @Test
  void shouldCopyWhenTheEarlierBackupHasTheSameNameForSomethingElse() throws IOException {
    BackupReport first;
    try (EntityStore store = open(new SystemFiles())) {
      fill(store, 200);
      first = store.maintenance().backup(folder.resolve("first"));
      fill(store, 200);
      store.maintenance().backup(folder.resolve("second"), first.target());
    }
    // Two stores with a common past: the backup is written to, and goes another way.
    try (EntityStore other = EntityStore.open(first.target(), config().build())) {
      fill(other, 200);
      other.maintenance().checkpoint();
    }
    try (EntityStore store = open(new SystemFiles())) {
      BackupReport third = store.maintenance().backup(folder.resolve("third"), first.target());
      compare(store, third);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"OPEN", "READ", "WRITE", "SYNC", "MAP", "RENAME", "SYNC_DIRECTORY", "LINK"})
  void shouldLeaveNoStoreWhenAnOperationFails(Operation operation) throws IOException {
    boolean links = operation == Operation.LINK;
    Path target = folder.resolve("target");
    FaultyFiles files = new FaultyFiles(new ChosenLinks(path -> links && !path.startsWith(target)));
    try (EntityStore store = open(files)) {
      fill(store, 300);
      store.maintenance().checkpoint();
      BackupReport backup = null;
      boolean failed = true;
      int failures = 0;
      for (int nth = 1; failed; nth++) {
        files.fail(operation, nth, fault -> fault.on(path -> path.startsWith(target)));
        try {
          backup = store.maintenance().backup(target);
          failed = false;
        } catch (StorageException e) {
          failures++;
          assertTrue(e.getMessage().startsWith("injected"), e.getMessage());
          assertEquals(List.of(), files(target));
          assertThrows(
              InvalidArgumentException.class,
              () -> EntityStore.open(target, config().createIfMissing(false).build()));
        }
        files.heal();
      }
      assertTrue(failures > 0, "nothing failed");
      compare(store, backup);
    }
  }

  @Test
  void shouldRefuseWhenTheTargetIsNotEmptyOrInTheStore() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Files.writeString(target.resolve("precious"), "bytes");
    try (EntityStore store = open(new SystemFiles())) {
      fill(store, 1);
      assertThrows(InvalidArgumentException.class, () -> store.maintenance().backup(target));
      assertThrows(
          InvalidArgumentException.class,
          () -> store.maintenance().backup(store.path().resolve("inside")));
      BackupReport backup = store.maintenance().backup(folder.resolve("backup"));
      assertThrows(
          InvalidArgumentException.class, () -> store.maintenance().backup(backup.target()));
    }
    try (Stream<Path> inside = Files.list(target)) {
      assertEquals(1, inside.count());
    }
  }

  @Test
  void shouldRefuseWhenTheEarlierBackupIsOfAnotherStore() {
    try (EntityStore store = open(new SystemFiles());
        EntityStore other = EntityStore.open(folder.resolve("other"), config().build())) {
      fill(store, 1);
      fill(other, 1);
      Path earlier = other.maintenance().backup(folder.resolve("earlier")).target();
      Path target = folder.resolve("target");

      assertThrows(
          InvalidArgumentException.class, () -> store.maintenance().backup(target, earlier));
      assertThrows(
          InvalidArgumentException.class,
          () -> store.maintenance().backup(target, folder.resolve("nothing")));
      assertFalse(Files.exists(target));
    }
  }

  @Test
  void shouldFailWhenASealedSegmentIsDamaged() throws IOException {
    try (EntityStore store = open(new SystemFiles())) {
      fill(store, 50);
      store.maintenance().checkpoint();
      flip(store.path().resolve("log/0000000001.log"), 4096 + 100);
      Path target = folder.resolve("target");

      assertThrows(CorruptionException.class, () -> store.maintenance().backup(target));

      assertFalse(Files.exists(target.resolve("superblock")));
      flip(store.path().resolve("log/0000000001.log"), 4096 + 100);
      compare(store, store.maintenance().backup(target));
    }
  }

  @Test
  void shouldLeaveTheStoreAloneWhenTheBackupIsWrittenTo() {
    try (EntityStore store = open(new SystemFiles())) {
      fill(store, 200);
      List<Change> before = changes(store, store.lsn());
      Path backup = store.maintenance().backup(folder.resolve("backup")).target();
      try (EntityStore opened = EntityStore.open(backup, config().build())) {
        fill(opened, 300);
        opened.maintenance().checkpoint();
      }
      assertTrue(StoreVerifier.verify(backup).isSound());
      fill(store, 300);
      assertEquals(before, changes(store, before.getLast().lsn()));
    }
    assertTrue(StoreVerifier.verify(folder.resolve("store")).isSound());
  }

  @Test
  void shouldOpenWhenTheStoreWasEmpty() {
    try (EntityStore store = open(new SystemFiles())) {
      BackupReport backup = store.maintenance().backup(folder.resolve("backup"));
      assertEquals(0, backup.lsn());
      compare(store, backup);
      try (EntityStore opened = EntityStore.open(backup.target(), config().build())) {
        fill(opened, 1);
      }
    }
  }

  /**
   * What compaction lets go because of a commit behind the last checkpoint must not be missing in a
   * backup that ends with that checkpoint.
   */
  @Test
  void shouldOpenWhenCompactionOvertakesItAfterAPurge() {
    Overtaken files = new Overtaken();
    StoreConfig config = config().durability(Durability.SYNC).compaction(false).build();
    try (EntityStore store = EntityStore.open(files, folder.resolve("store"), config)) {
      fill(store, 50);
      EntityId purged = id(IDS);
      store.create(EntityDraft.of(purged).tag("type:y"));
      fill(store, 50);
      files.afterCheckpoint = () -> store.purge(purged);
      files.beforeLink =
          () -> {
            fill(store, 1);
            store.maintenance().compact();
          };

      BackupReport backup = store.maintenance().backup(folder.resolve("backup"));

      assertFalse(store.contains(purged));
      assertEquals(List.of(), StoreVerifier.verify(backup.target()).damages());
      try (EntityStore opened = EntityStore.open(backup.target(), config().build())) {
        assertTrue(opened.get(purged).orElseThrow().hasTag("type:y"));
      }
    }
  }

  /**
   * Does something once when a backup places its first file, and once in the checkpoint of that.
   */
  private static final class Overtaken extends ForwardingFiles {
    Runnable beforeLink = () -> {};
    Runnable afterCheckpoint = () -> {};
    private boolean overtaking;

    Overtaken() {
      super(new SystemFiles());
    }

    @Override
    public boolean link(Path existing, Path link) {
      Runnable work = beforeLink;
      beforeLink = () -> {};
      overtaking = true;
      work.run();
      return super.link(existing, link);
    }

    @Override
    public void delete(Path path) {
      // The manifest before: the one of the checkpoint is in force.
      if (overtaking) {
        Runnable work = afterCheckpoint;
        afterCheckpoint = () -> {};
        work.run();
      }
      super.delete(path);
    }
  }

  private EntityStore open(FileOps files) {
    return EntityStore.open(files, folder.resolve("store"), config().build());
  }

  private static StoreConfig.Builder config() {
    return StoreConfig.builder()
        .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
        .durability(Durability.ASYNC);
  }

  private static void fill(EntityStore store, int commits) {
    Random random = new Random(commits);
    for (int i = 0; i < commits; i++) {
      change(store, id(random.nextInt(IDS)), random);
    }
  }

  private static EntityId id(int number) {
    return EntityId.named("entity-" + number);
  }

  private static void change(EntityStore store, EntityId id, Random random) {
    byte[] bytes = new byte[random.nextInt(20_000)];
    random.nextBytes(bytes);
    store.write(
        tx -> {
          if (tx.find(id).isEmpty()) {
            tx.create(EntityDraft.of(id).tag("type:x"));
          } else if (!tx.contains(id)) {
            tx.restore(id);
          }
          tx.putContent(id, bytes);
          tx.setTag(id, "state:" + random.nextInt(5));
          if (random.nextInt(20) == 0) {
            tx.delete(id);
          }
        });
  }

  /** Compares a backup, opened in each way without changing it, with the store as it was. */
  private static void compare(EntityStore store, BackupReport backup) {
    VerificationReport report = StoreVerifier.verify(backup.target());
    assertTrue(report.isSound(), report.damages().toString());
    long lsn = backup.lsn();
    List<Change> changes = changes(store, lsn);
    try (Snapshot then = store.asOf(lsn)) {
      for (Opening opening : List.of(Opening.AUTO, Opening.REBUILD, Opening.REPLAY)) {
        StoreConfig config = config().readOnly(true).opening(opening).build();
        try (EntityStore opened = EntityStore.open(backup.target(), config)) {
          assertEquals(lsn, opened.lsn());
          assertEquals(changes, changes(opened, lsn));
          for (int i = 0; i < IDS; i++) {
            assertEquals(
                state(then.find(id(i)).orElse(null)), state(opened.find(id(i)).orElse(null)));
          }
          assertEquals(then.values("state"), opened.values("state"));
          assertEquals(
              then.search("type:x AND state:1").ids().toList(),
              opened.search("type:x AND state:1").ids().toList());
        }
      }
    }
  }

  private static List<Change> changes(EntityStore store, long lsn) {
    List<Change> changes = new ArrayList<>();
    store.changes(0, lsn).forEachRemaining(changes::add);
    return changes;
  }

  private static List<Object> state(Entity entity) {
    return entity == null
        ? List.of()
        : List.of(
            entity.lsn(),
            entity.updated(),
            entity.createdLsn(),
            entity.created(),
            entity.lifecycle(),
            entity.tagTimes(),
            ByteBuffer.wrap(entity.content()),
            entity.texts());
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** The identities of the segments and index parts. */
  private static List<String> segments(Path store) throws IOException {
    try (Stream<Path> all = Files.walk(store)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> !path.getParent().equals(store))
          .map(new SystemFiles()::fileKey)
          .sorted()
          .toList();
    }
  }

  /** How many bytes of a folder no other name leads to. */
  private static long ownBytes(Path store) throws IOException {
    long bytes = 0;
    try (Stream<Path> all = Files.walk(store)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        if ((int) Files.getAttribute(path, "unix:nlink") == 1) {
          bytes += Files.size(path);
        }
      }
    }
    return bytes;
  }

  private static void flip(Path file, long offset) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) ~one.get(0)).flip();
      channel.write(one, offset);
    }
  }

  /** Writers that go on until they are closed. */
  private static final class Writers implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    Writers(EntityStore store, long seed) {
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        threads.add(
            Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, e) -> failure.set(e))
                .start(
                    () -> {
                      Random random = new Random(seed + writer);
                      while (!stopped.get()) {
                        change(store, id(random.nextInt(IDS)), random);
                        // Else a slow machine has thousands of segments when the test ends.
                        LockSupport.parkNanos(PAUSE_NANOS);
                      }
                    }));
      }
    }

    void requireSound() {
      if (failure.get() != null) {
        throw new AssertionError("a writer failed", failure.get());
      }
    }

    @Override
    public void close() {
      stopped.set(true);
      for (Thread thread : threads) {
        boolean joined = false;
        while (!joined) {
          try {
            thread.join();
            joined = true;
          } catch (InterruptedException e) {
            // Nobody interrupts a test but to end it, which its timeout does as well.
          }
        }
      }
    }
  }
}
