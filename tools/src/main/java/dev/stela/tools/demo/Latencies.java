package dev.stela.tools.demo;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.tools.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Measures single operations, one after the other, from one thread. A measurement ends after its
 * number of operations or its time, whichever comes first.
 */
final class Latencies {
  private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int DIGITS = 3;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(8);
  private static final int CONTENT_BYTES = 128;
  private static final int SCRATCH_ENTITIES = 1000;
  private static final int MAX_CONTENT = 1 << 20;

  private Latencies() {}

  /** Measures writes of both levels of durability in a new store, which is deleted then. */
  static List<Percentiles> writes(Path scratch, DemoSize size, Progress progress)
      throws IOException {
    try {
      return List.of(
          writes("durable write", scratch, size, Durability.SYNC, progress),
          writes("async write", scratch, size, Durability.ASYNC, progress));
    } finally {
      DemoFolder.delete(scratch);
    }
  }

  private static Percentiles writes(
      String name, Path scratch, DemoSize size, Durability durability, Progress progress) {
    byte[] content = new byte[CONTENT_BYTES];
    ThreadLocalRandom.current().nextBytes(content);
    List<EntityId> ids =
        IntStream.range(0, SCRATCH_ENTITIES).mapToObj(i -> EntityId.named("scratch " + i)).toList();
    int operations = durability == Durability.SYNC ? size.durableWrites() : size.asyncWrites();
    try (EntityStore store = EntityStore.open(scratch, size.scratchConfig(durability))) {
      if (store.lsn() == 0) {
        store.write(tx -> ids.forEach(id -> tx.create(EntityDraft.of(id).content(content))));
      }
      return measure(
          name,
          operations,
          i -> store.putContent(ids.get(i % SCRATCH_ENTITIES), content),
          progress);
    }
  }

  /** Reads entities with their contents, at random. */
  static Percentiles reads(
      String name, EntityStore store, List<EntityId> ids, int operations, Progress progress) {
    EntityView view = new EntityView();
    byte[] target = new byte[MAX_CONTENT];
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return measure(
        name,
        operations,
        i -> {
          EntityId id = ids.get(random.nextInt(ids.size()));
          if (!store.read(id, view)) {
            throw new IllegalStateException("an entity is gone: id=" + id);
          }
          if (view.contentLength() <= target.length) {
            view.getContent(target, 0);
          }
        },
        progress);
  }

  private static Percentiles measure(
      String name, int operations, IntConsumer operation, Progress progress) {
    // The first operations are slow for reasons of the JVM's own.
    int warmUp = operations / 4;
    long warmUpEnd = System.nanoTime() + LIMIT_NANOS / 4;
    for (int i = 0; i < warmUp && System.nanoTime() < warmUpEnd; i++) {
      operation.accept(i);
    }
    Histogram histogram = new Histogram(HIGHEST_NANOS, DIGITS);
    long end = System.nanoTime() + LIMIT_NANOS;
    long before = System.nanoTime();
    for (int i = 0; i < operations && before < end; i++) {
      before = System.nanoTime();
      operation.accept(i);
      histogram.recordValue(Math.min(System.nanoTime() - before, HIGHEST_NANOS));
    }
    progress.step(1);
    return Percentiles.of(name, histogram);
  }
}
