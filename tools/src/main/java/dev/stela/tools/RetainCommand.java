package dev.stela.tools;

import dev.stela.CompactionReport;
import dev.stela.EntityStore;
import dev.stela.RetentionPolicy;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela retain}: drops history that policies let go. */
@Command(
    name = "retain",
    description = {
      "Drops the history that policies let go, for good: what a question about the past would need"
          + " and is gone is refused then, never answered from what is left. Each entity's current"
          + " state stays, and of each of its namespaces the newest event.",
      "A policy is 'tags PATTERN' or 'contents', then 'keep DURATION', 'newest NUMBER', or both: as"
          + " in 'tags cpu:* keep 7d newest 100'. A DURATION is a number with ms, s, m, h or d."
          + " What either of the two keeps stays. Of several policies each may drop what it meets."
    })
final class RetainCommand implements Callable<Integer> {
  @Mixin private StoreParameter store;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "POLICY",
      description = "What may go; in quotes, as it has spaces.")
  private List<String> policies;

  @Option(names = "--dry-run", description = "Only say what would go.")
  private boolean dryRun;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<RetentionPolicy> parsed = policies.stream().map(RetentionPolicy::parse).toList();
    CompactionReport report;
    try (EntityStore opened = Stores.openForWork(store.path);
        Progress progress = Progress.of("retain", opened.statistics().logBytes())) {
      report = opened.maintenance().retain(parsed, dryRun, progress::step);
    }
    CompactionText.print(spec.commandLine().getOut(), format, report);
    return ExitCode.OK;
  }
}
