package dev.stela;

import dev.stela.internal.apply.LoadPhase;
import dev.stela.internal.apply.LoadState;
import dev.stela.internal.bulk.BulkLoad;
import dev.stela.internal.bulk.LoadLimits;
import dev.stela.internal.bulk.Preparation;
import dev.stela.internal.format.LoadLayout;
import dev.stela.internal.format.Timestamps;
import dev.stela.internal.format.Utf8;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.text.TextIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The bulk loads of a store: those that its log tells of, and those that run. Any thread. */
final class Loads {
  /** Each is in every manifest. */
  private static final int MAX_LOADS = 10_000;

  private final EntityStore store;
  private final OpenStore parts;
  private final ConcurrentMap<String, BulkLoader> live = new ConcurrentHashMap<>();

  // Guarded by this: a load either is among the live ones when the store closes, or does not begin.
  private boolean closed;

  Loads(EntityStore store, OpenStore parts) {
    this.store = store;
    this.parts = parts;
  }

  /** Tells whether texts are analyzed on the preparing threads. */
  boolean indexesTexts() {
    return parts.texts() != null;
  }

  /** Returns what is done with drafts on the preparing threads; null for nothing. */
  private Preparation<EntityDraft> preparation() {
    TextIndex texts = parts.texts();
    return texts == null ? null : draft -> texts.analyze(draft.texts());
  }

  /** Begins a load. */
  synchronized BulkLoader begin(String id, BulkOptions options) {
    int bytes = Utf8.encode(id, "a load's id").length;
    if (bytes == 0 || bytes > LoadLayout.MAX_ID_BYTES) {
      throw new InvalidArgumentException(
          "a load's id has 1 to "
              + LoadLayout.MAX_ID_BYTES
              + " UTF-8 bytes: id="
              + id
              + " bytes="
              + bytes);
    }
    requireOpen();
    store.write(
        tx -> {
          if (tx.findLoad(id) != null) {
            throw new LoadExistsException("there is a load of that id, resume it: id=" + id);
          }
          if (tx.loads() >= MAX_LOADS) {
            throw new InvalidArgumentException(
                "a store keeps the states of at most "
                    + MAX_LOADS
                    + " loads, forget some: id="
                    + id);
          }
          tx.load(LoadState.before(id, options.total()));
        });
    return start(parts.loads().newest(id), options);
  }

  /** Goes on with a load that runs nowhere. */
  synchronized BulkLoader resume(String id, BulkOptions options) {
    requireOpen();
    if (live.containsKey(id)) {
      throw new LoadExistsException("the load is being run: id=" + id);
    }
    store.write(
        tx -> {
          LoadState state = require(tx, id);
          if (!state.phase().isOpen()) {
            throw new InvalidArgumentException(
                "a load that has ended cannot be resumed: id=" + id + " state=" + state.phase());
          }
          long total = options.total() < 0 ? state.total() : options.total();
          tx.load(state.in(LoadPhase.RUNNING).of(total));
        });
    return start(parts.loads().newest(id), options);
  }

  private static LoadState require(Transaction tx, String id) {
    LoadState state = tx.findLoad(id);
    if (state == null) {
      throw new LoadNotFoundException("there is no load of that id: id=" + id);
    }
    return state;
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreClosedException("the store is closed: path=" + parts.path());
    }
  }

  private BulkLoader start(LoadState state, BulkOptions options) {
    LoadLimits limits =
        new LoadLimits(
            options.batchDocuments(),
            options.batchBytes(),
            options.windowDocuments(),
            options.maxBytesInFlight(),
            options.threads(),
            options.retries(),
            options.firstPause().toNanos(),
            options.longestPause().toNanos());
    BulkWriter writer = new BulkWriter(store, parts.loads(), options);
    BulkLoader loader = new BulkLoader(this, new BulkLoad<>(limits, writer, preparation(), state));
    live.put(state.id(), loader);
    return loader;
  }

  /** Notes that a load does not run any more. */
  void ended(BulkLoader loader) {
    live.remove(loader.id(), loader);
  }

  /** Forgets a load that runs nowhere. */
  synchronized void forget(String id) {
    if (live.containsKey(id)) {
      throw new InvalidArgumentException("the load is being run, end it first: id=" + id);
    }
    store.write(tx -> tx.load(require(tx, id).in(LoadPhase.FORGOTTEN)));
  }

  /** Returns how far each load has come, by id. */
  List<LoadStatus> list(long visibleLsn) {
    // First: what has ended after this shows as ended in its loader.
    Map<String, BulkLoader> running = new HashMap<>(live);
    List<LoadStatus> all = new ArrayList<>();
    for (LoadState state : parts.loads().sorted(visibleLsn)) {
      BulkLoader loader = running.getOrDefault(state.id(), live.get(state.id()));
      all.add(loader == null ? status(state) : loader.status());
    }
    return all;
  }

  private static LoadStatus status(LoadState state) {
    LoadStatus.State now =
        switch (state.phase()) {
          case RUNNING -> LoadStatus.State.INTERRUPTED;
          case PAUSED -> LoadStatus.State.PAUSED;
          case FINISHED -> LoadStatus.State.FINISHED;
          case CANCELLED, FORGOTTEN -> LoadStatus.State.CANCELLED;
        };
    return status(state, now, state.nextPosition());
  }

  static LoadStatus status(LoadState state, LoadStatus.State now, long submitted) {
    return new LoadStatus(
        state.id(),
        now,
        state.nextPosition(),
        submitted,
        state.counts().created(),
        state.counts().replaced(),
        state.counts().unchanged(),
        state.counts().skipped(),
        state.counts().rejected(),
        state.total(),
        state.errors(),
        state.retries(),
        state.lastError(),
        Duration.ofNanos(state.activeNanos()),
        Timestamps.instant(state.started()),
        Timestamps.instant(state.timestamp()));
  }

  /** Requires that the calling thread may wait for a load. */
  void requireOutsideTransaction() {
    parts.writer().requireNoTransaction();
  }

  /** Lets no further load begin, and ends all for now: they can be resumed. */
  void close() {
    requireOutsideTransaction();
    for (BulkLoader loader : last()) {
      try {
        loader.close();
      } catch (StelaException e) {
        // Whoever has the loader hears of it there; what is in the log can be resumed.
      }
    }
  }

  private synchronized List<BulkLoader> last() {
    closed = true;
    return List.copyOf(live.values());
  }
}
