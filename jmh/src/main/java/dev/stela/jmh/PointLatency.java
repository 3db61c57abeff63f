package dev.stela.jmh;

import dev.stela.EntityId;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How are the times of single reads and of overwrites that nobody waits to be synced distributed?
 * Prints percentiles in nanoseconds; each holds the time of reading the clock, which is told too.
 *
 * <p>Arguments: the store, and the seconds of each measurement.
 */
public final class PointLatency {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int DIGITS = 3;

  private final EntityId[] ids = Workload.ids();
  private final SplittableRandom random = new SplittableRandom(2);
  private final byte[] content = Workload.content();
  private final BenchmarkStore store;
  private long version;

  private PointLatency(BenchmarkStore store) {
    this.store = store;
  }

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if the store's files cannot be made
   */
  public static void main(String[] args) throws IOException {
    BenchmarkStore.Kind kind = BenchmarkStore.Kind.valueOf(args[0]);
    double seconds = Double.parseDouble(args[1]);
    try (Scratch scratch = new Scratch();
        BenchmarkStore store = kind.open(scratch.folder(), false)) {
      PointLatency measured = new PointLatency(store);
      store.load(measured.ids);
      Figures figures = new Figures();
      measured.reads(1);
      figures.add("latency.read." + kind, measured.reads(seconds));
      measured.overwrites(1);
      figures.add("latency.overwrite." + kind, measured.overwrites(seconds));
      figures.add("latency.clock", clock());
      figures.print(System.out);
    }
  }

  /** A histogram for times in nanoseconds; a longer one than expected lets it grow. */
  static Histogram histogram() {
    Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
    times.setAutoResize(true);
    return times;
  }

  private Histogram reads(double seconds) {
    Histogram times = histogram();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (long before = System.nanoTime(); before < end; ) {
      int entity = random.nextInt(ids.length);
      before = System.nanoTime();
      store.read(ids[entity], content);
      times.recordValue(System.nanoTime() - before);
      Workload.check(content, entity);
    }
    return times;
  }

  private Histogram overwrites(double seconds) {
    Histogram times = histogram();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int entity = 0;
    for (long before = System.nanoTime(); before < end; ) {
      entity = random.nextInt(ids.length);
      Workload.stamp(content, entity, ++version);
      before = System.nanoTime();
      store.put(ids[entity], content);
      times.recordValue(System.nanoTime() - before);
    }
    store.read(ids[entity], content);
    Workload.checkAll(content, entity, version);
    return times;
  }

  private static Histogram clock() {
    Histogram times = histogram();
    for (int i = 0; i < 1_000_000; i++) {
      long before = System.nanoTime();
      times.recordValue(System.nanoTime() - before);
    }
    return times;
  }
}
