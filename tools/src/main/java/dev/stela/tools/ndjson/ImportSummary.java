package dev.stela.tools.ndjson;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.stela.tools.Text;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What an import did, as it is written in JSON. All lines are counted in exactly one of the six
 * that follow.
 */
record ImportSummary(
    String store,
    String file,
    long lines,
    long imported,
    long replaced,
    long unchanged,
    long skipped,
    long rejected,
    long blank,
    double seconds,
    double rate,
    long lsn,
    String rejectsFile,
    @JsonIgnore List<String> firstRejects) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS = 1e3;

  static ImportSummary of(Path store, String file, Importer importer, Rejects rejects, long nanos) {
    double seconds = Math.max(nanos, 1) / NANOS_PER_SECOND;
    return new ImportSummary(
        store.toString(),
        file,
        importer.lines(),
        importer.count(Outcome.IMPORTED),
        importer.count(Outcome.REPLACED),
        importer.count(Outcome.UNCHANGED),
        importer.count(Outcome.SKIPPED),
        importer.count(Outcome.REJECTED),
        importer.count(Outcome.BLANK),
        Math.round(seconds * MILLIS) / MILLIS,
        Math.round(importer.lines() / seconds),
        importer.lsn(),
        rejects.file() == null ? null : rejects.file().toString(),
        rejects.first());
  }

  void print(PrintWriter out) {
    out.printf(
        "%s lines in %s s, %s/s%n",
        Text.count(lines), String.format(Locale.ROOT, "%.2f", seconds), Text.count((long) rate));
    line(out, "imported", imported);
    line(out, "replaced", replaced);
    line(out, "unchanged", unchanged);
    line(out, "skipped", skipped);
    line(out, "rejected", rejected);
    line(out, "blank", blank);
    if (rejected > 0) {
      firstRejects.forEach(out::println);
      if (rejected > firstRejects.size()) {
        out.printf("and %s more%n", Text.count(rejected - firstRejects.size()));
      }
      out.println("rejected lines, with reasons: " + rejectsFile);
    }
  }

  /** What did not happen is not worth a line, but a result is. */
  private static void line(PrintWriter out, String name, long count) {
    if (count > 0 || name.equals("imported")) {
      out.printf("  %-9s  %s%n", name, Text.count(count));
    }
  }
}
