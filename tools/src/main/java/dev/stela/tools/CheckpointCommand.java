package dev.stela.tools;

import dev.stela.CheckpointReport;
import dev.stela.EntityStore;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stela checkpoint}: makes a checkpoint of all there is. */
@Command(
    name = "checkpoint",
    description = {
      "Makes a checkpoint of all there is, so that nothing before it is replayed after a crash.",
      "A program that has a store open makes checkpoints by itself; this is for one that nobody has"
          + " open."
    })
final class CheckpointCommand implements Callable<Integer> {
  @Mixin private StoreParameter store;
  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (EntityStore opened = Stores.openForWork(store.path)) {
      CheckpointReport report = opened.maintenance().checkpoint();
      if (format.json) {
        Json.print(out, RecordValues.json(report));
      } else {
        out.printf(
            "checkpoint at lsn %d: %s segments got their index parts, %s bytes, in %s%n",
            report.lsn(),
            Text.count(report.segments()),
            Text.count(report.indexBytes()),
            Text.duration(report.duration().toNanos()));
      }
      return ExitCode.OK;
    }
  }
}
