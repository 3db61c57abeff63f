package dev.stela.tools;

import dev.stela.CompactionReport;
import java.io.PrintWriter;

/** How a compaction is shown. Stateless. */
final class CompactionText {
  private CompactionText() {}

  static void print(PrintWriter out, JsonOption format, CompactionReport report) {
    if (format.json) {
      Json.print(out, RecordValues.json(report));
      return;
    }
    out.printf(
        "%s%s segments of %s bytes: %s of %s bytes%n",
        report.dryRun() ? "would be rewritten: " : "",
        Text.count(report.segmentsBefore()),
        Text.count(report.bytesBefore()),
        Text.count(report.segmentsAfter()),
        Text.count(report.bytesAfter()));
    out.printf(
        "%s%s events dropped, %s purged entities erased, in %s%n",
        report.dryRun() ? "would be done: " : "",
        Text.count(report.droppedEvents()),
        Text.count(report.purgedEntities()),
        Text.duration(report.duration().toNanos()));
  }
}
