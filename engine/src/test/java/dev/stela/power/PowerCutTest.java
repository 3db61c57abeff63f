package dev.stela.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Durability;
import dev.stela.RecoveryReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power goes, or the process dies, at every operation of a store's life and again while it is
 * recovering; what comes back is compared with the reference model.
 *
 * <p>{@code -Dstela.cuts=…} sets about how many ends are tried, {@code -Dstela.seed=…} repeats the
 * choices of a run.
 */
@Timeout(3600)
class PowerCutTest {
  private static final String CUTS = "stela.cuts";
  private static final String SEED = "stela.seed";
  private static final long DEFAULT_CUTS = 150;
  private static final Path KEPT = Path.of("target", "power-cut");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldComeBackWithAllThatWasPromisedWhenThePowerGoesAtAnyOperation(Durability durability)
      throws Exception {
    long seed = seed();
    Plan plan =
        plan(durability, "every")
            .sessions(2)
            .steps(7, 1)
            .longEvery(5)
            .cuts(1, 0.003)
            .crashes(0.15, 0.003);
    Life.first(plan, plan.folder().resolve("first"), seed).run();
    say(plan.lives(), plan.arrivals(), seed);
    assertTrue(plan.lives() > 50, "cuts");
    requireArrivals(plan.arrivals());
  }

  @Test
  void shouldComeBackWithAllThatWasPromisedWhenThePowerGoesAtAnyTime() throws Exception {
    long rest = Long.getLong(CUTS, DEFAULT_CUTS);
    long seed = seed();
    Map<RecoveryReport.Kind, Integer> arrivals = new TreeMap<>();
    for (int i = 0; rest > 0; i++) {
      Durability durability = Durability.values()[i % 2];
      Plan plan =
          plan(durability, "any" + i)
              .sessions(2)
              .steps(40, 6)
              .compacting(i % 4 >= 2)
              .cuts(0.05, 0.02, 0.01)
              .crashes(0.03, 0.01, 0.01)
              .most(rest);
      Life.first(plan, plan.folder().resolve("first"), seed + i).run();
      rest -= plan.lives();
      plan.arrivals().forEach((kind, count) -> arrivals.merge(kind, count, Integer::sum));
    }
    say(arrivals.values().stream().mapToLong(Integer::longValue).sum(), arrivals, seed);
  }

  @Test
  void shouldAnswerOrRefuseWhenThePowerGoesAfterRetentionLetThePastGo() throws Exception {
    long rest = Long.getLong(CUTS, DEFAULT_CUTS) / 5;
    long seed = seed();
    Map<RecoveryReport.Kind, Integer> arrivals = new TreeMap<>();
    for (int i = 0; rest > 0; i++) {
      Plan plan =
          plan(Durability.values()[i % 2], "retaining" + i)
              .ids(5)
              .steps(180, 3)
              .maintainedEvery(20)
              .longEvery(120)
              .queries(30)
              .cuts(0.01)
              .crashes(0.005)
              .most(rest);
      Life.first(plan, plan.folder().resolve("first"), seed + i).run();
      rest -= plan.lives();
      plan.arrivals().forEach((kind, count) -> arrivals.merge(kind, count, Integer::sum));
    }
    say(arrivals.values().stream().mapToLong(Integer::longValue).sum(), arrivals, seed);
  }

  /** Each acknowledged text is found again, as of every moment, and nothing else is. */
  @Test
  void shouldFindAllTextsThatWerePromisedWhenThePowerGoesAtAnyTime() throws Exception {
    long rest = Long.getLong(CUTS, DEFAULT_CUTS);
    long seed = seed();
    Map<RecoveryReport.Kind, Integer> arrivals = new TreeMap<>();
    for (int i = 0; rest > 0; i++) {
      Plan plan =
          plan(Durability.values()[i % 2], "texts" + i)
              .sessions(2)
              .steps(40, 6)
              .texts(i % 3 == 2 ? 1 << 20 : 4 << 10)
              .compacting(i % 4 >= 2)
              .queries(1)
              .cuts(0.05, 0.02, 0.01)
              .crashes(0.03, 0.01, 0.01)
              .most(rest);
      Life.first(plan, plan.folder().resolve("first"), seed + i).run();
      rest -= plan.lives();
      plan.arrivals().forEach((kind, count) -> arrivals.merge(kind, count, Integer::sum));
    }
    say(arrivals.values().stream().mapToLong(Integer::longValue).sum(), arrivals, seed);
  }

  /** In all ways that there are. */
  private static void requireArrivals(Map<RecoveryReport.Kind, Integer> arrivals) {
    assertEquals(EnumSet.allOf(RecoveryReport.Kind.class), arrivals.keySet());
  }

  private Plan plan(Durability durability, String name) throws Exception {
    Path own = Files.createDirectories(folder.toRealPath().resolve(name));
    Files.createDirectories(own.resolve("first"));
    return new Plan(own, durability).keeping(KEPT.toAbsolutePath());
  }

  private static void say(long stores, Map<RecoveryReport.Kind, Integer> arrivals, long seed) {
    System.out.println("stores that came back: " + stores + " " + arrivals + " seed=" + seed);
  }

  private static long seed() {
    Long given = Long.getLong(SEED);
    return given != null ? given : ThreadLocalRandom.current().nextLong();
  }
}
