package dev.stela.tools.ndjson;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.stela.LoadStatus;
import dev.stela.tools.Text;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What an import did, as it is written in JSON. All lines of this run are counted in exactly one of
 * the six that follow.
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
    String loadId,
    long firstLine,
    @JsonIgnore List<String> firstRejects) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS = 1e3;

  /**
   * Tells what was done between two states of a load.
   *
   * @param before where it began, or was gone on with
   * @param rejects the file of what was rejected; null if nothing was done
   */
  static ImportSummary of(
      Path store,
      String file,
      LoadStatus before,
      LoadStatus after,
      long lsn,
      Rejects rejects,
      long nanos) {
    double seconds = Math.max(nanos, 1) / NANOS_PER_SECOND;
    long lines = after.nextPosition() - before.nextPosition();
    long created = after.created() - before.created();
    long replaced = after.replaced() - before.replaced();
    long unchanged = after.unchanged() - before.unchanged();
    long skipped = after.skipped() - before.skipped();
    long rejected = after.rejected() - before.rejected();
    return new ImportSummary(
        store.toString(),
        file,
        lines,
        created,
        replaced,
        unchanged,
        skipped,
        rejected,
        lines - created - replaced - unchanged - skipped - rejected,
        Math.round(seconds * MILLIS) / MILLIS,
        Math.round(lines / seconds),
        lsn,
        rejects == null || rejects.file() == null ? null : rejects.file().toString(),
        after.id(),
        before.nextPosition() + 1,
        rejects == null ? List.of() : rejects.first());
  }

  void print(PrintWriter out) {
    out.printf(
        "%s lines in %s s, %s/s%n",
        Text.count(lines), String.format(Locale.ROOT, "%.2f", seconds), Text.count((long) rate));
    if (firstLine > 1) {
      out.println(
          lines == 0
              ? "the load had come to its end, at line " + Text.count(firstLine - 1)
              : "gone on with line " + Text.count(firstLine));
    }
    line(out, "imported", imported);
    line(out, "replaced", replaced);
    line(out, "unchanged", unchanged);
    line(out, "skipped", skipped);
    line(out, "rejected", rejected);
    line(out, "blank", blank);
    out.println("load " + Text.printable(loadId));
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
