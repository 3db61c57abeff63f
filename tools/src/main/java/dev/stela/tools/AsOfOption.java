package dev.stela.tools;

import dev.stela.EntityStore;
import dev.stela.QueryReader;
import dev.stela.Snapshot;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Option;

/** The option of the commands that search, now or in the past. */
final class AsOfOption {
  @Option(
      names = "--as-of",
      paramLabel = "T",
      description =
          "As it was at T: a time like 2026-01-31T12:00:00.123456789Z, a date, which means its"
              + " midnight in UTC, nanoseconds since 1970, or lsn:N.",
      converter = AsOf.Converter.class)
  private AsOf asOf;

  /** Opens a store for reading, as of the moment wanted, and closes it afterwards. */
  int read(Path store, ToIntFunction<QueryReader> command) {
    try (EntityStore opened = Stores.openReadOnly(store)) {
      if (asOf == null) {
        return command.applyAsInt(opened);
      }
      try (Snapshot past = asOf.of(opened)) {
        return command.applyAsInt(past);
      }
    }
  }
}
