package dev.stela.kill;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.stela.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills processes that write to a store, at random moments, and looks for what they were told had
 * been written. {@code mvn -B -pl engine test -Dtest=KillLoopTest -Dstela.kills=500} kills 500
 * times in each durability level.
 */
class KillLoopTest {
  private static final int THREADS = 4;
  private static final int KILLS_PER_STORE = 10;
  private static final int KILLS_PER_LINE = 50;
  // Takes a second; the rest is for machines that stand still meanwhile.
  private static final Duration CHECK_LIMIT = Duration.ofMinutes(10);

  /** Stays where it is after a failure. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldHoldAllThatWasAcknowledgedAndNothingHalfWhenKilled(Durability durability)
      throws Exception {
    int kills = Integer.getInteger("stela.kills", durability == Durability.SYNC ? 13 : 12);
    long seed = Long.getLong("stela.seed", System.nanoTime());
    var counts = new KillCounts();
    int killed = 0;
    try (var killer = Executors.newScheduledThreadPool(1)) {
      while (killed < kills) {
        Path path = folder.resolve(durability + "-" + killed);
        var store = new KilledStore(path, durability, seed + killed, THREADS, killer, counts);
        for (int i = 0; i < KILLS_PER_STORE && killed < kills; i++) {
          store.kill();
          assertTimeoutPreemptively(CHECK_LIMIT, store::check);
          killed++;
          if (killed % KILLS_PER_LINE == 0 || killed == kills) {
            System.out.printf(
                "%s: nothing lost so far, kills=%d of %d %s%n", durability, killed, kills, counts);
          }
        }
        delete(path);
      }
    } catch (Throwable e) {
      throw new AssertionError(
          ("durability=%s survivedKills=%d %s seed=%d store=%s%n"
                  + "repeat, with other timing: mvn -B -pl engine test -Dtest=KillLoopTest"
                  + " -Dstela.kills=%d -Dstela.seed=%d")
              .formatted(durability, killed, counts, seed, folder, kills, seed),
          e);
    }
  }

  private static void delete(Path store) throws IOException {
    try (var files = Files.walk(store)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
