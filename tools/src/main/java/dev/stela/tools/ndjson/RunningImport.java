package dev.stela.tools.ndjson;

import dev.stela.BulkLoader;
import dev.stela.EntityStore;
import dev.stela.LoadStatus;
import dev.stela.StelaException;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * The store, the load and the rejects file of an import, and how they are closed: in order, or
 * where it is. One thread imports; another may abandon at any time.
 */
final class RunningImport {
  private final EntityStore store;
  private final Rejects rejects;

  // Guarded by this.
  private BulkLoader loader;
  private boolean ended;
  private long lsn;

  RunningImport(EntityStore store, Rejects rejects) {
    this.store = store;
    this.rejects = rejects;
  }

  /** Starts the load. */
  synchronized BulkLoader start(Supplier<BulkLoader> begin) {
    loader = begin.get();
    return loader;
  }

  /** Returns when all is on the device and the store is closed; null if it was abandoned. */
  synchronized LoadStatus finish() throws IOException {
    if (ended) {
      return null;
    }
    LoadStatus status = loader.finish();
    lsn = store.lsn();
    store.close();
    rejects.close();
    ended = true;
    return status;
  }

  /**
   * Ends the import where it is and leaves a sound store.
   *
   * @return how far it got; null if it had ended already
   */
  synchronized String abandon() {
    if (ended) {
      return null;
    }
    ended = true;
    if (loader != null) {
      closeLoad();
    }
    String fate = close();
    long lines = loader == null ? 0 : loader.status().nextPosition();
    return lines == 0
        ? "no line was written; " + fate
        : "the last line written was line " + lines + "; " + fate;
  }

  /** Tells whether the import has ended, in order or not. */
  synchronized boolean isEnded() {
    return ended;
  }

  /** Returns the store's LSN at the end of the import. */
  synchronized long lsn() {
    return lsn;
  }

  private void closeLoad() {
    try {
      loader.close();
    } catch (StelaException e) {
      // Why the import stops is told already, or this is the reason: its thread hears of it.
    }
  }

  private String close() {
    try {
      rejects.close();
    } catch (IOException e) {
      return closeStore() + "; the rejects file is not complete: " + e.getMessage();
    }
    return closeStore();
  }

  private String closeStore() {
    boolean durable = sync();
    try {
      store.close();
    } catch (StelaException e) {
      // There may be no room for a checkpoint: then the next opening reads the log instead.
    }
    return durable
        ? "all that was written is durable"
        : "the store has failed, its next opening decides what has survived";
  }

  private boolean sync() {
    try {
      store.sync();
      return true;
    } catch (StelaException e) {
      return false;
    }
  }
}
