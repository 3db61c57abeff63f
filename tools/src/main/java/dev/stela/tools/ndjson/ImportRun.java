package dev.stela.tools.ndjson;

import dev.stela.EntityStore;
import dev.stela.tools.Progress;
import dev.stela.tools.ShutdownHook;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One import from its first line to the summary.
 *
 * @param in the lines; not closed
 * @param inBytes their length; -1 if it is not known
 * @param name the input's name, for messages
 * @param batchLines how many lines a transaction has
 * @param onExists what becomes of lines whose entities exist
 */
record ImportRun(InputStream in, long inBytes, String name, int batchLines, OnExists onExists) {

  /**
   * Imports into a store and closes it.
   *
   * @return the summary, once all is durable; empty if the process is being ended
   */
  Optional<ImportSummary> into(EntityStore store, Path rejectsFile, PrintWriter err)
      throws IOException {
    long start = System.nanoTime();
    Rejects rejects = Rejects.create(rejectsFile);
    Importer importer = new Importer(store, onExists, batchLines, rejects);
    boolean completed = false;
    try (ShutdownHook _ = new ShutdownHook(() -> interrupt(importer));
        Progress progress = Progress.of("import", inBytes)) {
      completed = feed(importer, progress);
    } finally {
      String end = completed ? null : importer.abandon();
      if (end != null) {
        err.println("stela: the import of " + name + " stopped: " + end);
      }
    }
    return completed
        ? Optional.of(
            ImportSummary.of(store.path(), name, importer, rejects, System.nanoTime() - start))
        : Optional.empty();
  }

  /** Leaves a closed store, and says how far the import got. */
  private static void interrupt(Importer importer) {
    String end = importer.abandon();
    if (end != null) {
      System.err.printf("%nstela: interrupted: %s%n", end);
    }
  }

  private boolean feed(Importer importer, Progress progress) throws IOException {
    LineReader lines = new LineReader(in);
    RawLine line;
    long before = 0;
    while ((line = lines.next()) != null) {
      if (!importer.add(line)) {
        return false;
      }
      progress.step(lines.consumed() - before);
      before = lines.consumed();
    }
    return importer.finish();
  }
}
