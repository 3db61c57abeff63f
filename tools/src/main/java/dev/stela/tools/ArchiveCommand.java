package dev.stela.tools;

import dev.stela.EntityStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stela archive}: archives entities. */
@Command(
    name = "archive",
    description = {
      "Archives entities, all or none: only who asks for archived ones finds them from now on. They"
          + " keep all they have, also their past."
    })
final class ArchiveCommand implements Callable<Integer> {
  @Mixin private EntitiesParameters entities;
  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  /** What was done, as it is written in JSON. */
  private record Archived(List<String> archived, long lsn) {}

  @Override
  public Integer call() {
    try (EntityStore opened = Stores.openForWork(entities.store)) {
      long lsn = opened.write(tx -> entities.ids.forEach(tx::archive));
      List<String> archived = entities.ids.stream().map(Object::toString).toList();
      if (format.json) {
        Json.print(spec.commandLine().getOut(), new Archived(archived, lsn));
      } else {
        spec.commandLine().getOut().printf("archived %d, lsn %d%n", archived.size(), lsn);
      }
      return ExitCode.OK;
    }
  }
}
