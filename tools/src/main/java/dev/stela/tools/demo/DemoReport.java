package dev.stela.tools.demo;

import dev.stela.RecoveryReport;
import dev.stela.StoreStatistics;
import dev.stela.tools.Text;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What came out of a demo, as it is written in JSON. */
record DemoReport(
    boolean allHeld,
    String store,
    String fileSystem,
    String java,
    int processors,
    long classes,
    long modules,
    long payloadBytes,
    long droppedTags,
    long updates,
    long acknowledgedBeforeKill,
    LoadTotals killedLoad,
    LoadTotals resumedLoad,
    long recoveryNanos,
    RecoveryReport recovery,
    long cleanOpenNanos,
    List<QueryResult> queries,
    List<SearchResult> searches,
    List<Percentiles> latencies,
    StoreStatistics statistics,
    List<Checks.Check> checks,
    long totalNanos) {
  private static final double MIB = 1 << 20;
  private static final List<String> COLUMNS =
      List.of("p50", "p90", "p99", "p99.9", "p99.99", "max");

  void print(PrintWriter out) {
    out.println();
    line(
        out,
        "loaded",
        "%s classes of %s modules, %.1f MiB of tags, content and text",
        Text.count(classes),
        Text.count(modules),
        payloadBytes / MIB);
    if (droppedTags > 0) {
      line(out, "left out", "%s tags longer than a tag may be", Text.count(droppedTags));
    }
    rate(out, "killed loader", killedLoad);
    rate(out, "resumed load", resumedLoad);
    line(out, "killed after", "%s classes were acknowledged", Text.count(acknowledgedBeforeKill));
    line(
        out,
        "open after kill",
        "%s: %s; %s frames replayed, %s bytes of a torn tail cut",
        Text.duration(recoveryNanos),
        recoveredBy(recovery.kind()),
        Text.count(recovery.frames()),
        Text.count(recovery.cutBytes()));
    line(out, "clean open", "%s after closing in order", Text.duration(cleanOpenNanos));
    line(out, "updates", "%s entities", Text.count(updates));
    printLatencies(out);
    line(out, "machine", "Java %s, %d processors, store on %s", java, processors, fileSystem);
    line(out, "took", "%s", Text.duration(totalNanos));
    line(out, "store", "%s", store);
    out.flush();
  }

  private static String recoveredBy(RecoveryReport.Kind kind) {
    return switch (kind) {
      case TAKEN_OVER -> "directory and indexes taken over from the dead process";
      case REBUILT -> "directory and indexes made anew from index parts and log";
      case REPLAYED -> "directory and indexes made anew from the log";
      case CREATED, CLEAN -> "nothing to recover";
    };
  }

  private void printLatencies(PrintWriter out) {
    out.println();
    out.printf("  %-15s %9s", "latency", "count");
    COLUMNS.forEach(column -> out.printf(" %10s", column));
    out.println();
    for (Percentiles latency : latencies) {
      out.printf("  %-15s %9s", latency.operation(), Text.count(latency.operations()));
      for (long value : latency.values()) {
        out.printf(" %10s", Text.duration(value));
      }
      out.println();
    }
    out.println();
  }

  private static void rate(PrintWriter out, String name, LoadTotals totals) {
    line(
        out,
        name,
        "%s classes/s, %.1f MiB/s, reading the class files included",
        Text.count(Math.round(totals.classesPerSecond())),
        totals.mebibytesPerSecond());
  }

  private static void line(PrintWriter out, String name, String format, Object... values) {
    out.printf("  %-15s %s%n", name, String.format(Locale.ROOT, format, values));
  }
}
