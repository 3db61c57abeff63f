package dev.stela.model;

import dev.stela.Durability;
import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StoreConfig;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A store with something of everything in it, and the model that knows what. */
final class StoreFixture {
  private static final String LOCK = "store.lock";

  final Model model = new Model();
  final List<EntityId> ids;
  final Path path;
  final boolean clean;
  final List<Frame> frames = new ArrayList<>();

  /** A frame of the log, in a file of the given name. */
  record Frame(String file, int offset, int length, long lsn, long durableLsn) {}

  /** Builds a store; one that is not closed cleanly is a copy of one in use. */
  StoreFixture(
      Path folder,
      long seed,
      Durability durability,
      int operations,
      int longContents,
      boolean clean)
      throws IOException {
    Random random = new Random(seed);
    RandomOperations choice = new RandomOperations(random, 40, longContents);
    this.ids = choice.ids;
    this.clean = clean;
    Path working = folder.resolve("working");
    StoreConfig config =
        StoreConfig.builder()
            .durability(durability)
            .segmentBytes(1 << 20)
            .asyncSyncInterval(Duration.ofMinutes(1))
            // A merge would leave one segment of the many.
            .compaction(false)
            .build();
    try (EntityStore store = EntityStore.open(working, config)) {
      for (int i = 0; i < operations; i++) {
        commit(store, choice.next(store));
        if (i == operations * 3 / 4) {
          store.sync();
        }
      }
      if (!clean) {
        awaitSpareSegment(working, store.statistics().segments());
        Checkpoints.await(store);
        Folders.copy(working, folder.resolve("store"));
      }
    }
    if (clean) {
      Files.move(working, folder.resolve("store"));
    }
    this.path = folder.resolve("store");
    readFrames();
  }

  private void commit(EntityStore store, Operation operation) throws IOException {
    ModelTransaction changes = new ModelTransaction(model);
    if (operation.model().apply(changes) != null) {
      return;
    }
    long lsn = operation.single().on(store);
    long nanos = 0;
    if (!changes.isEmpty()) {
      Entity entity = store.find(operation.id()).orElseThrow();
      nanos = entity.updated().getEpochSecond() * 1_000_000_000L + entity.updated().getNano();
    }
    changes.commit(lsn, nanos);
  }

  /** The same files each time: the background has then made the segment after the last one. */
  private static void awaitSpareSegment(Path store, int segments) {
    Path spare = store.resolve("log/%010d.log".formatted(segments + 1));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(spare)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no spare segment: " + spare);
      }
      Thread.onSpinWait();
    }
  }

  /** All files, relative to the store's folder. */
  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).map(path::relativize).sorted().toList();
    }
  }

  /** The file of this store that has the same task as one of another store. */
  Path like(Path file) throws IOException {
    String name = file.toString();
    String kind = name.contains("-") ? name.substring(0, name.lastIndexOf('-') + 1) : name;
    for (Path own : files()) {
      if (own.toString().equals(name) || name.contains("-") && own.toString().startsWith(kind)) {
        return path.resolve(own);
      }
    }
    return path.resolve(LOCK);
  }

  private void readFrames() throws IOException {
    for (Path file : files()) {
      if (file.toString().endsWith(".log")) {
        byte[] bytes = Files.readAllBytes(path.resolve(file));
        MemorySegment memory = MemorySegment.ofArray(new long[bytes.length / 8]);
        memory.copyFrom(MemorySegment.ofArray(bytes));
        int at = LogSegmentLayout.FRAMES_OFFSET;
        while (at + FrameLayout.SIZE < bytes.length && FrameLayout.length(memory, at) != 0) {
          int length = FrameLayout.length(memory, at);
          frames.add(
              new Frame(
                  file.toString(),
                  at,
                  length,
                  FrameLayout.lsn(memory, at),
                  FrameLayout.durableLsn(memory, at)));
          at += length;
        }
      }
    }
  }
}
