package dev.stela.tools;

import dev.stela.CompactionReport;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stela purge}: erases entities for good. */
@Command(
    name = "purge",
    description = {
      "Erases entities, all or none, with all their past: nothing finds them any more, and nothing"
          + " brings them back. Their bytes are in the files until the next compaction; --compact"
          + " makes it now. Backups keep what they have."
    })
final class PurgeCommand implements Callable<Integer> {
  @Mixin private EntitiesParameters entities;

  @Option(names = "--compact", description = "Remove the bytes from all files of the store, too.")
  private boolean compact;

  @Option(names = "--dry-run", description = "Only say what would go.")
  private boolean dryRun;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  /** What was done, as it is written in JSON. */
  private record Purged(
      List<String> purged, boolean dryRun, long lsn, Map<String, Object> compaction) {}

  @Override
  public Integer call() {
    try (EntityStore opened =
        dryRun ? Stores.openReadOnly(entities.store) : Stores.openForWork(entities.store)) {
      if (dryRun) {
        entities.ids.forEach(id -> requireThere(opened, id));
        print(opened.lsn(), null);
      } else {
        long lsn = opened.write(tx -> entities.ids.forEach(tx::purge));
        print(lsn, compact ? opened.maintenance().compact() : null);
      }
      return ExitCode.OK;
    }
  }

  private static void requireThere(EntityStore opened, EntityId id) {
    if (opened.find(id).isEmpty()) {
      throw new RefusedException("no such entity: id=" + id + " store=" + opened.path());
    }
  }

  private void print(long lsn, CompactionReport report) {
    PrintWriter out = spec.commandLine().getOut();
    List<String> purged = entities.ids.stream().map(Object::toString).toList();
    if (format.json) {
      Map<String, Object> compaction = report == null ? null : RecordValues.json(report);
      Json.print(out, new Purged(purged, dryRun, lsn, compaction));
      return;
    }
    out.printf("%s %d, lsn %d%n", dryRun ? "would be purged:" : "purged", purged.size(), lsn);
    if (report != null) {
      CompactionText.print(out, format, report);
    }
  }
}
