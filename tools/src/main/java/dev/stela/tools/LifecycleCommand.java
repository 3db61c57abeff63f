package dev.stela.tools;

import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityReader;
import dev.stela.EntityStore;
import dev.stela.Lifecycle;
import dev.stela.Transaction;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stela lifecycle}: deletes, archives, restores or purges entities, all or none. */
@Command(
    name = "lifecycle",
    description = {
      "Deletes, archives, restores or purges entities, all of them or none.",
      "A deleted or archived entity keeps its history and can be restored. A purged one is gone at"
          + " once, with its history, for good; compact removes its bytes from the files."
    })
final class LifecycleCommand implements Callable<Integer> {
  /** What is done to each entity. */
  enum Action {
    DELETE,
    ARCHIVE,
    RESTORE,
    PURGE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    void apply(Transaction tx, EntityId id) {
      switch (this) {
        case DELETE -> tx.delete(id);
        case ARCHIVE -> tx.archive(id);
        case RESTORE -> tx.restore(id);
        case PURGE -> tx.purge(id);
      }
    }

    /** Tells whether an entity in this state can be acted on. */
    boolean suits(Lifecycle lifecycle) {
      return switch (this) {
        case DELETE, ARCHIVE -> lifecycle == Lifecycle.ACTIVE;
        case RESTORE -> lifecycle != Lifecycle.ACTIVE;
        case PURGE -> true;
      };
    }
  }

  @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}.")
  private Action action;

  @Parameters(index = "1", paramLabel = "STORE", description = "Folder of the store.")
  private Path store;

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "ID",
      converter = EntityIdConverter.class,
      description = "A name, or a UUID.")
  private List<EntityId> ids;

  @Option(names = "--dry-run", description = "Only show what it would be done to.")
  private boolean dryRun;

  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (dryRun) {
      try (EntityStore opened = Stores.openReadOnly(store)) {
        print(found(opened), null);
      }
      return ExitCode.OK;
    }
    try (EntityStore opened = Stores.openForWork(store)) {
      List<Entity> before = found(opened);
      print(before, opened.write(tx -> ids.forEach(id -> action.apply(tx, id))));
    }
    return ExitCode.OK;
  }

  private List<Entity> found(EntityReader reader) {
    List<Entity> found = new ArrayList<>();
    for (EntityId id : ids) {
      Entity entity =
          reader
              .find(id)
              .orElseThrow(
                  () -> new RefusedException("no such entity: id=" + id + " store=" + store));
      if (!action.suits(entity.lifecycle())) {
        throw new RefusedException(
            "cannot %s an entity in this state: id=%s lifecycle=%s"
                .formatted(action.word(), id, entity.lifecycle()));
      }
      found.add(entity);
    }
    return found;
  }

  private void print(List<Entity> entities, Long lsn) {
    PrintWriter out = spec.commandLine().getOut();
    for (Entity entity : entities) {
      if (format.json) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("action", action.word());
        values.put("id", EntityIdJson.of(entity.id()));
        values.put("before", entity.lifecycle());
        values.put("lsn", lsn);
        Json.printLine(out, values);
      } else {
        out.println(
            (lsn == null ? "would " : "")
                + action.word()
                + " "
                + Text.printable(entity.id().toString())
                + Text.lifecycle(entity.lifecycle())
                + (lsn == null ? "" : "  lsn " + lsn));
      }
    }
  }
}
