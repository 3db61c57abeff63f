package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.header.Superblock;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.storage.FaultyFiles;
import dev.stela.internal.storage.FaultyFiles.Operation;
import dev.stela.internal.storage.FileOps;
import dev.stela.model.Folders;
import dev.stela.takeover.SameFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Merges change no answer, whatever happens while they run. */
class CompactionTest {
  private static final int IDS = 24;

  @TempDir Path folder;

  private final long seed =
      Long.getLong("stela.compaction.seed", ThreadLocalRandom.current().nextLong());
  private final Random random = new Random(seed);
  private final List<EntityId> ids = new ArrayList<>();

  CompactionTest() {
    for (int i = 0; i < IDS; i++) {
      ids.add(i % 2 == 0 ? EntityId.named("entity/" + i) : EntityId.of(i + 1, random.nextLong()));
    }
  }

  @Test
  void shouldAnswerTheSameHoweverItIsOpenedWhenSegmentsWereMerged() throws IOException {
    Map<String, String> expected;
    try (EntityStore store = open(new FaultyFiles(), folder, Opening.AUTO)) {
      write(store, 400);
      store.maintenance().compact();
      write(store, 400);
      CompactionReport report = store.maintenance().compact();
      assertEquals(1, report.segmentsAfter());
      assertTrue(report.segmentsBefore() >= 2, report.toString());
      write(store, 20);
      expected = answers(store, store.lsn());
    }
    for (Opening opening : List.of(Opening.AUTO, Opening.REBUILD, Opening.REPLAY)) {
      try (EntityStore store = open(new FaultyFiles(), folder, opening)) {
        assertEquals(expected, answers(store, store.lsn()), "opening=" + opening + seed());
      }
      assertSound(folder);
    }
  }

  @Test
  void shouldGiveSpaceBackWhenMergedAndNobodyReads() throws IOException {
    try (EntityStore store = open(new FaultyFiles(), folder, Opening.AUTO)) {
      for (int i = 0; i < 4; i++) {
        write(store, 100);
        store.maintenance().checkpoint();
      }
      long before = segmentFiles();
      store.maintenance().compact();
      // One data segment, the segment that is appended to, and the one that is kept ready.
      assertTrue(before > 3, "files: " + before);
      assertTrue(segmentFiles() <= 3, "files: " + segmentFiles());
    }
  }

  @Test
  void shouldOpenWithAllAnswersWhenTheProcessDiedAtAnyFileOperationOfAMerge() throws IOException {
    FaultyFiles files = new FaultyFiles(new SameFiles());
    Path store = folder.resolve("store");
    List<Path> copies = new ArrayList<>();
    Map<String, String> expected;
    long lsn;
    try (EntityStore open = open(files, store, Opening.AUTO)) {
      write(open, 250);
      open.maintenance().checkpoint();
      lsn = open.lsn();
      expected = answers(open, lsn);
      for (Operation operation : Operation.values()) {
        files.fail(operation, 1, fault -> fault.on(path -> !copyBefore(path, store, copies)));
      }
      open.maintenance().compact();
      files.heal();
    }
    assertTrue(copies.size() > 10, "operations: " + copies.size());
    for (Path copy : copies) {
      try (EntityStore open = open(new SameFiles(), copy, Opening.AUTO)) {
        String what = open.recovery().kind() + " " + copy.getFileName() + seed();
        assertEquals(expected, answers(open, lsn), what);
        write(open, 3);
        long now = open.lsn();
        Map<String, String> later = answers(open, now);
        open.maintenance().compact();
        assertEquals(later, answers(open, now), what);
      }
      assertSound(copy);
      Folders.delete(copy);
    }
  }

  @Test
  @Timeout(120)
  void shouldGoOnAsBeforeWhenAnyFileOperationOfAMergeFails() throws Exception {
    for (Operation operation : Operation.values()) {
      for (int nth = 1; ; nth++) {
        Path store = folder.resolve(operation + "-" + nth);
        FaultyFiles files = new FaultyFiles();
        boolean failed;
        try (EntityStore open = open(files, store, Opening.AUTO)) {
          write(open, 60);
          open.maintenance().checkpoint();
          long lsn = open.lsn();
          Map<String, String> expected = answers(open, lsn);
          // Not in the background: whoever writes next would be told of that.
          files.awaitMapped(spareSegment(open));
          failed = failsToCompact(open, files, operation, nth);
          files.heal();
          String what = operation + " " + nth + seed();
          assertEquals(expected, answers(open, lsn), what);
          write(open, 3);
          open.maintenance().compact();
          assertEquals(expected, answers(open, lsn), what);
          // What was begun in vain takes no space, and keeps nothing that is purged later.
          assertEquals(1, dataSegments(store), what);
        }
        assertSound(store);
        Folders.delete(store);
        if (!failed) {
          break;
        }
      }
    }
  }

  @Test
  void shouldFollowFromTheBeginningAndGoOnWhenSegmentsAreMerged() throws Exception {
    try (EntityStore store = open(new FaultyFiles(), folder, Opening.AUTO)) {
      write(store, 300);
      store.maintenance().compact();
      write(store, 100);
      try (StoreFollower follower = StoreFollower.open(folder, 0);
          ChangeFeed feed = store.changes(0)) {
        assertFollows(feed, follower);
        for (int i = 0; i < 3; i++) {
          long before = store.lsn();
          write(store, 100);
          store.maintenance().compact();
          assertFollows(store.changes(before), follower);
        }
      }
    }
  }

  private static void assertFollows(ChangeFeed feed, StoreFollower follower)
      throws InterruptedException {
    while (feed.hasNext()) {
      assertEquals(feed.next(), follower.poll(Duration.ofSeconds(60)).orElseThrow());
    }
  }

  @Test
  void shouldKeepReadersAndWritersRightWhileMergesRun() throws Exception {
    try (EntityStore store = open(new FaultyFiles(), folder, Opening.AUTO)) {
      write(store, 200);
      AtomicBoolean done = new AtomicBoolean();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      List<Thread> threads = new ArrayList<>();
      threads.add(start(() -> writeOn(store, done), failure));
      threads.add(start(() -> readOn(store, done), failure));
      threads.add(start(() -> holdOn(store, done), failure));
      for (int i = 0; i < 12 && failure.get() == null; i++) {
        store.maintenance().compact();
      }
      done.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      if (failure.get() != null) {
        throw new AssertionError("seed=" + seed, failure.get());
      }
    }
    assertSound(folder);
  }

  /** Each entity's number only grows, and what was written is there. */
  private void writeOn(EntityStore store, AtomicBoolean done) {
    for (int number = 1; !done.get(); number++) {
      EntityId id = ids.get(number % IDS);
      if (store.contains(id)) {
        store.setTag(id, "number:" + number);
        assertTrue(store.get(id).orElseThrow().hasTag("number:" + number));
        store.putContent(id, ("content " + number).repeat(50).getBytes());
      }
      // The test is about merges under way, not about much to merge.
      LockSupport.parkNanos(200_000);
    }
  }

  private void readOn(EntityStore store, AtomicBoolean done) {
    EntityView view = new EntityView();
    byte[] content = new byte[64 * 1024];
    while (!done.get()) {
      for (EntityId id : ids) {
        long lsn = store.lsn();
        String before = answer(store.asOf(lsn).find(id).orElse(null));
        if (store.read(id, view)) {
          assertEquals(id.high(), view.idHigh());
          assertTrue(view.contentLength() < 0 || view.getContent(content, 0) >= 0);
        }
        assertEquals(before, answer(store.asOf(lsn).find(id).orElse(null)));
        assertEquals(
            store.find(id).isPresent() ? 1 : 0,
            store.history(id, HistoryRange.all().limit(1)).size());
      }
    }
  }

  /** A view, a feed and a snapshot from before a merge go on after it. */
  private void holdOn(EntityStore store, AtomicBoolean done) {
    while (!done.get()) {
      EntityId id = ids.get(ThreadLocalRandom.current().nextInt(IDS));
      EntityView view = new EntityView();
      try (Snapshot snapshot = store.snapshot();
          ChangeFeed feed = store.changes(0, snapshot.lsn())) {
        String before = answer(snapshot.find(id).orElse(null));
        boolean shown = snapshot.read(id, view);
        long lsn = shown ? view.lsn() : 0;
        long last = 0;
        while (feed.hasNext()) {
          Change change = feed.next();
          assertTrue(change.lsn() >= last);
          last = change.lsn();
        }
        assertEquals(shown ? lsn : 0, shown ? view.lsn() : 0);
        assertEquals(before, answer(snapshot.find(id).orElse(null)));
      }
    }
  }

  private static Thread start(Runnable work, AtomicReference<Throwable> failure) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
              }
            });
  }

  private static Path spareSegment(EntityStore store) {
    return store.path().resolve("log/%010d.log".formatted(store.statistics().segments() + 1));
  }

  private static boolean failsToCompact(
      EntityStore store, FaultyFiles files, Operation operation, int nth) {
    // After a failed write of the superblock nothing is put in force any more until the next open.
    files.fail(
        operation,
        nth,
        fault -> fault.asFullDisk().on(path -> !path.endsWith(Superblock.FILE_NAME)));
    try {
      store.maintenance().compact();
      return false;
    } catch (StelaException e) {
      return true;
    }
  }

  private boolean copyBefore(Path path, Path store, List<Path> copies) {
    try {
      Path copy = folder.resolve("copy" + copies.size());
      Folders.copy(store, copy);
      copies.add(copy);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  private EntityStore open(FileOps files, Path path, Opening opening) {
    return EntityStore.open(
        files,
        path,
        StoreConfig.builder()
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .durability(Durability.ASYNC)
            .compaction(false)
            .opening(opening)
            .build());
  }

  private void write(EntityStore store, int operations) {
    for (int i = 0; i < operations; i++) {
      EntityId id = ids.get(random.nextInt(IDS));
      if (!store.contains(id)) {
        if (store.find(id).isEmpty()) {
          store.create(EntityDraft.of(id).tag("type:thing").text("title", "text " + i));
        } else {
          store.restore(id);
        }
        continue;
      }
      switch (random.nextInt(8)) {
        case 0 -> store.putContent(id, new byte[random.nextInt(30_000)]);
        case 1 -> store.delete(id);
        case 2 -> store.putText(id, "body", "text ".repeat(random.nextInt(500)));
        default -> store.setTag(id, "number:" + random.nextInt(50));
      }
    }
  }

  /** What the store says of all entities, now and at some moments before. */
  private Map<String, String> answers(EntityStore store, long lsn) {
    Map<String, String> answers = new TreeMap<>();
    for (long at = lsn; at > 0; at -= Math.max(1, lsn / 7)) {
      try (Snapshot snapshot = store.asOf(at)) {
        for (EntityId id : ids) {
          answers.put(at + " " + id, answer(snapshot.find(id).orElse(null)));
        }
        answers.put(at + " found", snapshot.search("number:1*").ids().toList().toString());
      }
    }
    return answers;
  }

  private static String answer(Entity entity) {
    return entity == null
        ? "none"
        : entity
            + " "
            + entity.updated()
            + entity.tagTimes()
            + entity.texts()
            + entity.contentLength();
  }

  private static void assertSound(Path store) {
    VerificationReport report = StoreVerifier.verify(store);
    assertEquals(List.of(), report.damages());
  }

  /** Counts by name only: what is in the making comes and goes. */
  private long segmentFiles() throws IOException {
    long count = 0;
    for (String part : List.of("log", "segments")) {
      try (Stream<Path> names = Files.list(folder.resolve(part))) {
        count +=
            names
                .map(Path::toString)
                .filter(name -> name.endsWith(".log") || name.endsWith(".seg"))
                .count();
      }
    }
    return count;
  }

  /**
   * Counts what the names of data segments begin with: finished ones, parts, and half-made ones.
   */
  private static long dataSegments(Path store) throws IOException {
    try (Stream<Path> names = Files.list(store.resolve("segments"))) {
      return names
          .map(path -> path.getFileName().toString())
          .map(name -> name.substring(0, name.indexOf('.')))
          .filter(number -> SegmentFiles.isData(Integer.parseInt(number)))
          .distinct()
          .count();
    }
  }

  private String seed() {
    return " seed=" + seed;
  }
}
