package dev.stela.tools;

import dev.stela.EntityStore;
import dev.stela.StoreStatistics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stela reindex}: makes the text index of a store anew. */
@Command(
    name = "reindex",
    description = {
      "Makes the text index of a store anew from the log, as after damage that 'stela verify' has"
          + " found in it.",
      "Needs free space for the new index beside the old one."
    })
final class ReindexCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final long WHOLE = 1_000;

  @Mixin private StoreParameter store;
  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    try (EntityStore opened = Stores.openForWork(store.path)) {
      opened.maintenance().rebuildTextIndex();
      await(opened);
      // What is still in memory has no files that could be counted.
      opened.maintenance().checkpoint();
      print(opened.statistics(), System.nanoTime() - start);
    }
    return ExitCode.OK;
  }

  private static void await(EntityStore store) {
    try (Progress progress = Progress.of("reindex", WHOLE)) {
      long shown = 0;
      while (!store.maintenance().awaitTextIndex(LOOK)) {
        long reached = (long) (WHOLE * store.statistics().textProgress());
        progress.step(Math.max(0, reached - shown));
        shown = Math.max(shown, reached);
      }
    }
  }

  private void print(StoreStatistics statistics, long nanos) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.json) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("textDocuments", statistics.textDocuments());
      values.put("textSegments", statistics.textSegments());
      values.put("textBytes", statistics.textBytes());
      values.put("textRefused", statistics.textRefused());
      values.put("durationNanos", nanos);
      Json.print(out, values);
      return;
    }
    out.printf(
        "text index made anew: %s entities can be found, %s segments, %s bytes, in %s%n",
        Text.count(statistics.textDocuments()),
        Text.count(statistics.textSegments()),
        Text.count(statistics.textBytes()),
        Text.duration(nanos));
    if (statistics.textRefused() > 0) {
      out.printf(
          "left out: texts of %s versions, the last one for: %s%n",
          Text.count(statistics.textRefused()), Text.printable(statistics.lastTextRefusal()));
    }
  }
}
