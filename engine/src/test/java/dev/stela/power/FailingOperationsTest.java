package dev.stela.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.RecoveryReport;
import dev.stela.SeamStores;
import dev.stela.StelaException;
import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.StoreConfig;
import dev.stela.StoreFailedException;
import dev.stela.TextIndexing;
import dev.stela.model.Workload;
import dev.stela.power.Operation.Kind;
import dev.stela.power.Watcher.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each file operation of a store's life fails, one at a time: nothing that was acknowledged is
 * lost, nothing is there by half, and the store either goes on or takes no more writes.
 *
 * <p>{@code -Dstela.failures=1} lets every operation fail instead of each eighth, {@code
 * -Dstela.seed=…} repeats a run.
 */
@Timeout(3600)
class FailingOperationsTest {
  private static final int STRIDE = Integer.getInteger("stela.failures", 8);
  private static final int STEPS = 10;
  private static final int HOUSE_STEPS = 8;

  /** Of a few texts in memory a segment is made. */
  private static final long TEXT_BUFFER_BYTES = 4 << 10;

  /** Lives that keep house do more operations. */
  private static final int MAINTENANCE_STRIDE = STRIDE * 6;

  @TempDir Path folder;
  private final long seed = Long.getLong("stela.seed", ThreadLocalRandom.current().nextLong());
  private boolean texts;
  private int runs;
  private int backups;

  /** The last one on the disk; null if there is none. */
  private Path backup;

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"FAIL", "FULL", "SHORT"})
  void shouldLoseNothingWhenAnyOperationFailsOnce(Verdict verdict) throws Exception {
    for (Durability durability : Durability.values()) {
      long nth = Math.floorMod(seed, STRIDE);
      for (boolean met = true; met; nth += STRIDE) {
        met = runWithFailure(durability, verdict, nth, false);
      }
      assertTrue(nth > 60, "operations that failed");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"FAIL", "FULL", "SHORT"})
  void shouldLoseNothingWhenAnyOperationOfMaintenanceFailsOnce(Verdict verdict) throws Exception {
    Durability durability = Durability.values()[(int) Math.floorMod(seed, 2L)];
    int stride = MAINTENANCE_STRIDE;
    long nth = Math.floorMod(seed, stride);
    for (boolean met = true; met; nth += stride) {
      met = runWithFailure(durability, verdict, nth, true);
    }
    assertTrue(nth > 200, "operations that failed");
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"FAIL", "FULL", "SHORT"})
  void shouldLoseNoTextWhenAnyOperationFailsOnce(Verdict verdict) throws Exception {
    texts = true;
    Durability durability = Durability.values()[(int) Math.floorMod(seed, 2L)];
    int stride = MAINTENANCE_STRIDE;
    long nth = Math.floorMod(seed, stride);
    for (boolean met = true; met; nth += stride) {
      met = runWithFailure(durability, verdict, nth, true);
    }
    assertTrue(nth > 200, "operations that failed");
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldWriteAgainWhenSpaceIsBack(Durability durability) throws Exception {
    for (int i = 0; i < 60 / STRIDE; i++) {
      fillForAWhile(durability, new Random(seed + i));
    }
  }

  /** False if the life came to its end before the operation that was to fail. */
  private boolean runWithFailure(
      Durability durability, Verdict verdict, long nth, boolean keepsHouse) throws IOException {
    Path root = Files.createDirectories(folder.toRealPath().resolve("run" + runs++));
    SimulatedDisk disk = new SimulatedDisk(root, seed + nth);
    backup = null;
    AtomicBoolean met = new AtomicBoolean();
    disk.watch(
        operation -> {
          boolean fails = operation.number() >= nth && canBe(verdict, operation.kind());
          return fails && !met.getAndSet(true) ? verdict : Verdict.PROCEED;
        });
    Workload work = new Workload(seed + nth, 20);
    try {
      live(disk, work, durability, keepsHouse);
      disk.watch(operation -> Verdict.PROCEED);
      afterwards(disk, work, durability, root.resolveSibling("cut" + runs));
      return met.get();
    } catch (Throwable e) {
      throw new AssertionError(
          "%s seed=%d %s of operation %d, last operations: %s"
              .formatted(durability, seed, verdict, nth, disk.trace()),
          e);
    } finally {
      disk.dispose();
    }
  }

  private static boolean canBe(Verdict verdict, Kind kind) {
    return switch (verdict) {
      case FULL ->
          switch (kind) {
            case CREATE, WRITE, RENAME, CREATE_DIRECTORY, LINK -> true;
            default -> false;
          };
      case SHORT -> kind == Kind.WRITE;
      default -> kind != Kind.PAUSE;
    };
  }

  /** Opens twice, writes and closes; an opening that fails is tried again. */
  private void live(SimulatedDisk disk, Workload work, Durability durability, boolean keepsHouse)
      throws IOException {
    for (int session = 0; session < 2; session++) {
      EntityStore store;
      try {
        store = open(disk, work, durability);
      } catch (StelaException e) {
        requireTyped(e);
        store = open(disk, work, durability);
      }
      try (EntityStore open = store) {
        work.settle(open);
        work.compare(open, 1);
        if (!(keepsHouse ? keepHouse(open, work) : write(open, work))) {
          assertThrows(StoreFailedException.class, open::close);
        }
      } catch (StelaException e) {
        requireTyped(e);
      }
    }
  }

  /** False if the store has stopped taking writes. */
  private static boolean write(EntityStore store, Workload work) throws IOException {
    for (int i = 0; i < STEPS; i++) {
      try {
        if (i % 4 == 3) {
          work.putLong(store, 500_000);
        } else {
          work.step(store);
        }
      } catch (StelaException e) {
        requireTyped(e);
        if (hasFailed(store)) {
          work.compareFailed(store);
          return false;
        }
        work.forget();
        work.compare(store, 1);
      }
    }
    return !hasFailed(store);
  }

  /** As {@link #write}; what keeps the store small is done in between, and again if it failed. */
  private boolean keepHouse(EntityStore store, Workload work) throws IOException {
    for (int i = 0; i < HOUSE_STEPS; i++) {
      int what = i;
      try {
        if (i % 3 == 2) {
          work.putLong(store, 500_000);
        } else {
          work.step(store);
        }
        house(store, work, what);
      } catch (StelaException e) {
        requireTyped(e);
        if (hasFailed(store)) {
          work.compareFailed(store);
          return false;
        }
        work.forget();
        work.compare(store, 1);
        house(store, work, what);
        work.compare(store, 1);
      }
    }
    return !hasFailed(store);
  }

  private void house(EntityStore store, Workload work, int what) {
    switch (what % 4) {
      case 0 -> store.maintenance().checkpoint();
      case 1 -> store.maintenance().compact();
      case 2 -> work.retain(store);
      default -> {
        Path target = store.path().resolveSibling("backup" + backups++);
        assertTrue(store.maintenance().backup(target, backup).lsn() >= work.lastLsn(), "backup");
        backup = target;
      }
    }
  }

  private static boolean hasFailed(EntityStore store) {
    try {
      store.sync();
      store.write(tx -> {});
      return false;
    } catch (StelaException e) {
      requireTyped(e);
      assertThrows(StoreFailedException.class, () -> store.write(tx -> {}));
      return true;
    }
  }

  private static void requireTyped(StelaException e) {
    assertTrue(
        e instanceof StorageException
            || e instanceof StorageFullException
            || e instanceof StoreFailedException,
        () -> "not of a type that tells of a failed operation: " + e);
  }

  /** All is there, also when the power goes then, and writing goes on. */
  private void afterwards(SimulatedDisk disk, Workload work, Durability durability, Path cutRoot)
      throws IOException {
    long lsn;
    long returned = durability == Durability.SYNC ? work.lastLsn() : 0;
    List<SimulatedDisk> cuts = new ArrayList<>();
    Random random = new Random(seed);
    disk.watch(
        operation -> {
          if (random.nextInt(6) == 0) {
            Path root = cutRoot.resolve("opening" + cuts.size());
            cuts.add(disk.afterPowerCut(root, random.nextLong()));
          }
          return Verdict.PROCEED;
        });
    try (EntityStore store = open(disk, work, durability)) {
      disk.watch(operation -> Verdict.PROCEED);
      work.settle(store);
      for (SimulatedDisk cut : cuts) {
        requireAfterCut(cut, work, durability, returned);
      }
      work.compare(store, 3);
      store.sync();
      lsn = store.lsn();
      requireAfterCut(disk.afterPowerCut(cutRoot.resolve("open"), seed), work, durability, lsn);
      for (int i = 0; i < 3; i++) {
        work.step(store);
      }
    }
    try (EntityStore store = open(disk, work, durability)) {
      assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
      work.compare(store, 1);
      lsn = store.lsn();
    }
    requireAfterCut(disk.afterPowerCut(cutRoot.resolve("closed"), seed), work, durability, lsn);
  }

  private void requireAfterCut(SimulatedDisk cut, Workload work, Durability durability, long lsn)
      throws IOException {
    try (EntityStore left = open(cut, work, durability)) {
      assertTrue(left.lsn() >= lsn, () -> "lost: found=" + left.lsn() + " promised=" + lsn);
      work.upTo(left.lsn(), seed).compare(left, 3);
    } finally {
      cut.dispose();
    }
  }

  private void fillForAWhile(Durability durability, Random random) throws IOException {
    Path root = Files.createDirectories(folder.toRealPath().resolve("full" + runs++));
    SimulatedDisk disk = new SimulatedDisk(root, random.nextLong());
    Workload work = new Workload(random.nextLong(), 20);
    AtomicBoolean full = new AtomicBoolean();
    disk.watch(operation -> full.get() && operation.allocates() ? Verdict.FULL : Verdict.PROCEED);
    try (EntityStore store = open(disk, work, durability)) {
      for (int round = 0; round < 3; round++) {
        work.step(store);
        full.set(true);
        boolean refused = false;
        for (int i = 0; i < 100 && !refused; i++) {
          try {
            work.putLong(store, 150_000 + random.nextInt(200_000));
          } catch (StorageFullException e) {
            refused = true;
            work.forget();
            work.compare(store, 1);
          }
        }
        assertTrue(refused, "a full disk does not take everything");
        full.set(false);
        work.putLong(store, 300_000);
        work.compare(store, 1);
      }
    } catch (Throwable e) {
      throw new AssertionError("seed=" + seed + " last operations: " + disk.trace(), e);
    }
    try (EntityStore store = open(disk, work, durability)) {
      assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
      work.compare(store, 1);
    } finally {
      disk.dispose();
    }
  }

  private EntityStore open(SimulatedDisk disk, Workload work, Durability durability) {
    StoreConfig.Builder config =
        StoreConfig.builder()
            .durability(durability)
            .segmentBytes(1 << 20)
            .asyncSyncInterval(Duration.ofMinutes(1))
            .compaction(false)
            .clock(work.clock());
    Path path = disk.root().resolve("store");
    return texts
        ? SeamStores.open(
            disk,
            path,
            config.textIndexing(TextIndexing.everyField("whitespace")).build(),
            TEXT_BUFFER_BYTES)
        : SeamStores.open(disk, path, config.build());
  }
}
