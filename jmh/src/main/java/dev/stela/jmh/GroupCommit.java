package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * How much more do 32 writers together get done than one, when each waits for its overwrite to be
 * durable? One and all take turns in several rounds; prints durable writes per second, and the
 * percentiles in nanoseconds of how long one of the 32 waits.
 *
 * <p>Arguments: the number of rounds, and the seconds of each turn.
 */
public final class GroupCommit {
  private static final int WRITERS = 32;

  private final EntityId[] ids = Workload.ids();
  private final EntityStore store;

  private GroupCommit(EntityStore store) {
    this.store = store;
  }

  /**
   * Measures.
   *
   * @param args see above
   * @throws Exception if a writer fails
   */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    double seconds = Double.parseDouble(args[1]);
    Figures figures = new Figures();
    try (Scratch scratch = new Scratch()) {
      try (EntityStore store = StelaStore.open(scratch.folder(), Durability.ASYNC)) {
        StelaStore.load(store, Workload.ids());
      }
      try (EntityStore store = StelaStore.open(scratch.folder(), Durability.SYNC)) {
        GroupCommit measured = new GroupCommit(store);
        measured.write(WRITERS, seconds / 2);
        Histogram times = PointLatency.histogram();
        for (int round = 0; round < rounds; round++) {
          figures.add("group.one", measured.write(1, seconds).getTotalCount() / seconds);
          Histogram all = measured.write(WRITERS, seconds);
          figures.add("group.all", all.getTotalCount() / seconds);
          times.add(all);
        }
        figures.add("latency.group", times);
      }
    }
    figures.print(System.out);
  }

  private Histogram write(int writers, double seconds)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      long end = System.nanoTime() + (long) (seconds * 1e9);
      List<Callable<Histogram>> tasks = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int own = writer;
        tasks.add(() -> writeUntil(end, own));
      }
      Histogram times = PointLatency.histogram();
      for (Future<Histogram> done : threads.invokeAll(tasks)) {
        times.add(done.get());
      }
      return times;
    }
  }

  /** Overwrites entities that are this writer's own, and checks that the last is durable. */
  private Histogram writeUntil(long end, int writer) {
    SplittableRandom random = new SplittableRandom(end + writer);
    Histogram times = PointLatency.histogram();
    byte[] content = Workload.content();
    long version = 0;
    long lsn;
    int entity;
    do {
      entity = random.nextInt(ids.length / WRITERS) * WRITERS + writer;
      Workload.stamp(content, entity, ++version);
      long before = System.nanoTime();
      lsn = store.putContent(ids[entity], content);
      times.recordValue(System.nanoTime() - before);
    } while (System.nanoTime() < end);
    EntityView view = new EntityView();
    if (store.statistics().durableLsn() < lsn || !store.read(ids[entity], view)) {
      throw new WrongResultException("not durable: lsn=" + lsn);
    }
    view.getContent(content, 0);
    Workload.checkAll(content, entity, version);
    return times;
  }
}
