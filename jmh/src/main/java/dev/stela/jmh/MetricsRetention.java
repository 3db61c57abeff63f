package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityStore;
import dev.stela.Query;
import dev.stela.StoreConfig;
import dev.stela.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What does dropping old events cost a writer of metrics? Entities get a new value each in turn, at
 * a steady pace, while all but the newest events are dropped every second, or none are. Prints the
 * writer's percentiles in nanoseconds, corrected for coordinated omission, the processor time of
 * Stela's threads and of the one that asks for the dropping, and what there is in the end.
 *
 * <p>Arguments: {@link #RETAINED} or {@link #KEPT}; how many events each entity gets; and the
 * seconds in which.
 */
public final class MetricsRetention {
  static final String RETAINED = "retained";
  static final String KEPT = "kept";
  static final int ENTITIES = 1_000;

  private static final int VALUES = 1_000;
  private static final int STEP = 37;
  private static final int FIRST_SHARE = 4;
  private static final int SEGMENT_BYTES = 8 << 20;
  private static final String NAMESPACE = "cpu";
  private static final Tag TYPE = Tag.of("type:metric");
  private static final long SAMPLE_NANOS = 100_000_000;

  private final EntityStore store;
  private final Tag[] values = new Tag[VALUES];
  private volatile long written;

  private MetricsRetention(EntityStore store) {
    this.store = store;
    for (int i = 0; i < VALUES; i++) {
      values[i] = Tag.of(NAMESPACE, "%d.%d".formatted(i / 10, i % 10));
    }
    for (int i = 0; i < ENTITIES; i++) {
      store.create(EntityDraft.of(Workload.id(i)).tag(TYPE));
    }
  }

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if the store's files cannot be made
   */
  public static void main(String[] args) throws IOException {
    String mode = args[0];
    long events = (long) ENTITIES * Integer.parseInt(args[1]);
    int perSecond = (int) (events / Double.parseDouble(args[2]));
    StoreConfig config =
        StoreConfig.builder().durability(Durability.ASYNC).segmentBytes(SEGMENT_BYTES).build();
    try (Scratch scratch = new Scratch()) {
      // In a store of its own, for the compiler.
      try (EntityStore store = EntityStore.open(scratch.folder().resolve("first"), config)) {
        new MetricsRetention(store).measure(events / FIRST_SHARE, perSecond, mode, new Figures());
      }
      Path path = scratch.folder().resolve("stela");
      try (EntityStore store = EntityStore.open(path, config)) {
        MetricsRetention measured = new MetricsRetention(store);
        Figures figures = new Figures();
        measured.measure(events, perSecond, mode, figures);
        measured.check();
        figures.add("metrics.bytes." + mode, DiskUse.bytes(path));
        figures.print(System.out);
      }
    }
  }

  private void measure(long events, int perSecond, String mode, Figures figures) {
    BackgroundCpu cpu = new BackgroundCpu(Retaining.NAME);
    double before = cpu.sample();
    long start = System.nanoTime();
    try (Retaining retaining = new Retaining(store, NAMESPACE + ":*")) {
      if (mode.equals(RETAINED)) {
        retaining.start();
      }
      PacedLoop writer = new PacedLoop(this::write, perSecond).start("paced writer");
      while (written < events && !writer.ended()) {
        LockSupport.parkNanos(SAMPLE_NANOS);
        cpu.sample();
      }
      Histogram times = writer.stop();
      double seconds = (System.nanoTime() - start) / 1e9;
      figures.add("metrics.write." + mode, times);
      figures.add("metrics.cpu." + mode, (cpu.sample() - before) / seconds);
      retaining.tell(figures);
    }
  }

  /** Only the writer's thread. */
  private void write() {
    long event = written;
    int entity = (int) (event % ENTITIES);
    store.setTag(Workload.id(entity), value(event));
    written = event + 1;
  }

  private Tag value(long event) {
    return values[(int) ((event / ENTITIES * STEP + event) % VALUES)];
  }

  /** Fails unless each entity has its type, and of the metric the value that was set last. */
  private void check() {
    long typed = store.search(Query.tag(TYPE.text())).count();
    if (typed != ENTITIES) {
      throw new WrongResultException("lost: tag=" + TYPE + " entities=" + typed);
    }
    for (long event = written - ENTITIES; event < written; event++) {
      Set<Tag> expected = Set.of(TYPE, value(event));
      Set<Tag> found = store.get(Workload.id((int) (event % ENTITIES))).orElseThrow().tags();
      if (!found.equals(expected)) {
        throw new WrongResultException("wrong tags: expected=" + expected + " actual=" + found);
      }
    }
  }
}
