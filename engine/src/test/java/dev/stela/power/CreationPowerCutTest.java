package dev.stela.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.InvalidArgumentException;
import dev.stela.SeamStores;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.TextQuery;
import dev.stela.model.Folders;
import dev.stela.power.Watcher.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes, or the process dies, at every operation of the first opening of a store: there is
 * no store, which can be created then, or one that knows how its texts are indexed.
 */
@Timeout(600)
class CreationPowerCutTest {
  private static final TextIndexing INDEXING = TextIndexing.parse("title:whitespace");
  private static final int CUTS_AT_EACH = 4;

  @TempDir private Path folder;
  private final List<End> ends = new ArrayList<>();

  /** A moment at which the process might have ended. */
  private record End(SimulatedDisk disk, String when) {}

  @Test
  void shouldBeNoStoreOrKnowItsIndexingWhenCreatingItEndsAtAnyOperation() throws Exception {
    long seed = Long.getLong("stela.seed", ThreadLocalRandom.current().nextLong());
    create(seed);
    int stores = 0;
    for (End end : ends) {
      try {
        stores += come(end.disk) ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(end.when + " seed=" + seed, e);
      } finally {
        end.disk.dispose();
        Folders.delete(end.disk.root());
      }
    }
    assertTrue(0 < stores && stores < ends.size(), "both kinds of ends, seed=" + seed);
  }

  /** Creates a store, and notes how the disk might have been left meanwhile. */
  private void create(long seed) throws Exception {
    Path root = folder.toRealPath();
    SimulatedDisk disk = new SimulatedDisk(Files.createDirectories(root.resolve("first")), seed);
    Random chance = new Random(seed);
    disk.watch(
        operation -> {
          for (int i = 0; i < CUTS_AT_EACH; i++) {
            Path next = root.resolve("end" + ends.size());
            SimulatedDisk left =
                i == 0
                    ? disk.afterCrash(next, chance.nextLong())
                    : disk.afterPowerCut(next, chance.nextLong());
            if (left != null) {
              ends.add(new End(left, (i == 0 ? "crash before " : "cut before ") + operation));
            }
          }
          return Verdict.PROCEED;
        });
    EntityStore store = SeamStores.open(disk, store(disk), config().textIndexing(INDEXING).build());
    disk.watch(operation -> Verdict.PROCEED);
    store.close();
    disk.dispose();
  }

  /** Returns whether there was a store. */
  private static boolean come(SimulatedDisk disk) {
    boolean found = disk.exists(store(disk).resolve("superblock"));
    StoreConfig.Builder config = config();
    if (!found) {
      StoreConfig existing = config().createIfMissing(false).build();
      assertThrows(
          InvalidArgumentException.class, () -> SeamStores.open(disk, store(disk), existing));
      config.textIndexing(INDEXING);
    }
    try (EntityStore store = SeamStores.open(disk, store(disk), config.build())) {
      store.create(EntityDraft.of(EntityId.named("one")).text("title", "hello"));
      assertEquals(1, store.search(TextQuery.allWords("title", "hello")).count());
    }
    return found;
  }

  private static Path store(SimulatedDisk disk) {
    return disk.root().resolve("store");
  }

  private static StoreConfig.Builder config() {
    return StoreConfig.builder().segmentBytes(1 << 20);
  }
}
