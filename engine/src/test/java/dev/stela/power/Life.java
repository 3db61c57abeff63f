package dev.stela.power;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.Opening;
import dev.stela.SeamStores;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.model.Folders;
import dev.stela.model.Workload;
import dev.stela.power.Watcher.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store on a simulated disk from one opening to the next end, and all the other ends that it
 * might have had: at chosen operations the disk is copied as a power cut or the death of the
 * process would leave it, and the life goes on. The copies are lives of their own, later: each has
 * to come back with what had been promised, and may end early again.
 *
 * <p>One thread lives; the store's own threads may cause ends as well.
 */
final class Life {
  private static final AtomicLong FOLDERS = new AtomicLong();

  private static final List<TextIndexing> INDEXINGS =
      List.of(
          TextIndexing.everyField("whitespace"), TextIndexing.parse("title:keyword,*:whitespace"));

  private final Plan plan;
  private final SimulatedDisk disk;
  private final Workload past;
  private final Random random;

  /** Under the disk's lock. */
  private final Random chance;

  private final String origin;
  private final int depth;

  /** What has to be there now. */
  private long promised;

  /** What has to be there after the power went, and after the process died. */
  private volatile long durable;

  private volatile long returned;
  private final List<End> ends = new ArrayList<>();
  private Workload work;

  /** The last backup on this disk; null if there is none. */
  private Path backup;

  /** A moment at which this life might have ended. */
  private record End(
      SimulatedDisk disk, boolean power, long durable, long returned, String origin) {}

  /**
   * Continues on a disk.
   *
   * @param past what had been written, perhaps more than is left
   * @param promised the LSN up to which everything has to be left
   * @param durable the LSN up to which everything has to be left after a power cut
   */
  private Life(
      Plan plan,
      SimulatedDisk disk,
      Workload past,
      long promised,
      long durable,
      String origin,
      int depth,
      long seed) {
    this.plan = plan;
    this.disk = disk;
    this.past = past;
    this.promised = promised;
    this.durable = durable;
    this.returned = promised;
    this.origin = origin;
    this.depth = depth;
    this.random = new Random(seed);
    this.chance = new Random(seed + 1);
  }

  /** The first life, on an empty disk. */
  static Life first(Plan plan, Path folder, long seed) {
    SimulatedDisk disk = new SimulatedDisk(folder, seed);
    return new Life(
        plan, disk, new Workload(seed, plan.ids()), 0, 0, "seed " + seed, 0, seed ^ 0x5eed);
  }

  /** Lives, then goes through the other ends. */
  void run() throws IOException {
    disk.watch(this::mayEnd);
    try {
      for (int i = plan.sessionsAt(depth); i > 0; i--) {
        session();
      }
      plan.lived();
      goOtherWays();
    } catch (RuntimeException | Error | IOException e) {
      throw failure(e);
    } finally {
      disk.watch(operation -> Verdict.PROCEED);
      disk.dispose();
      ends.forEach(end -> end.disk().dispose());
      if (depth > 0) {
        Folders.delete(disk.root());
      }
    }
  }

  /** From one opening to the next closing. */
  private void session() throws IOException {
    Path path = disk.root().resolve("store");
    long seen = random.nextInt(8) == 0 && disk.exists(path.resolve("superblock")) ? look(path) : 0;
    try (EntityStore store = open(disk, path, config().opening(opening()))) {
      assertTrue(store.lsn() >= seen, "what a reader has seen is there");
      arrive(store);
      for (int i = plan.steps(depth); i > 0; i--) {
        step(store);
      }
      if (plan.abandons(depth, random)) {
        // The rest of this life is of no interest, and there are many of them.
        disk.watch(operation -> Verdict.PROCEED);
      }
    }
    disk.pause();
    synchronized (disk) {
      durable = returned;
    }
    disk.pause();
  }

  /** Most lives leave it to the store; all ways have to give the same answers. */
  private Opening opening() {
    return switch (random.nextInt(12)) {
      case 0 -> Opening.REBUILD;
      case 1 -> Opening.REPLAY;
      default -> Opening.AUTO;
    };
  }

  /** Opens the store for reading first. */
  private long look(Path path) throws IOException {
    try (EntityStore store = open(disk, path, config().readOnly(true))) {
      long lsn = store.lsn();
      assertTrue(lsn >= promised, "found by a reader");
      past.upTo(lsn, random.nextLong()).compare(store, plan.queries());
      return lsn;
    }
  }

  private EntityStore open(SimulatedDisk on, Path path, StoreConfig.Builder config) {
    if (plan.textBufferBytes() == 0) {
      return SeamStores.open(on, path, config.build());
    }
    // Mostly as before; else what there is has to be made anew, while the old index answers.
    TextIndexing indexing = INDEXINGS.get(random.nextInt(12) == 0 ? 1 : 0);
    return SeamStores.open(on, path, config.textIndexing(indexing).build(), plan.textBufferBytes());
  }

  private StoreConfig.Builder config() {
    return StoreConfig.builder()
        .durability(plan.durability())
        .segmentBytes(1 << 20)
        .asyncSyncInterval(Duration.ofMinutes(1))
        .compaction(plan.compacts())
        .clock(past.clock());
  }

  /** Everything that was promised is there, and nothing but a prefix of what was done. */
  private void arrive(EntityStore store) throws IOException {
    plan.arrived(store.recovery().kind());
    long lsn = store.lsn();
    if (lsn < promised) {
      throw new AssertionError("lost: found lsn=" + lsn + " promised lsn=" + promised);
    }
    goOtherWays();
    if (work == null) {
      work = depth == 0 ? past : past.upTo(lsn, random.nextLong());
    }
    work.compare(store, plan.queries());
    synchronized (disk) {
      durable = lsn;
      returned = lsn;
    }
  }

  private void step(EntityStore store) throws IOException {
    disk.pause();
    if (random.nextInt(12) == 0) {
      store.sync();
    } else if (random.nextInt(plan.stepsToMaintenance()) == 0) {
      store.maintenance().checkpoint();
    } else if (random.nextInt(plan.stepsToMaintenance()) == 0) {
      store.maintenance().compact();
    } else if (random.nextInt(plan.stepsToMaintenance()) == 0) {
      work.retain(store);
    } else if (random.nextInt(20) == 0) {
      backUp(store);
    } else if (random.nextInt(plan.stepsToLong()) == 0) {
      work.putLong(store, 70_000 + random.nextInt(500_000));
    } else {
      work.step(store);
    }
    returned = work.lastLsn();
    durable = Math.max(durable, store.statistics().durableLsn());
    promised = returned;
    if (plan.durability() == Durability.SYNC && durable < returned) {
      throw new AssertionError("acknowledged and not durable: lsn=" + returned);
    }
    goOtherWays();
  }

  /** What has been backed up is there, whatever happens then. */
  private void backUp(EntityStore store) throws IOException {
    Path target = disk.root().resolve("backup" + FOLDERS.incrementAndGet());
    // Most take from the one before what they can.
    Path earlier = random.nextInt(3) == 0 ? null : backup;
    long lsn = store.maintenance().backup(target, earlier).lsn();
    backup = target;
    Path again = plan.folder().resolve("backup" + FOLDERS.incrementAndGet());
    SimulatedDisk left = disk.afterPowerCut(again, random.nextLong());
    try (EntityStore copy = open(left, again.resolve(target.getFileName()), config())) {
      assertTrue(copy.lsn() >= lsn, "LSN of the backup");
      work.upTo(copy.lsn(), random.nextLong()).compare(copy, plan.queries());
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("backup is lost\n  power cut after it: " + e.getMessage(), e);
    } finally {
      left.dispose();
      Folders.delete(again);
    }
  }

  private Verdict mayEnd(Operation operation) {
    Verdict verdict = plan.verdict(operation);
    if (plan.cuts(operation, depth, chance)) {
      add(operation, true);
    }
    if (plan.crashes(operation, depth, chance)) {
      add(operation, false);
    }
    return verdict;
  }

  private void add(Operation operation, boolean power) {
    Path folder = plan.folder().resolve("life" + FOLDERS.incrementAndGet());
    long seed = chance.nextLong();
    SimulatedDisk left = power ? disk.afterPowerCut(folder, seed) : disk.afterCrash(folder, seed);
    if (left != null) {
      String how = (power ? "\n  power cut before " : "\n  process died before ") + operation;
      ends.add(new End(left, power, durable, returned, origin + how + " " + trail()));
    }
  }

  private String trail() {
    String thread = Thread.currentThread().getName();
    return thread.startsWith("stela") && !thread.equals("stela-open") ? "(in the background)" : "";
  }

  private void goOtherWays() throws IOException {
    List<End> open;
    synchronized (disk) {
      open = List.copyOf(ends);
      ends.clear();
    }
    try {
      for (End end : open) {
        new Life(
                plan,
                end.disk(),
                work == null ? past : work,
                end.power() ? end.durable() : end.returned(),
                end.durable(),
                end.origin(),
                depth + 1,
                random.nextLong())
            .run();
      }
    } finally {
      open.forEach(end -> end.disk().dispose());
    }
  }

  private AssertionError failure(Throwable cause) throws IOException {
    if (cause instanceof LifeFailure known) {
      return known;
    }
    return new LifeFailure(origin + "\n  last operations: " + disk.trace(), cause, left());
  }

  /** Keeps the disk for those who look for the reason. */
  private Path left() throws IOException {
    Path kept = plan.kept(FOLDERS.incrementAndGet());
    if (kept != null) {
      disk.copyTo(kept);
    }
    return kept;
  }

  /** What went wrong, after which ends. */
  private static final class LifeFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    LifeFailure(String origin, Throwable cause, Path kept) {
      super(origin + (kept == null ? "" : "\n  disk afterwards: " + kept), cause);
    }
  }
}
