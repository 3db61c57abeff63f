package dev.stela.tools;

import dev.stela.Change;
import dev.stela.EntityNotFoundException;
import dev.stela.EntityStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stela history}: lists what happened to one entity. */
@Command(
    name = "history",
    description = "Lists everything that happened to an entity, the newest first.")
final class HistoryCommand implements Callable<Integer> {
  @Mixin private EntityParameters entity;
  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (EntityStore opened = Stores.openReadOnly(entity.store)) {
      List<Change> changes = history(opened);
      PrintWriter out = spec.commandLine().getOut();
      if (format.json) {
        Json.print(out, changes);
      } else {
        changes.forEach(change -> print(out, change));
      }
      return ExitCode.OK;
    }
  }

  private List<Change> history(EntityStore opened) {
    try {
      return opened.history(entity.id);
    } catch (EntityNotFoundException e) {
      throw new RefusedException("no such entity: id=" + entity.id + " store=" + entity.store);
    }
  }

  private static void print(PrintWriter out, Change change) {
    out.printf("%s  lsn %d%n", change.timestamp(), change.lsn());
    for (Change.Event event : change.events()) {
      out.print("  " + event.kind());
      if (event.subject() != null) {
        out.print("  " + Text.printable(event.subject()));
      }
      if (event.after() != null && event.after().length() >= 0) {
        out.print("  " + Text.count(event.after().length()) + " bytes");
      }
      out.println();
    }
  }
}
