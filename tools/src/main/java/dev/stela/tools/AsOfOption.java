package dev.stela.tools;

import dev.stela.EntityStore;
import dev.stela.QueryReader;
import dev.stela.Snapshot;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of the commands that read the store as it is, or as it was. */
final class AsOfOption {
  @Option(
      names = "--as-of",
      paramLabel = "T",
      description =
          "As it was at T: a time like 2026-01-31T12:00:00.123456789Z, a date, which means its"
              + " midnight in UTC, nanoseconds since 1970, or lsn:N.",
      converter = AsOf.Converter.class)
  AsOf moment;

  /** What a command reads, and answers with its exit code. */
  @FunctionalInterface
  interface Reading<X extends Exception> {
    int read(QueryReader reader) throws X;
  }

  /** Opens a store for reading, as of the moment wanted, and closes it afterwards. */
  <X extends Exception> int read(Path store, Reading<X> command) throws X {
    try (EntityStore opened = Stores.openReadOnly(store)) {
      if (moment == null) {
        return command.read(opened);
      }
      try (Snapshot past = moment.of(opened)) {
        return command.read(past);
      }
    }
  }
}
