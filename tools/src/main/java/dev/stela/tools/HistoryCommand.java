package dev.stela.tools;

import dev.stela.Change;
import dev.stela.EntityNotFoundException;
import dev.stela.EntityStore;
import dev.stela.HistoryRange;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stela history}: lists what happened to one entity. */
@Command(
    name = "history",
    description = {
      "Lists what happened to an entity, the newest first, and what stood before each event.",
      "A moment T is a time like 2026-01-31T12:00:00.123456789Z, a date, which means its midnight"
          + " in UTC, nanoseconds since 1970, or lsn:N."
    })
final class HistoryCommand implements Callable<Integer> {
  @Mixin private EntityParameters entity;

  @Option(
      names = "--from",
      paramLabel = "T",
      description = "Nothing before this moment; a change at it is listed.",
      converter = AsOf.Converter.class)
  private AsOf from;

  @Option(
      names = "--to",
      paramLabel = "T",
      description = "Nothing after this moment; a change at it is listed.",
      converter = AsOf.Converter.class)
  private AsOf to;

  @Option(names = "--limit", paramLabel = "N", description = "The first N changes only.")
  private Integer limit;

  @Option(
      names = "--oldest-first",
      description = "The oldest change first; --limit then keeps the oldest ones.")
  private boolean oldestFirst;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    HistoryRange range = range();
    try (EntityStore opened = Stores.openReadOnly(entity.store)) {
      List<Change> changes = history(opened, range);
      PrintWriter out = spec.commandLine().getOut();
      if (format.json) {
        Json.print(out, changes.stream().map(ChangeJson::of).toList());
      } else {
        changes.forEach(change -> ChangeText.print(out, change));
      }
      return ExitCode.OK;
    }
  }

  private HistoryRange range() {
    HistoryRange range = HistoryRange.all();
    if (limit != null) {
      range = range.limit(limit);
    }
    if (oldestFirst) {
      range = range.fromOldest();
    }
    if (from != null) {
      range = from.beginning(range);
    }
    return to == null ? range : to.ending(range);
  }

  private List<Change> history(EntityStore opened, HistoryRange range) {
    try {
      return opened.history(entity.id, range);
    } catch (EntityNotFoundException e) {
      throw new RefusedException("no such entity: id=" + entity.id + " store=" + entity.store);
    }
  }
}
