package dev.stela.tools;

import dev.stela.EntityStore;
import dev.stela.StoreInUseException;
import dev.stela.internal.format.Timestamps;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.LiveSnapshot;
import dev.stela.internal.storage.SystemFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code stela stat}: shows a store's counts and sizes. Of a store that another process has open it
 * shows what that process publishes in the live header.
 */
@Command(
    name = "stat",
    description = "Shows counts and sizes of a store, also of one that is in use.")
final class StatCommand implements Callable<Integer> {
  private static final String PID = "pid";

  /** What is so of a process that has the store open, and would be of this one here. */
  private static final Set<String> OF_A_PROCESS =
      Set.of(
          "leases",
          "oldestLease",
          "oldestLeaseAge",
          "pinnedBytes",
          "checkpointLsn",
          "checkpointFailures",
          "lastCheckpointFailure",
          "compactionBytesWritten",
          "compactionFailures",
          "lastCompactionFailure");

  @Mixin private StoreParameter store;
  @Mixin private JsonOption format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("store", store.path.toAbsolutePath().toString());
    try (EntityStore opened = Stores.openReadOnly(store.path)) {
      values.put("inUse", false);
      values.putAll(RecordValues.of(opened.statistics()));
      values.keySet().removeAll(OF_A_PROCESS);
    } catch (StoreInUseException inUse) {
      values.put("inUse", true);
      values.putAll(live(store.path));
    }
    print(spec.commandLine().getOut(), values);
    return ExitCode.OK;
  }

  private void print(PrintWriter out, Map<String, Object> values) {
    if (format.json) {
      Json.print(out, values);
      return;
    }
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    values.forEach(
        (name, value) -> out.printf("%-" + width + "s  %s%n", name, readable(name, value)));
  }

  private static Object readable(String name, Object value) {
    return switch (value) {
      // A process's number is no count.
      case Number number when !name.equals(PID) -> Text.count(number.longValue());
      case Duration duration -> Text.duration(duration.toNanos());
      default -> value;
    };
  }

  private static Map<String, Object> live(Path store) {
    try (LiveHeader header = LiveHeader.open(new SystemFiles(), store, null)) {
      LiveSnapshot snapshot = new LiveSnapshot();
      header.read(snapshot);
      Map<String, Object> values = new LinkedHashMap<>();
      values.put(PID, snapshot.pid());
      values.put("visibleLsn", snapshot.visibleLsn());
      values.put("durableLsn", snapshot.durableLsn());
      values.put("activeEntities", snapshot.activeEntities());
      values.put("deletedEntities", snapshot.deletedEntities());
      values.put("archivedEntities", snapshot.archivedEntities());
      values.put("purgedEntities", snapshot.purgedEntities());
      values.put("tags", snapshot.tags());
      values.put("segmentNumber", snapshot.segmentNumber());
      values.put("logTail", snapshot.logTail());
      values.put("lastCommit", Timestamps.instant(snapshot.clock()));
      return values;
    }
  }
}
