package dev.stela.jmh;

import dev.stela.jmh.BenchmarkStore.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures all that is promised of Stela's speed, beside its peers and in one run, and prints it as
 * Markdown: figures, ratios, targets, and which of them were met. One measurement runs at a time;
 * those that are compared take turns, and what is told is the median of their rounds.
 *
 * <p>Argument: {@code --quick}, for a few minutes' run whose figures are less to be relied upon.
 */
public final class SpeedReport {
  private final Figures figures = new Figures();
  private final JmhRuns runs = new JmhRuns(figures);
  private final Scale scale;
  private final long start = System.nanoTime();

  private SpeedReport(Scale scale) {
    this.scale = scale;
  }

  /** How much is measured; the writes are those of {@link SyncLatency}. */
  private record Scale(
      int rounds, int shots, int iterations, double seconds, int writes, int opens, int replays) {
    static final Scale FULL = new Scale(3, 30, 4, 4, 20_000, 9, 3);
    static final Scale QUICK = new Scale(1, 10, 3, 1, 3_000, 3, 1);
  }

  /**
   * Measures and prints.
   *
   * @param args see above
   * @throws Exception if a measurement fails
   */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    boolean quick = false;
    for (String arg : args) {
      if (!arg.equals("--quick")) {
        System.err.println("Unknown argument: " + arg + "\nUsage: --report [--quick]");
        System.exit(1);
      }
      quick = true;
    }
    new SpeedReport(quick ? Scale.QUICK : Scale.FULL).run();
  }

  private void run() throws IOException, InterruptedException, RunnerException {
    try (Scratch scratch = new Scratch()) {
      String machine = Machine.describe(scratch.folder());
      Machine.doubts(scratch.folder()).forEach(this::say);
      points();
      latencies();
      durable();
      replays(scratch.folder());
      opens(scratch.folder());
      say("Done.");
      System.out.print(new ReportText(figures).markdown(machine));
    }
  }

  private void points() throws RunnerException {
    for (int round = 1; round <= scale.rounds; round++) {
      say("Reads, overwrites and added tags: round %d of %d".formatted(round, scale.rounds));
      runs.seconds(PointBenchmark.class, scale.iterations, options -> {});
      runs.run(AddTagBenchmark.class, options -> options.measurementIterations(scale.shots));
    }
  }

  private void latencies() throws IOException, InterruptedException {
    for (Kind kind : Kind.values()) {
      say("Percentiles of reads and overwrites: " + kind.title());
      ChildJvm.run(figures, kind.jvmFlags(), PointLatency.class, kind, scale.seconds);
    }
    say("Percentiles of added tags");
    ChildJvm.run(figures, List.of(), TagLatency.class);
  }

  private void durable() throws IOException, InterruptedException {
    say("Durable overwrites");
    ChildJvm.run(figures, List.of(), SyncLatency.class, Kind.STELA, scale.writes, 0);
    int bytes = (int) figures.get("sync.bytes");
    ChildJvm.run(figures, Kind.LMDB.jvmFlags(), SyncLatency.class, Kind.LMDB, scale.writes, bytes);
    say("Durable overwrites by 32 writers");
    ChildJvm.run(figures, List.of(), GroupCommit.class, scale.rounds, scale.seconds / 2);
  }

  private void replays(Path folder) throws IOException, InterruptedException {
    for (String kind : List.of("batches", "singles")) {
      say("Replay: " + kind);
      Path killed = Files.createDirectory(folder.resolve(kind));
      ChildJvm.run(figures, List.of(), Replay.class, kind, killed);
      for (int i = 0; i < scale.replays; i++) {
        Path copy = folder.resolve("copy");
        Scratch.copy(killed, copy);
        ChildJvm.run(figures, List.of(), Replay.class, "open", copy, kind);
        Scratch.delete(copy);
      }
      Scratch.delete(killed);
    }
  }

  private void opens(Path folder) throws IOException, InterruptedException {
    say("Clean open");
    ChildJvm.run(figures, List.of(), CleanOpen.class, "write", folder);
    for (int i = 0; i < scale.opens; i++) {
      ChildJvm.run(figures, List.of(), CleanOpen.class, "open", folder);
    }
  }

  private void say(String what) {
    System.err.printf(Locale.ROOT, "[%4.0f s] %s%n", (System.nanoTime() - start) / 1e9, what);
  }
}
