package dev.stela.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.Opening;
import dev.stela.SeamStores;
import dev.stela.StoreConfig;
import dev.stela.StoreVerifier;
import dev.stela.TextIndexing;
import dev.stela.internal.storage.SystemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Texts of random operations are found as the reference model says, as of now and of earlier
 * moments, whatever is flushed, merged, purged, let go by retention, closed, killed and opened in
 * between, and in whatever way.
 *
 * <p>{@code -Dstela.seed=…} repeats a run, {@code -Dstela.texts=…} sets the number of operations.
 */
@Timeout(600)
class TextModelTest {
  private static final int OPERATIONS = Integer.getInteger("stela.texts", 2_000);
  private static final List<TextIndexing> INDEXINGS =
      List.of(
          TextIndexing.everyField("whitespace"),
          TextIndexing.everyField("whitespace"),
          TextIndexing.parse("title:keyword,*:whitespace"),
          TextIndexing.parse("body:whitespace"));

  @TempDir Path folder;
  private final long seed = Long.getLong("stela.seed", ThreadLocalRandom.current().nextLong());
  private final Random random = new Random(seed);
  private Path path;
  private int copies;
  private long caughtUp;

  @Test
  void shouldBeFoundAsTheModelSaysWhenManyThingsHappen() throws Exception {
    Workload work = new Workload(seed, 60);
    path = folder.resolve("store");
    try {
      for (int done = 0; done < OPERATIONS; ) {
        done += session(work);
      }
      assertTrue(caughtUp > 0, "nothing was caught up");
    } catch (Throwable e) {
      throw new AssertionError("seed=" + seed, e);
    }
  }

  private int session(Workload work) throws IOException {
    // Small ones make many segments, large ones leave much to catch up with.
    long buffer = random.nextBoolean() ? 24 << 10 : 1 << 20;
    int steps = 20 + random.nextInt(300);
    try (EntityStore store = SeamStores.open(new SystemFiles(), path, config(work), buffer)) {
      caughtUp += store.recovery().textCommits();
      work.compare(store, 1);
      for (int i = 0; i < steps; i++) {
        work.step(store);
        switch (random.nextInt(60)) {
          case 0 -> store.maintenance().checkpoint();
          case 1 -> store.maintenance().compact();
          case 2 -> work.retain(store);
          case 3, 4, 5 -> work.compareTexts(store);
          default -> {
            // Only writing.
          }
        }
      }
      work.compare(store, 1);
      if (random.nextInt(3) != 0) {
        Path copy = folder.resolve("copy" + copies++);
        Folders.copy(path, copy);
        work.compareTexts(store);
        path = copy;
      }
    }
    assertEquals(List.of(), StoreVerifier.verify(path).damages());
    return steps;
  }

  private StoreConfig config(Workload work) {
    Opening[] ways = {Opening.AUTO, Opening.AUTO, Opening.REBUILD, Opening.REPLAY};
    return StoreConfig.builder()
        .durability(Durability.ASYNC)
        .asyncSyncInterval(Duration.ofMinutes(1))
        .segmentBytes(1 << 20)
        .textIndexing(random.nextInt(3) == 0 ? INDEXINGS.get(random.nextInt(4)) : null)
        .opening(ways[random.nextInt(ways.length)])
        .clock(work.clock())
        .build();
  }
}
