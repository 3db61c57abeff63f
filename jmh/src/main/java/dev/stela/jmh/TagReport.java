package dev.stela.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures all that is promised of the speed of tag queries, beside Lucene on the same data and in
 * one run, and prints it as Markdown: figures, ratios, targets, and which of them were met; and
 * what the indexes take. One measurement runs at a time; those that are compared take turns, and
 * what is told is the median of their rounds.
 *
 * <p>Argument: {@code --quick}, for a few minutes' run whose figures are less to be relied upon.
 */
public final class TagReport {
  private final Figures figures = new Figures();
  private final JmhRuns runs = new JmhRuns(figures);
  private final Scale scale;
  private final long start = System.nanoTime();

  private TagReport(Scale scale) {
    this.scale = scale;
  }

  /** How much is measured; the events are those of {@link TagEventLatency}. */
  private record Scale(
      int rounds, int iterations, int shots, double seconds, int events, int opens) {
    static final Scale FULL = new Scale(3, 4, 30, 4, 2_000_000, 9);
    static final Scale QUICK = new Scale(1, 3, 10, 1, 400_000, 3);
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
        System.err.println("Unknown argument: " + arg + "\nUsage: --tags [--quick]");
        System.exit(1);
      }
      quick = true;
    }
    new TagReport(quick ? Scale.QUICK : Scale.FULL).run();
  }

  private void run() throws IOException, InterruptedException, RunnerException {
    try (Scratch scratch = new Scratch()) {
      String machine = Machine.describe(scratch.folder());
      Machine.doubts(scratch.folder()).forEach(this::say);
      Path made = Files.createDirectory(scratch.folder().resolve("tags"));
      load(made);
      System.setProperty(TagData.FOLDER_PROPERTY, made.toString());
      benchmarks(options -> options.jvmArgsPrepend("-D" + TagData.FOLDER_PROPERTY + "=" + made));
      latencies();
      opens(made);
      bytes(scratch.folder());
      say("Done.");
      System.out.print(new TagReportText(figures).markdown(machine));
    }
  }

  private void load(Path made) throws IOException, InterruptedException {
    for (QueryStore.Kind kind : QueryStore.Kind.values()) {
      say("Load: " + kind.title());
      ChildJvm.run(figures, kind.jvmFlags(), TagData.class, kind, made);
    }
  }

  private void benchmarks(Consumer<OptionsBuilder> shared) throws RunnerException {
    for (int round = 1; round <= scale.rounds; round++) {
      sayRound("Queries", round);
      runs.seconds(QueryBenchmark.class, scale.iterations, shared);
      sayRound("Queries beside a writer", round);
      runs.seconds(BusyQueryBenchmark.class, scale.iterations, shared);
      sayRound("Queries of the past", round);
      runs.seconds(AsOfBenchmark.class, scale.iterations, shared);
      sayRound("Added tags", round);
      runs.seconds(TagEventBenchmark.class, scale.iterations, shared);
      runs.run(NewTagBenchmark.class, shared.andThen(o -> o.measurementIterations(scale.shots)));
    }
  }

  private void latencies() throws IOException, InterruptedException {
    for (QueryStore.Kind kind : QueryStore.Kind.values()) {
      say("Percentiles of queries: " + kind.title());
      ChildJvm.run(figures, kind.jvmFlags(), QueryLatency.class, kind, scale.seconds);
    }
    say("Percentiles of queries beside a writer");
    ChildJvm.run(figures, List.of(), BusyQueryLatency.class, scale.rounds, scale.seconds);
    say("Percentiles of queries of the past");
    ChildJvm.run(figures, List.of(), AsOfLatency.class, scale.seconds);
    say("Percentiles of added tags");
    ChildJvm.run(figures, List.of(), TagEventLatency.class, scale.events);
  }

  private void opens(Path made) throws IOException, InterruptedException {
    say("Clean open");
    Path folder = TagData.folder(made.toString(), QueryStore.Kind.STELA);
    for (int i = 0; i < scale.opens; i++) {
      ChildJvm.run(figures, List.of(), QueryOpen.class, folder);
    }
  }

  private void bytes(Path folder) throws IOException, InterruptedException {
    for (IndexBytes.Case work : IndexBytes.Case.values()) {
      say("Bytes: " + work);
      Path own = Files.createDirectory(folder.resolve(work.name()));
      ChildJvm.run(figures, List.of(), IndexBytes.class, "write", work, own);
      ChildJvm.run(figures, List.of(), IndexBytes.class, "open", work, own);
      Scratch.delete(own);
    }
  }

  private void sayRound(String what, int round) {
    say("%s: round %d of %d".formatted(what, round, scale.rounds));
  }

  private void say(String what) {
    System.err.printf(Locale.ROOT, "[%4.0f s] %s%n", (System.nanoTime() - start) / 1e9, what);
  }
}
