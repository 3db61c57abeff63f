package dev.stela.tools;

import dev.stela.CompactionReport;
import dev.stela.EntityStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stela compact}: compacts all there is. */
@Command(
    name = "compact",
    description = {
      "Merges segments and erases what was purged: afterwards the bytes of purged entities are in"
          + " no file of the store. No history is dropped, see 'stela retain' for that.",
      "Needs free space for what is rewritten."
    })
final class CompactCommand implements Callable<Integer> {
  @Mixin private StoreParameter store;
  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CompactionReport report;
    try (EntityStore opened = Stores.openForWork(store.path);
        Progress progress = Progress.of("compact", opened.statistics().logBytes())) {
      report = opened.maintenance().compact(progress::step);
    }
    CompactionText.print(spec.commandLine().getOut(), format, report);
    return ExitCode.OK;
  }
}
