package dev.stela.tools;

import dev.stela.CorruptionException;
import dev.stela.VerificationReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stela verify}: checks everything in a store that can be checked. */
@Command(
    name = "verify",
    description = "Checks every checksum, chain and directory entry of a store.")
final class VerifyCommand implements Callable<Integer> {
  @Mixin private StoreParameter store;
  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Stores.requireStore(store.path);
    VerificationReport report = Verification.run(store.path);
    PrintWriter out = spec.commandLine().getOut();
    if (format.json) {
      Json.print(out, VerificationJson.of(store.path, report));
    } else {
      print(out, report);
    }
    return report.isSound() ? ExitCode.OK : ExitCode.DAMAGED;
  }

  private static void print(PrintWriter out, VerificationReport report) {
    for (CorruptionException damage : report.damages()) {
      out.println("damage: " + Text.printable(damage.getMessage()));
    }
    for (String note : report.notes()) {
      out.println("note: " + Text.printable(note));
    }
    out.printf(
        "%s: %s frames, %s records and %s entities checked in %s%n",
        report.isSound() ? "sound" : "damages found: " + Text.count(report.damageCount()),
        Text.count(report.frames()),
        Text.count(report.records()),
        Text.count(report.entities()),
        Text.duration(report.duration().toNanos()));
  }
}
