package dev.stela.tools;

import dev.stela.CompactionReport;
import dev.stela.RetentionReport;
import java.io.PrintWriter;

/** How a compaction is shown. Stateless. */
final class CompactionText {
  private CompactionText() {}

  static void print(PrintWriter out, JsonOption format, CompactionReport report) {
    if (format.json) {
      Json.print(out, RecordValues.json(report));
      return;
    }
    if (report.segmentsBefore() == 0) {
      out.println("nothing to rewrite");
    } else if (report.dryRun()) {
      out.printf(
          "would rewrite %s segments of %s bytes%n",
          Text.count(report.segmentsBefore()), Text.count(report.bytesBefore()));
    } else {
      out.printf(
          "rewrote %s segments of %s bytes as %s of %s bytes%n",
          Text.count(report.segmentsBefore()),
          Text.count(report.bytesBefore()),
          Text.count(report.segmentsAfter()),
          Text.count(report.bytesAfter()));
    }
    for (RetentionReport policy : report.policies()) {
      out.printf(
          "  %s: %s events of %s bytes%n",
          Text.printable(policy.policy().text()),
          Text.count(policy.events()),
          Text.count(policy.bytes()));
    }
    out.printf(
        "%s %s events%s in %s%n",
        report.dryRun() ? "would drop" : "dropped",
        Text.count(report.droppedEvents()),
        report.dryRun()
            ? ","
            : ", erased " + Text.count(report.purgedEntities()) + " purged entities,",
        Text.duration(report.duration().toNanos()));
  }
}
