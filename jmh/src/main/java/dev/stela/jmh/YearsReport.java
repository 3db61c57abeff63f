package dev.stela.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Measures what is promised of a store that runs for years, and prints it as Markdown: reads and
 * writes in a store of many entities beside those in a small one, both while checkpoints and merges
 * run, and a writer of metrics whose old events are dropped. One measurement runs at a time, each
 * in a JVM of its own; those that are compared take turns, and what is told is the median of their
 * rounds.
 *
 * <p>Arguments: {@code --quick}, for a run of some minutes whose figures are less to be relied
 * upon; {@code --entities} for another size of the large store, ten times that of the small one.
 */
public final class YearsReport {
  private static final int SHARE = 10;

  private final Figures figures = new Figures();
  private final Progress progress = new Progress();
  private final Scale scale;
  private final int large;

  private YearsReport(Scale scale, int large) {
    this.scale = scale;
    this.large = large;
  }

  /** How much is measured. */
  private record Scale(
      int entities, int rounds, double seconds, int merging, int events, int metricsSeconds) {
    static final Scale FULL = new Scale(10_000_000, 3, 10, 60, 2_000, 60);
    static final Scale QUICK = new Scale(1_000_000, 1, 3, 15, 500, 15);
  }

  /**
   * Measures and prints.
   *
   * @param args see above
   * @throws Exception if a measurement fails
   */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Arguments arguments =
        new Arguments(
                "--years [--entities N] [--quick]", Set.of("--entities"), Set.of("--quick"), args)
            .noPath();
    Scale scale = arguments.has("--quick") ? Scale.QUICK : Scale.FULL;
    new YearsReport(scale, arguments.number("--entities", scale.entities)).run();
  }

  private void run() throws IOException, InterruptedException {
    try (Scratch scratch = new Scratch()) {
      String machine = Machine.describe(scratch.folder());
      Machine.doubts(scratch.folder()).forEach(progress::say);
      points(scratch.folder());
      for (int round = 1; round <= scale.rounds; round++) {
        merges(round);
        metrics(round);
      }
      progress.say("Done.");
      System.out.print(
          new YearsText(figures, large / SHARE, large, scale.events).markdown(machine));
    }
  }

  private void points(Path folder) throws IOException, InterruptedException {
    Map<Integer, Path> stores = new HashMap<>();
    List<Integer> sizes = List.of(large / SHARE, large);
    for (int size : sizes) {
      stores.put(size, folder.resolve("store-" + size));
      ChildJvm.run(figures, List.of(), MakeStore.class, stores.get(size), "--entities", size);
    }
    for (int round = 1; round <= scale.rounds; round++) {
      for (int size : sizes) {
        progress.say(
            "Reads and writes in %,d entities: round %d of %d"
                .formatted(size, round, scale.rounds));
        ChildJvm.run(figures, List.of(), PointScale.class, stores.get(size), size, scale.seconds);
      }
    }
    for (Path store : stores.values()) {
      Scratch.delete(store);
    }
  }

  private void merges(int round) throws IOException, InterruptedException {
    for (String mode : List.of(MergeLatency.QUIET, MergeLatency.BUSY)) {
      progress.say(
          "Reads and writes beside merges, %s: round %d of %d"
              .formatted(mode, round, scale.rounds));
      ChildJvm.run(figures, List.of(), MergeLatency.class, mode, large / SHARE, scale.merging);
    }
  }

  private void metrics(int round) throws IOException, InterruptedException {
    for (String mode : List.of(MetricsRetention.KEPT, MetricsRetention.RETAINED)) {
      progress.say("Metrics, old events %s: round %d of %d".formatted(mode, round, scale.rounds));
      ChildJvm.run(
          figures, List.of(), MetricsRetention.class, mode, scale.events, scale.metricsSeconds);
    }
  }
}
