package dev.stela.tools;

import dev.stela.BackupReport;
import dev.stela.EntityStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela backup}: makes a backup and verifies it. */
@Command(
    name = "backup",
    description = {
      "Makes a backup of a store and verifies every frame of it. A backup is a store: open it, or"
          + " make a copy of it with 'stela restore'.",
      "Its files are second names (hard links) of the store's and take no space, as long as the"
          + " store has them too; on another file system they are copies.",
      "A program that has a store open makes backups itself: EntityStore.maintenance().backup()."
    })
final class BackupCommand implements Callable<Integer> {
  @Mixin private StoreParameter store;

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "Folder of the backup; must not exist, or be empty.")
  private Path target;

  @Option(
      names = "--earlier",
      paramLabel = "BACKUP",
      description = "An earlier backup of the store: what has not changed is linked from there.")
  private Path earlier;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    BackupReport report;
    try (EntityStore opened = Stores.openForWork(store.path);
        Progress progress = Progress.of("verify", opened.statistics().logBytes())) {
      report = opened.maintenance().backup(target, earlier, progress::step);
    }
    BackupText.print(out, format, report);
    return ExitCode.OK;
  }
}
