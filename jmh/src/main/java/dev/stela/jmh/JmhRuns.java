package dev.stela.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH's benchmarks for a report and takes in their scores. One thread. */
final class JmhRuns {
  /** The suffix of a figure that tells the bytes which an operation allocates. */
  static final String BYTES = ".bytes";

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String GC = "gc.";

  private final Figures figures;

  JmhRuns(Figures figures) {
    this.figures = figures;
  }

  /** Runs one class's benchmarks with so many iterations of a second each. */
  void seconds(Class<?> benchmark, int iterations, Consumer<OptionsBuilder> more)
      throws RunnerException {
    run(
        benchmark,
        options -> {
          options
              .warmupIterations(iterations)
              .warmupTime(TimeValue.seconds(1))
              .measurementIterations(iterations)
              .measurementTime(TimeValue.seconds(1));
          more.accept(options);
        });
  }

  /** Runs one class's benchmarks. */
  void run(Class<?> benchmark, Consumer<OptionsBuilder> more) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.include(benchmark.getName().replace("$", "\\.") + "\\.");
    options.forks(1).addProfiler(GCProfiler.class);
    options.output(Scratch.parent().resolve(benchmark.getSimpleName() + ".log").toString());
    options.shouldFailOnError(true);
    more.accept(options);
    for (RunResult result : new Runner(options.build()).run()) {
      BenchmarkParams params = result.getParams();
      String name = params.getBenchmark();
      for (String key : params.getParamsKeys()) {
        name += "." + params.getParam(key);
      }
      figures.add(name, result.getPrimaryResult().getScore());
      figures.add(name + BYTES, secondary(result, ALLOCATED));
      for (String counter : result.getSecondaryResults().keySet()) {
        if (!counter.startsWith(GC)) {
          figures.add(name + "." + counter, secondary(result, counter));
        }
      }
    }
  }

  /** What an iteration had beside its score, but for the last: in it the store is removed. */
  private static double secondary(RunResult result, String label) {
    List<IterationResult> iterations = new ArrayList<>();
    result.getBenchmarkResults().forEach(fork -> iterations.addAll(fork.getIterationResults()));
    return iterations.stream()
        .limit(iterations.size() - 1)
        .mapToDouble(each -> each.getSecondaryResults().get(label).getScore())
        .average()
        .orElseThrow();
  }
}
