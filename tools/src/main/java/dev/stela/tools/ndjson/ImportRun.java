package dev.stela.tools.ndjson;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.EntityStore;
import dev.stela.LoadFailedException;
import dev.stela.LoadStatus;
import dev.stela.StelaException;
import dev.stela.StoreClosedException;
import dev.stela.tools.RefusedException;
import dev.stela.tools.ShutdownHook;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One import from its first line to the summary.
 *
 * @param in the lines; not closed
 * @param inBytes their length; -1 if it is not known
 * @param name the input's name, for messages
 * @param load the load's id
 * @param begin what becomes of an earlier load of that id
 * @param options how the load works; the import sets who is told of rejects
 * @param threads how many threads parse lines
 */
record ImportRun(
    InputStream in,
    long inBytes,
    String name,
    String load,
    Begin begin,
    BulkOptions.Builder options,
    int threads) {

  /** How an import relates to an earlier one of the same load. */
  enum Begin {
    /** There must be none. */
    NEW,
    /** It is forgotten. */
    ANEW,
    /** It is gone on with; without one a new load begins. */
    RESUME
  }

  /**
   * Imports into a store and closes it.
   *
   * @return the summary, once all is durable; empty if the process is being ended
   */
  Optional<ImportSummary> into(EntityStore store, Path rejectsFile, PrintWriter err)
      throws IOException {
    long start = System.nanoTime();
    Optional<LoadStatus> earlier = earlier(store);
    boolean resumes = begin == Begin.RESUME && earlier.isPresent();
    if (resumes && earlier.get().state() == LoadStatus.State.FINISHED) {
      return Optional.of(nothingLeft(store, earlier.get(), System.nanoTime() - start));
    }
    Rejects rejects =
        resumes
            ? Rejects.goOn(rejectsFile, earlier.get().nextPosition())
            : Rejects.create(rejectsFile);
    RunningImport running = new RunningImport(store, rejects);
    boolean completed = false;
    try (ShutdownHook _ = new ShutdownHook(() -> interrupt(running))) {
      BulkLoader loader = running.start(() -> begin(store, earlier, rejects));
      LoadStatus before = loader.status();
      try (ImportProgress progress = new ImportProgress(System.err, loader::status, inBytes)) {
        new LineFeed(new LineReader(in), loader, threads).run(progress::at, loader::close);
      }
      LoadStatus after = running.finish();
      completed = after != null;
      return completed
          ? Optional.of(
              ImportSummary.of(
                  store.path(),
                  name,
                  before,
                  after,
                  running.lsn(),
                  rejects,
                  System.nanoTime() - start))
          : Optional.empty();
    } catch (LoadFailedException e) {
      throw cause(e);
    } catch (StoreClosedException e) {
      if (running.isEnded()) {
        // Interrupted: the hook has closed it, and says so.
        return Optional.empty();
      }
      throw e;
    } finally {
      String end = completed ? null : running.abandon();
      if (end != null) {
        err.println("stela: the import of " + name + " stopped: " + end);
      }
    }
  }

  private Optional<LoadStatus> earlier(EntityStore store) {
    Optional<LoadStatus> earlier =
        store.loads().stream().filter(status -> status.id().equals(load)).findFirst();
    if (begin == Begin.NEW && earlier.isPresent()) {
      throw new RefusedException(
          "there is a load of that id: --resume goes on with it, 'stela loads --forget' forgets it:"
              + " load="
              + load
              + " state="
              + earlier.get().state());
    }
    return earlier;
  }

  /** As if it had been gone on with: the process may have died between its end and telling so. */
  private ImportSummary nothingLeft(EntityStore store, LoadStatus finished, long nanos) {
    long lsn = store.lsn();
    store.close();
    return ImportSummary.of(store.path(), name, finished, finished, lsn, null, nanos);
  }

  private BulkLoader begin(EntityStore store, Optional<LoadStatus> earlier, Rejects rejects) {
    BulkOptions all = options.rejects(rejects).build();
    if (earlier.isPresent() && begin == Begin.RESUME) {
      return store.resumeLoad(load, all);
    }
    if (earlier.isPresent()) {
      store.forgetLoad(load);
    }
    return store.bulkLoader(load, all);
  }

  /** Returns what a load has failed of: that is what the command fails of. */
  private static StelaException cause(LoadFailedException failure) throws IOException {
    return switch (failure.getCause()) {
      case StelaException e -> e;
      case UncheckedIOException e -> throw e.getCause();
      default -> failure;
    };
  }

  /** Leaves a closed store, and says how far the import got. */
  private static void interrupt(RunningImport running) {
    String end = running.abandon();
    if (end != null) {
      System.err.printf("%nstela: interrupted: %s%n", end);
    }
  }
}
