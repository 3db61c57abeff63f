package dev.stela.tools.history;

import dev.stela.Durability;
import dev.stela.EntityStore;
import dev.stela.StoreConfig;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.SystemFiles;
import dev.stela.tools.Progress;
import dev.stela.tools.RefusedException;
import dev.stela.tools.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a store of an export. It is built in a folder beside its place and gets its name when it is
 * complete and durable: nobody finds half of a history. One thread, one run.
 */
public final class HistoryImportRun {
  private static final String UNFINISHED = ".importing";
  private static final double NANOS_PER_SECOND = 1e9;

  private final FileOps files = new SystemFiles();
  private final Path store;
  private final Path work;
  private final String file;

  /**
   * Prepares an import.
   *
   * @param store the folder of the store to be made: it must not exist, or be empty
   * @param file the name of the export, for messages
   */
  public HistoryImportRun(Path store, String file) {
    this.store = store.toAbsolutePath().normalize();
    this.work = this.store.resolveSibling("." + this.store.getFileName() + UNFINISHED);
    this.file = file;
  }

  /**
   * What an import did, as it is written in JSON.
   *
   * @param store the store's folder
   * @param file the export
   * @param lsn the store's last LSN
   * @param commits how many commits were made
   * @param changes of how many lines
   * @param seconds how long it took
   */
  public record Summary(
      String store, String file, long lsn, long commits, long changes, double seconds) {
    /**
     * Prints it for people.
     *
     * @param out where to
     */
    public void print(PrintWriter out) {
      out.printf(
          "%s commits with %s changes in %s: %s%n",
          Text.count(commits),
          Text.count(changes),
          Text.duration((long) (seconds * NANOS_PER_SECOND)),
          store);
    }
  }

  /**
   * Imports.
   *
   * @param in the export; not closed
   * @param bytes its length; -1 if it is not known
   * @return what was done
   * @throws IOException if files cannot be read or written; there is no store then
   */
  public Summary run(InputStream in, long bytes) throws IOException {
    long start = System.nanoTime();
    requireNothing();
    Summary summary;
    try (Progress progress = Progress.of("import", bytes)) {
      summary = build(new HistoryLines(in, progress), start);
    } catch (RuntimeException | IOException e) {
      try {
        delete(work);
      } catch (IOException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
    files.rename(work, store);
    files.syncDirectory(store.getParent());
    return summary;
  }

  private void requireNothing() throws IOException {
    if (Files.exists(store) && !isEmptyFolder(store)) {
      throw new RefusedException("a history is imported into a new store only: store=" + store);
    }
    if (Files.exists(work)) {
      throw new RefusedException(
          "another import into the store is running, or was interrupted; delete its folder then:"
              + " folder="
              + work);
    }
  }

  private Summary build(HistoryLines lines, long start) throws IOException {
    int segmentBytes = HistoryImport.first(lines).segmentBytes();
    ReplayClock clock = new ReplayClock();
    StoreConfig config =
        StoreConfig.builder()
            .durability(Durability.ASYNC)
            .segmentBytes(segmentBytes)
            .compaction(false)
            .clock(clock)
            .build();
    // Closing it makes all durable, or throws.
    try (EntityStore opened = EntityStore.open(work, config)) {
      HistoryImport history = new HistoryImport(lines, opened, clock);
      history.run();
      return new Summary(
          store.toString(),
          file,
          opened.lsn(),
          history.commits(),
          history.changes(),
          (System.nanoTime() - start) / NANOS_PER_SECOND);
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> inside;
      try (Stream<Path> all = Files.walk(folder)) {
        inside = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : inside) {
        Files.delete(path);
      }
    }
  }
}
