package dev.stela.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.LoadStatus;
import dev.stela.Opening;
import dev.stela.SeamStores;
import dev.stela.StoreConfig;
import dev.stela.model.Folders;
import dev.stela.power.Watcher.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power goes, or the process dies, at operations of a store that is being loaded: documents and
 * progress always agree, and the load goes on with exactly the next document. {@code
 * -Dstela.cuts=…} sets about how many ends are tried.
 */
@Timeout(3600)
class LoadPowerCutTest {
  private static final String LOAD = "load";
  private static final int DOCUMENTS = 900;
  private static final int MORE = 60;

  @TempDir private Path folder;

  /** A moment at which the store might have ended. */
  private record End(SimulatedDisk disk, boolean power, long durable, String when) {}

  private final List<End> ends = new ArrayList<>();
  private volatile long durable;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldAgreeWithItsDocumentsWhenALoadEndsAtAnyOperation(Durability durability)
      throws Exception {
    long seed = Long.getLong("stela.seed", ThreadLocalRandom.current().nextLong());
    long most = Long.getLong("stela.cuts", 150) / 2;
    Random random = new Random(seed);
    Path root = folder.toRealPath();
    SimulatedDisk disk = new SimulatedDisk(Files.createDirectories(root.resolve("first")), seed);
    // About so many operations a life has.
    double share = most / (durability == Durability.SYNC ? 500.0 : 250.0);
    Random chance = new Random(seed + 1);
    disk.watch(
        operation -> {
          if (ends.size() < most && chance.nextDouble() < share) {
            boolean power = chance.nextInt(3) > 0;
            Path next = root.resolve("end" + ends.size());
            SimulatedDisk left =
                power
                    ? disk.afterPowerCut(next, chance.nextLong())
                    : disk.afterCrash(next, chance.nextLong());
            if (left != null) {
              ends.add(new End(left, power, durable, operation.toString()));
            }
          }
          return Verdict.PROCEED;
        });
    try (EntityStore store = SeamStores.open(disk, store(disk), config(durability).build())) {
      load(store, durability);
    } finally {
      disk.watch(operation -> Verdict.PROCEED);
    }
    assertTrue(ends.size() > most / 4, "ends");
    for (End end : ends) {
      try {
        come(end, durability, random);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            (end.power ? "power cut before " : "process died before ") + end.when + " seed=" + seed,
            e);
      } finally {
        end.disk.dispose();
        Folders.delete(end.disk.root());
      }
    }
    disk.dispose();
    System.out.println("loads that came back: " + ends.size() + " seed=" + seed);
  }

  private static Path store(SimulatedDisk disk) {
    return disk.root().resolve("store");
  }

  private static StoreConfig.Builder config(Durability durability) {
    return StoreConfig.builder()
        .durability(durability)
        .segmentBytes(1 << 20)
        .asyncSyncInterval(Duration.ofMinutes(1));
  }

  private static BulkOptions options() {
    return BulkOptions.builder().threads(1).batchDocuments(12).build();
  }

  private void load(EntityStore store, Durability durability) throws InterruptedException {
    BulkLoader loader = store.bulkLoader(LOAD, options());
    for (int i = 0; i < DOCUMENTS; i++) {
      loader.submit(draft(i));
      if (i % 200 == 150) {
        loader.pause();
        durable = i + 1;
        loader.resume();
      }
      if (i % 300 == 250) {
        store.maintenance().checkpoint();
      }
      if (i == 700) {
        store.maintenance().compact();
      }
      if (durability == Durability.SYNC && i % 10 == 0) {
        durable = Math.max(durable, loader.status().nextPosition());
      }
    }
    loader.finish();
    durable = DOCUMENTS;
  }

  /** Long enough that some segments are filled. */
  private static EntityDraft draft(long position) {
    return EntityDraft.of(EntityId.named("d" + position))
        .tag("position:" + position)
        .text("t", "word " + "x".repeat((int) (position * 7919 % 6_000)));
  }

  private void come(End end, Durability durability, Random random) throws Exception {
    Opening opening =
        switch (random.nextInt(6)) {
          case 0 -> Opening.REBUILD;
          case 1 -> Opening.REPLAY;
          default -> Opening.AUTO;
        };
    StoreConfig config = config(durability).opening(opening).build();
    try (EntityStore store = SeamStores.open(end.disk, store(end.disk), config)) {
      List<LoadStatus> loads = store.loads();
      if (loads.isEmpty()) {
        assertEquals(0, end.durable, "the load is lost");
        assertEquals(0, store.statistics().activeEntities());
        return;
      }
      LoadStatus status = loads.getFirst();
      long count = status.nextPosition();
      assertTrue(count >= end.durable, () -> "lost: " + count + " of " + end.durable);
      assertEquals(count, status.created());
      requireExactly(store, count);
      if (status.state() == LoadStatus.State.FINISHED) {
        assertEquals(DOCUMENTS, count);
        return;
      }
      BulkLoader loader = store.resumeLoad(LOAD, options());
      assertEquals(count, loader.nextPosition());
      for (long i = count; i < count + MORE; i++) {
        loader.submit(draft(i));
      }
      assertEquals(count + MORE, loader.finish().created());
      requireExactly(store, count + MORE);
    }
  }

  private static void requireExactly(EntityStore store, long count) {
    assertEquals(count, store.statistics().activeEntities());
    for (long i = 0; i < count; i++) {
      EntityDraft draft = draft(i);
      assertEquals(draft.texts(), store.get(draft.id()).orElseThrow().texts());
    }
  }
}
