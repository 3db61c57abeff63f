package dev.stela.tools;

import dev.stela.BackupReport;
import dev.stela.internal.backup.Backup;
import dev.stela.internal.backup.Restore;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela restore}: makes a store of a backup. */
@Command(
    name = "restore",
    description = {
      "Makes a store of a backup by copying and verifying it; the two share nothing, and the backup"
          + " stays one.",
      "A backup can also be opened itself. Once it was opened for writing it is none any more."
    })
final class RestoreCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "BACKUP", description = "Folder of the backup.")
  private Path backup;

  @Parameters(
      index = "1",
      paramLabel = "STORE",
      description = "Folder of the new store; must not exist, or be empty.")
  private Path store;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Stores.requireStore(backup);
    long start = System.nanoTime();
    Backup.Result result;
    try (Progress progress = Progress.of("verify", -1)) {
      result = Restore.copy(new SystemFiles(), backup, store, progress::step);
    }
    BackupReport report =
        new BackupReport(
            store,
            result.lsn(),
            result.linkedFiles(),
            result.copiedFiles(),
            result.copiedBytes(),
            Duration.ofNanos(System.nanoTime() - start));
    BackupText.print(spec.commandLine().getOut(), format, report);
    return ExitCode.OK;
  }
}
