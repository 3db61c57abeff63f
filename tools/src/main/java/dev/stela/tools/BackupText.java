package dev.stela.tools;

import dev.stela.BackupReport;
import java.io.PrintWriter;

/** How a backup, made or restored, is shown. Stateless. */
final class BackupText {
  private BackupText() {}

  static void print(PrintWriter out, JsonOption format, BackupReport report) {
    if (format.json) {
      Json.print(out, RecordValues.json(report));
      return;
    }
    out.printf(
        "as of lsn %d: %s files linked, %s copied with %s bytes, every frame verified, in %s: %s%n",
        report.lsn(),
        Text.count(report.linkedFiles()),
        Text.count(report.copiedFiles()),
        Text.count(report.bytes()),
        Text.duration(report.duration().toNanos()),
        report.target());
  }
}
