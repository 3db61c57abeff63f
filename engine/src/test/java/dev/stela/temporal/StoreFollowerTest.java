package dev.stela.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Change;
import dev.stela.ChangeFeed;
import dev.stela.CorruptionException;
import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.InvalidArgumentException;
import dev.stela.StoreClosedException;
import dev.stela.StoreConfig;
import dev.stela.StoreFollower;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.LiveSnapshot;
import dev.stela.internal.storage.ChildJvm;
import dev.stela.internal.storage.SystemFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class StoreFollowerTest {
  private static final Duration NO_TIME = Duration.ZERO;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final EntityId ID = EntityId.named("one");

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("store");
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveEveryChangeOnceWhenThreadsOfTheProcessWrite(Durability durability)
      throws Exception {
    List<Change> found = new ArrayList<>();
    try (EntityStore store = open(durability)) {
      List<Thread> writers = new ArrayList<>();
      int transactions = durability == Durability.SYNC ? 100 : 2_000;
      try (StoreFollower inside = store.follow(0);
          StoreFollower outside = StoreFollower.open(path, 0)) {
        for (int i = 0; i < 4; i++) {
          Random random = new Random(i);
          writers.add(
              Thread.ofPlatform()
                  .start(
                      () -> {
                        for (int n = 0; n < transactions; n++) {
                          Writes.one(store, random);
                          rollBack(store);
                        }
                      }));
        }
        boolean more = true;
        while (more) {
          more = writers.stream().anyMatch(Thread::isAlive);
          drain(inside, found);
        }
        assertEquals(all(store), found);
        assertEquals(store.lsn(), inside.lsn());
        // Nobody writes any more: what is visible has to be in the live header by now.
        List<Change> seen = new ArrayList<>();
        while (seen.size() < found.size()) {
          seen.add(outside.poll(LONG).orElseThrow());
        }
        assertEquals(found, seen);
        assertEquals(store.lsn(), outside.lsn());
      }
    }
  }

  private static void rollBack(EntityStore store) {
    assertThrows(
        InvalidArgumentException.class,
        () ->
            store.write(
                tx -> {
                  tx.addTag(Writes.id(0), "never:there");
                  throw new InvalidArgumentException("rolled back");
                }));
  }

  @Test
  void shouldWaitUntilAChangeIsVisibleWhenThereIsNone() throws Exception {
    try (EntityStore store = open(Durability.SYNC);
        StoreFollower follower = store.follow(0)) {
      assertTrue(follower.poll(NO_TIME).isEmpty());
      assertTrue(follower.poll(Duration.ofMillis(3)).isEmpty());
      Thread writer = Thread.ofPlatform().start(() -> store.create(EntityDraft.of(ID)));
      Change change = follower.take();
      assertEquals(ID, change.id());
      assertEquals(store.lsn(), change.lsn());
      writer.join();
    }
  }

  @Test
  void shouldEndWhenInterruptedOrClosed() throws Exception {
    EntityStore store = open(Durability.ASYNC);
    StoreFollower follower = store.follow(0);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Runnable wait =
        () -> {
          try {
            follower.take();
          } catch (InterruptedException | RuntimeException e) {
            thrown.set(e);
          }
        };
    Thread waiting = Thread.ofPlatform().start(wait);
    waiting.interrupt();
    waiting.join();
    assertEquals(InterruptedException.class, thrown.get().getClass());
    store.create(EntityDraft.of(ID));
    assertEquals(ID, follower.take().id(), "nothing is lost by an interrupt");

    waiting = Thread.ofPlatform().start(wait);
    store.close();
    waiting.join();
    assertEquals(StoreClosedException.class, thrown.get().getClass());

    StoreFollower other = StoreFollower.open(path, 0);
    other.close();
    other.close();
    assertThrows(StoreClosedException.class, () -> other.poll(NO_TIME));
  }

  @Test
  void shouldKeepACommitTogetherWhenItHasSeveralChanges() throws Exception {
    try (EntityStore store = open(Durability.ASYNC)) {
      long first = store.create(EntityDraft.of(ID));
      long second =
          store.write(
              tx -> {
                for (int i = 0; i < 3; i++) {
                  tx.create(EntityDraft.of(EntityId.named("part" + i)));
                }
              });
      try (StoreFollower follower = store.follow(0)) {
        follower.take();
        assertEquals(first, follower.lsn());
        follower.take();
        follower.take();
        assertEquals(first, follower.lsn(), "the commit is not complete");
        follower.take();
        assertEquals(second, follower.lsn());
      }
      try (StoreFollower again = store.follow(first)) {
        List<Change> whole = new ArrayList<>();
        drain(again, whole);
        assertEquals(3, whole.size());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveEveryChangeOnceWhenTheWritersOfOtherProcessesAreKilled(Durability durability)
      throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    // With a first entity, so that there is a store to follow.
    try (EntityStore store = open(durability)) {
      store.create(EntityDraft.of(ID));
    }
    List<Change> found = new ArrayList<>();
    List<Change> resumed = new ArrayList<>();
    long lsn = 0;
    try (StoreFollower follower = StoreFollower.open(path, 0)) {
      for (int round = 0; round < 6; round++) {
        boolean killed = round % 3 != 2;
        int transactions = durability == Durability.SYNC ? 200 : 4_000;
        Process child =
            ChildJvm.start(
                FollowChild.class,
                path.toString(),
                durability.name(),
                Long.toString(seed + round),
                Integer.toString(transactions));
        try (BufferedReader output = child.inputReader()) {
          int wanted = found.size() + 1 + random.nextInt(transactions);
          if (killed) {
            while (found.size() < wanted && !output.ready()) {
              follower.poll(Duration.ofMillis(1)).ifPresent(found::add);
              requireDurable(durability, child.pid(), found);
            }
          } else {
            long last = Long.parseLong(output.readLine().split(" ")[1]);
            // Visible to this process, with no write to come.
            while (follower.lsn() < last) {
              found.add(follower.poll(LONG).orElseThrow());
            }
            child.outputWriter().close();
            child.waitFor();
          }
        } finally {
          child.destroyForcibly().waitFor();
        }
        lsn = resume(lsn, resumed, random);
      }
      drainToTheEnd(follower, found);
      long end = follower.lsn();
      resume(lsn, resumed, null);
      try (EntityStore store = open(durability)) {
        assertEquals(all(store), found, () -> "seed=" + seed);
        assertEquals(found, resumed, () -> "seed=" + seed);
        assertEquals(store.lsn(), end);
        assertTrue(store.statistics().segments() > 1);
        // A writer may come at any time, and is followed at once.
        long next = store.addTag(ID, "last:1");
        assertEquals(next, follower.poll(LONG).orElseThrow().lsn());
      }
    }
  }

  /** Follows anew from an LSN, to the end or to somewhere in between. */
  private long resume(long lsn, List<Change> found, Random random) throws InterruptedException {
    try (StoreFollower follower = StoreFollower.open(path, lsn)) {
      List<Change> given = new ArrayList<>();
      int most = random == null ? Integer.MAX_VALUE : random.nextInt(3_000);
      while (given.size() < most) {
        var change = follower.poll(Duration.ofMillis(100));
        if (change.isEmpty()) {
          break;
        }
        given.add(change.get());
      }
      long done = follower.lsn();
      given.stream().filter(change -> change.lsn() <= done).forEach(found::add);
      return done;
    }
  }

  private void requireDurable(Durability durability, long writer, List<Change> found) {
    if (durability == Durability.SYNC && !found.isEmpty()) {
      try (LiveHeader live = LiveHeader.open(new SystemFiles(), path, null)) {
        LiveSnapshot snapshot = new LiveSnapshot();
        // A dead writer's header does not know what the follower has synced since; and its segment
        // is zero while a new writer has not announced himself.
        if (live.readSoon(snapshot) && snapshot.pid() == writer && snapshot.segmentNumber() > 0) {
          assertTrue(snapshot.durableLsn() >= found.getLast().lsn(), "given before it is durable");
        }
      }
    }
  }

  @Test
  void shouldBeginWithWhatComesWhenNoLsnIsGiven() throws Exception {
    try (EntityStore store = open(Durability.SYNC)) {
      store.create(EntityDraft.of(ID).tag("a:1"));
      try (StoreFollower follower = StoreFollower.open(path)) {
        assertEquals(store.lsn(), follower.lsn());
        long lsn = store.addTag(ID, "a:1");
        Change change = follower.poll(LONG).orElseThrow();
        assertEquals(lsn, change.lsn());
        assertEquals("a:1", change.events().getFirst().subject());
      }
    }
    try (StoreFollower follower = StoreFollower.open(path)) {
      assertTrue(follower.poll(NO_TIME).isEmpty());
      try (EntityStore store = open(Durability.SYNC)) {
        long lsn = store.addTag(ID, "b:1");
        assertEquals(lsn, follower.poll(LONG).orElseThrow().lsn());
      }
    }
  }

  @Test
  void shouldGiveTheValidEndWhenAStoreWasNotClosed() throws Exception {
    Path copy = folder.resolve("copy");
    List<Change> expected;
    try (EntityStore store = open(Durability.ASYNC)) {
      Random random = new Random(1);
      for (int i = 0; i < 500; i++) {
        Writes.one(store, random);
      }
      store.sync();
      expected = all(store);
      copy(path, copy);
    }
    // As after a power cut: the live header is older than the log, or missing.
    for (boolean header : new boolean[] {true, false}) {
      if (header) {
        try (LiveHeader live = LiveHeader.initialise(new SystemFiles(), copy, storeId(copy), 1)) {
          live.publish(expected.get(100).lsn(), 0, 1, 0, 0, 0, 0, 0, 0, 0);
        }
      } else {
        Files.delete(copy.resolve(LiveHeader.FILE_NAME));
      }
      try (StoreFollower follower = StoreFollower.open(copy, 0)) {
        List<Change> found = new ArrayList<>();
        drainToTheEnd(follower, found);
        assertEquals(expected, found);
      }
    }
  }

  @Test
  void shouldStopAtTheLogsEndWhenAnOldHeaderPromisesMore() throws Exception {
    long end;
    try (EntityStore store = open(Durability.SYNC)) {
      end = store.create(EntityDraft.of(ID));
    }
    try (LiveHeader live = LiveHeader.initialise(new SystemFiles(), path, storeId(path), 1)) {
      live.publish(end + 1_000, end + 1_000, 1, 0, 0, 0, 0, 0, 0, 0);
    }
    try (StoreFollower follower = StoreFollower.open(path, 0)) {
      assertEquals(end, follower.poll(NO_TIME).orElseThrow().lsn());
      assertTrue(follower.poll(Duration.ofMillis(30)).isEmpty());
      assertEquals(end, follower.lsn());
      try (EntityStore store = open(Durability.SYNC)) {
        long next = store.addTag(ID, "a:1");
        assertEquals(end + 1, next);
        assertEquals(next, follower.poll(LONG).orElseThrow().lsn());
      }
    }
  }

  @Test
  void shouldSayWhereWhenTheLogIsDamaged() throws Exception {
    try (EntityStore store = open(Durability.SYNC)) {
      store.create(EntityDraft.of(ID));
      for (int i = 0; i < 20; i++) {
        store.addTag(ID, "a:" + i);
      }
    }
    Path log = path.resolve("log").resolve("0000000001.log");
    try (var channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, 4096 + 700);
      one.put(0, (byte) ~one.get(0)).flip();
      channel.write(one, 4096 + 700);
    }
    try (StoreFollower follower = StoreFollower.open(path, 0)) {
      CorruptionException damage =
          assertThrows(
              CorruptionException.class,
              () -> {
                while (follower.poll(LONG).isPresent()) {
                  // What lies before the damage is given.
                }
              });
      assertEquals(log.getFileName(), damage.file().getFileName());
      assertTrue(follower.lsn() > 0);
    }
  }

  @Test
  void shouldRefuseWhenThereIsNoSuchStoreOrLsn() {
    assertThrows(InvalidArgumentException.class, () -> StoreFollower.open(path, 0));
    try (EntityStore store = open(Durability.SYNC)) {
      store.create(EntityDraft.of(ID));
    }
    assertThrows(InvalidArgumentException.class, () -> StoreFollower.open(path, -1));
    assertThrows(InvalidArgumentException.class, () -> StoreFollower.open(path, 2));
  }

  @Test
  void shouldChangeNoFileWhenItFollows() throws Exception {
    try (EntityStore store = open(Durability.SYNC)) {
      store.create(EntityDraft.of(ID));
    }
    List<String> before = fingerprint();
    try (StoreFollower follower = StoreFollower.open(path, 0)) {
      List<Change> found = new ArrayList<>();
      drain(follower, found);
      assertFalse(found.isEmpty());
    }
    assertEquals(before, fingerprint());
  }

  private List<String> fingerprint() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.add(
            file
                + " "
                + Files.getLastModifiedTime(file)
                + " "
                + java.util.Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        // The next segment may be in the making, and get its name meanwhile; nothing is in it yet.
        if (!file.getFileName().toString().endsWith(".tmp")) {
          Files.copy(file, to.resolve(from.relativize(file)));
        }
      }
    }
  }

  private static dev.stela.internal.format.StoreId storeId(Path store) {
    try (var superblock =
        dev.stela.internal.header.Superblock.open(new SystemFiles(), store, false)) {
      return superblock.storeId();
    }
  }

  private static List<Change> all(EntityStore store) {
    List<Change> changes = new ArrayList<>();
    try (ChangeFeed feed = store.changes(0)) {
      feed.forEachRemaining(changes::add);
    }
    return changes;
  }

  private static void drain(StoreFollower follower, List<Change> found)
      throws InterruptedException {
    for (var change = follower.poll(NO_TIME); change.isPresent(); change = follower.poll(NO_TIME)) {
      found.add(change.get());
    }
  }

  /** Waits a little, since a follower asks only now and then whether the writer has gone. */
  private static void drainToTheEnd(StoreFollower follower, List<Change> found)
      throws InterruptedException {
    for (var change = follower.poll(Duration.ofMillis(200));
        change.isPresent();
        change = follower.poll(Duration.ofMillis(200))) {
      found.add(change.get());
    }
  }

  private EntityStore open(Durability durability) {
    return EntityStore.open(
        path,
        StoreConfig.builder()
            .durability(durability)
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .build());
  }
}
