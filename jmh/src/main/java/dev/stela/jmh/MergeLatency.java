package dev.stela.jmh;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.RetentionPolicy;
import dev.stela.StoreConfig;
import dev.stela.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long do reads and writes take that come at a steady pace, while checkpoints and merges run,
 * and while none do? Prints percentiles in nanoseconds, corrected for coordinated omission, and how
 * many checkpoints and merges there were. Beside it runs a thread that only sleeps: how late it
 * wakes up is what this machine does to any thread.
 *
 * <p>Arguments: {@link #BUSY} or {@link #QUIET}; how many entities; and the seconds.
 */
public final class MergeLatency {
  /** Small segments, each full in a second or less, checkpoints, and compaction. */
  static final String BUSY = "busy";

  /** Segments as they come, and no compaction. */
  static final String QUIET = "quiet";

  static final int WRITES = 20_000;
  static final int READS = 50_000;
  static final int SMALL_SEGMENT = 4 << 20;

  private static final int WAKES = 1_000;
  private static final int WARM_UP_SHARE = 4;
  private static final int BATCH = 500;

  private final EntityStore store;
  private final int entities;
  private final LoadModel model = new LoadModel(List.of(10, 1_000));
  private final Tag[] tags = LoadModel.tags(10);

  private MergeLatency(EntityStore store, int entities) {
    this.store = store;
    this.entities = entities;
    for (int from = 0; from < entities; from += BATCH) {
      int first = from;
      store.write(
          tx -> {
            for (int i = first; i < Math.min(first + BATCH, entities); i++) {
              tx.create(model.draft(i));
            }
          });
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
    double seconds = Double.parseDouble(args[2]);
    StoreConfig.Builder config = StoreConfig.builder().durability(Durability.ASYNC);
    if (mode.equals(BUSY)) {
      config.segmentBytes(SMALL_SEGMENT).retention(List.of(RetentionPolicy.keepNewestContents(1)));
    } else {
      config.compaction(false);
    }
    try (Scratch scratch = new Scratch()) {
      Path path = scratch.folder().resolve("stela");
      try (EntityStore store = EntityStore.open(path, config.build())) {
        MergeLatency measured = new MergeLatency(store, Integer.parseInt(args[1]));
        measured.measure(seconds / WARM_UP_SHARE, mode, new Figures());
        SegmentCounts before = SegmentCounts.of(path);
        Figures figures = new Figures();
        measured.measure(seconds, mode, figures);
        SegmentCounts done = SegmentCounts.of(path).since(before);
        figures.add("merge.rolls." + mode, done.logs());
        figures.add("merge.manifests." + mode, done.manifests());
        figures.add("merge.merged." + mode, done.merged());
        figures.print(System.out);
      }
    }
  }

  private void measure(double seconds, String mode, Figures figures) {
    PacedLoop writer = new PacedLoop(new Writer(), WRITES).start("paced writer");
    PacedLoop reader = new PacedLoop(new Reader(), READS).start("paced reader");
    Histogram late = PointLatency.histogram();
    long wait = 1_000_000_000L / WAKES;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (long now = System.nanoTime(); now < end; ) {
      LockSupport.parkNanos(wait);
      long woken = System.nanoTime();
      late.recordValueWithExpectedInterval(Math.max(0, woken - now - wait), wait);
      now = woken;
    }
    figures.add("merge.write." + mode, writer.stop());
    figures.add("merge.read." + mode, reader.stop());
    figures.add("merge.late." + mode, late);
  }

  /** Overwrites contents, and sets a tag every fourth time. One thread. */
  private final class Writer implements Runnable {
    private static final int TAGGED = 4;

    private final SplittableRandom random = new SplittableRandom(7);
    private final byte[] content = Workload.content();
    private long version;

    @Override
    public void run() {
      int entity = random.nextInt(entities);
      EntityId id = Workload.id(entity);
      version++;
      if (version % TAGGED == 0) {
        store.setTag(id, tags[random.nextInt(tags.length)]);
      } else {
        Workload.stamp(content, entity, version);
        store.putContent(id, content);
      }
    }
  }

  /** Reads contents. One thread. */
  private final class Reader implements Runnable {
    private final SplittableRandom random = new SplittableRandom(8);
    private final EntityView view = new EntityView();
    private final byte[] content = Workload.content();

    @Override
    public void run() {
      int entity = random.nextInt(entities);
      if (!store.read(Workload.id(entity), view)) {
        throw new WrongResultException("not found: entity=" + entity);
      }
      view.getContent(content, 0);
      Workload.check(content, entity);
    }
  }
}
