package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.StoreConfig;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * How long do single reads and overwrites take in a store that {@link MakeStore} has made, if
 * nothing else happens? Prints percentiles in nanoseconds. The entities are drawn beforehand, the
 * same number for any size of the store, and their ids lie one after the other in memory: only the
 * store's own cache misses differ.
 *
 * <p>Arguments: the store, how many entities it was made with, and the seconds of each measurement.
 */
public final class PointScale {
  private static final int DRAWN = 1_000_000;

  private final EntityStore store;
  private final int[] entities = new int[DRAWN];
  private final EntityId[] ids;
  private final EntityView view = new EntityView();
  private final byte[] content = Workload.content();
  private int turn;
  private long version;

  private PointScale(EntityStore store, int size) {
    this.store = store;
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < DRAWN; i++) {
      entities[i] = random.nextInt(size);
    }
    ids = Workload.ids(entities);
  }

  /**
   * Measures.
   *
   * @param args see above
   */
  public static void main(String[] args) {
    int size = Integer.parseInt(args[1]);
    double seconds = Double.parseDouble(args[2]);
    StoreConfig config =
        StoreConfig.builder().durability(Durability.ASYNC).compaction(false).build();
    try (EntityStore store = EntityStore.open(Path.of(args[0]), config)) {
      PointScale measured = new PointScale(store, size);
      Figures figures = new Figures();
      // The first turn is for the compiler, and for pages that this process has not mapped yet.
      measured.measure(seconds, measured::read);
      figures.add(name("read", size), measured.measure(seconds, measured::read));
      measured.measure(seconds, measured::write);
      figures.add(name("write", size), measured.measure(seconds, measured::write));
      figures.print(System.out);
    }
  }

  static String name(String operation, int size) {
    return "scale." + operation + "." + size;
  }

  private Histogram measure(double seconds, Runnable operation) {
    Histogram times = PointLatency.histogram();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (long after = System.nanoTime(); after < end; turn = (turn + 1) % DRAWN) {
      Workload.stamp(content, entities[turn], ++version);
      long before = System.nanoTime();
      operation.run();
      after = System.nanoTime();
      times.recordValue(after - before);
      Workload.check(content, entities[turn]);
    }
    return times;
  }

  private void read() {
    if (!store.read(ids[turn], view)) {
      throw new WrongResultException("not found: id=" + ids[turn]);
    }
    view.getContent(content, 0);
  }

  private void write() {
    store.putContent(ids[turn], content);
  }
}
