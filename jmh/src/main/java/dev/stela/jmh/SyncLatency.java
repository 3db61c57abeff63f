package dev.stela.jmh;

import dev.stela.EntityId;
import java.io.IOException;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * How long does a lone writer wait for a durable overwrite, beside the floor that the device sets?
 * The two take turns, each first in every other one, so that both meet the device in the same mood.
 *
 * <p>Arguments: the store, the number of writes, and the bytes of a write to the floor; 0 for as
 * many as Stela appends.
 */
public final class SyncLatency {
  private static final int WARM_UP_WRITES = 100_000;
  private static final double WARM_UP_TURNS = 0.1;
  private static final int CHECK_EVERY = 100;

  private final EntityId[] ids = Workload.ids();
  private final SplittableRandom random = new SplittableRandom(3);
  private final byte[] content = Workload.content();
  private final byte[] found = new byte[Workload.CONTENT_BYTES];
  private final Histogram floorTimes = PointLatency.histogram();
  private final Histogram storeTimes = PointLatency.histogram();
  private long version;

  private SyncLatency() {}

  /**
   * Measures.
   *
   * @param args see above
   * @throws IOException if the files cannot be made
   */
  public static void main(String[] args) throws IOException {
    BenchmarkStore.Kind kind = BenchmarkStore.Kind.valueOf(args[0]);
    int writes = Integer.parseInt(args[1]);
    int bytes = Integer.parseInt(args[2]);
    SyncLatency measured = new SyncLatency();
    Figures figures = new Figures();
    try (Scratch scratch = new Scratch()) {
      try (BenchmarkStore store = kind.open(scratch.folder(), false)) {
        store.load(measured.ids);
        measured.warmUp(store);
      }
      try (BenchmarkStore store = kind.open(scratch.folder(), true)) {
        if (bytes == 0) {
          bytes = measured.bytesOfAWrite((StelaStore) store);
          figures.add("sync.bytes", bytes);
        }
        try (WriteFloor floor = new WriteFloor(scratch.folder(), bytes)) {
          measured.takeTurns(store, floor, (int) (writes * WARM_UP_TURNS));
          measured.floorTimes.reset();
          measured.storeTimes.reset();
          measured.takeTurns(store, floor, writes);
        }
      }
    }
    figures.add("latency.sync." + kind, measured.storeTimes);
    figures.add("latency.floor." + kind, measured.floorTimes);
    figures.print(System.out);
  }

  /** Lets the compiler see as many writes as a durable store would take minutes for. */
  private void warmUp(BenchmarkStore store) {
    for (int i = 0; i < WARM_UP_WRITES; i++) {
      int entity = random.nextInt(ids.length);
      Workload.stamp(content, entity, ++version);
      store.put(ids[entity], content);
    }
  }

  private void takeTurns(BenchmarkStore store, WriteFloor floor, int turns) throws IOException {
    for (int i = 0; i < turns; i++) {
      int entity = random.nextInt(ids.length);
      Workload.stamp(content, entity, ++version);
      if (i % 2 == 0) {
        write(floor);
        put(store, entity);
      } else {
        put(store, entity);
        write(floor);
      }
      if (i % CHECK_EVERY == 0) {
        check(store, entity);
      }
    }
  }

  private void write(WriteFloor floor) throws IOException {
    long before = System.nanoTime();
    floor.write();
    floorTimes.recordValue(System.nanoTime() - before);
  }

  private void put(BenchmarkStore store, int entity) {
    long before = System.nanoTime();
    store.put(ids[entity], content);
    storeTimes.recordValue(System.nanoTime() - before);
  }

  private void check(BenchmarkStore store, int entity) {
    store.read(ids[entity], found);
    Workload.checkAll(found, entity, version);
    if (store instanceof StelaStore stela) {
      stela.checkDurable();
    }
  }

  /** What a write appends, told by how far the log got with many. */
  private int bytesOfAWrite(StelaStore store) {
    long before = store.logTail();
    for (int i = 0; i < CHECK_EVERY; i++) {
      Workload.stamp(content, i, ++version);
      store.put(ids[i], content);
    }
    return Math.toIntExact((store.logTail() - before) / CHECK_EVERY);
  }
}
