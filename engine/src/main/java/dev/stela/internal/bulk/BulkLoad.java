package dev.stela.internal.bulk;

import dev.stela.InvalidArgumentException;
import dev.stela.LoadFailedException;
import dev.stela.StelaException;
import dev.stela.StorageException;
import dev.stela.StorageFullException;
import dev.stela.StoreClosedException;
import dev.stela.internal.apply.LoadPhase;
import dev.stela.internal.apply.LoadState;
import dev.stela.internal.format.LoadLayout;
import dev.stela.internal.storage.EngineThreads;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/**
 * A load that is being run: takes documents from any number of producers, has them prepared by some
 * threads, and commits them in batches by one. Any thread may call; state changes are made by the
 * committing thread alone, and who asks for one waits.
 *
 * <p>What fails for reasons that may pass is tried again after a pause, so often and no more; then
 * the load has failed: producers are told, and the batch stays at hand for whoever lets the load go
 * on.
 *
 * @param <D> what is loaded
 */
public final class BulkLoad<D> {
  private final LoadLimits limits;
  private final Batches<D> batches;
  private final Preparation<D> preparation;
  private final ExecutorService preparing;
  private final Window<D> window;
  private final Backoff backoff;
  private final Thread thread;

  /** For how long the load has been running up to a moment, and whether it has since. */
  private record Clock(long before, long since, boolean running) {
    long nanos() {
      return before + (running ? System.nanoTime() - since : 0);
    }
  }

  // Written by the committing thread.
  private volatile LoadState state;
  private volatile LoadFailedException failure;
  private volatile boolean ended;
  private volatile long errors;
  private volatile long retries;
  private volatile String lastError;
  private volatile Clock clock;

  // Only of the committing thread.
  private List<Document<D>> pending = List.of();

  /**
   * Starts.
   *
   * @param preparation what preparing threads do; null for nothing
   * @param state the load's state, which has been committed
   */
  public BulkLoad(
      LoadLimits limits, Batches<D> batches, Preparation<D> preparation, LoadState state) {
    this.limits = limits;
    this.batches = batches;
    this.preparation = preparation;
    this.state = state;
    this.errors = state.errors();
    this.retries = state.retries();
    this.lastError = state.lastError();
    this.clock = new Clock(state.activeNanos(), System.nanoTime(), true);
    this.window = new Window<>(limits, state.nextPosition());
    this.backoff =
        new Backoff(
            limits.firstPauseNanos(),
            limits.longestPauseNanos(),
            RandomGenerator.of("L64X128MixRandom"));
    this.preparing =
        preparation == null
            ? null
            : Executors.newFixedThreadPool(
                limits.threads(), EngineThreads.factory("stela-prepare-"));
    this.thread = EngineThreads.factory("stela-bulk-").newThread(this::run);
    thread.start();
  }

  /** Returns the state that was committed last. */
  public LoadState state() {
    return state;
  }

  /** Returns that state with what is known of the run by now. */
  public LoadState stateNow() {
    return withRun(state);
  }

  /** Tells whether the load waits to go on. */
  public boolean isPaused() {
    return !clock.running && !ended && failure == null;
  }

  /** Returns what the load has stopped for; null if it has not. */
  public LoadFailedException failure() {
    return failure;
  }

  /** Tells whether the load has ended, for good or for now. */
  public boolean hasEnded() {
    return ended;
  }

  /** Returns the position behind all that have been submitted. */
  public long next() {
    return window.next();
  }

  /** Returns how many positions were committed before this run, and have been submitted since. */
  public long submitted() {
    return window.submitted();
  }

  /**
   * Takes a document behind all that have come; waits for room.
   *
   * @return its position
   */
  public long append(Document<D> document) throws InterruptedException {
    Document<D> placed = window.append(document, preparation);
    execute(placed);
    return placed.position();
  }

  /** Takes a document at its position; waits for room. */
  public void put(Document<D> document) throws InterruptedException {
    document.preparedBy(preparation);
    window.put(document);
    execute(document);
  }

  private void execute(Document<D> document) {
    if (preparing != null && document.preparation() != null) {
      try {
        preparing.execute(document.preparation());
      } catch (RejectedExecutionException e) {
        // The load has ended without it.
        throw refusal();
      }
    }
  }

  /** Returns once all that was submitted before, up to the first gap, is committed. */
  public void flush() {
    ask(Request.Kind.FLUSH);
  }

  /** Returns once all that was submitted is committed, and so is the pause. */
  public void pause() {
    ask(Request.Kind.PAUSE);
  }

  /** Goes on after a pause, or after a failure with the batch that failed. */
  public void resume() {
    ask(Request.Kind.RESUME);
  }

  /** Ends the load when all that was submitted is committed and durable. */
  public void finish() {
    ask(Request.Kind.FINISH);
  }

  /** Ends the load for good; what is not committed is dropped. */
  public void cancel() {
    ask(Request.Kind.CANCEL);
  }

  /** Ends the load for now: all that was submitted is committed first, unless it has failed. */
  public void close() {
    if (!ended) {
      ask(Request.Kind.CLOSE);
    }
  }

  private void ask(Request.Kind kind) {
    Request request = new Request(kind);
    if (request.shuts()) {
      window.refuse(this::refusal);
    }
    window.request(request);
    // Partner: the loop in run that answers what came after its end.
    if (ended) {
      answerAll();
    }
    request.await();
  }

  /** Returns why no documents are taken; a new exception for each who asks. */
  private StelaException refusal() {
    LoadFailedException failed = failure;
    if (failed != null) {
      return new LoadFailedException(failed.getMessage(), failed.getCause());
    }
    return new StoreClosedException(
        "the load takes no more documents: id=" + state.id() + " state=" + state.phase());
  }

  private void run() {
    try {
      while (!ended) {
        step();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
      ended = true;
    }
    if (preparing != null) {
      preparing.shutdownNow();
    }
    answerAll();
  }

  private void answerAll() {
    for (Request request = window.poll(); request != null; request = window.poll()) {
      if (request.kind() == Request.Kind.CLOSE || isDone(request)) {
        request.done();
      } else {
        request.failed(refusal());
      }
    }
  }

  private boolean isDone(Request request) {
    return request.kind() == Request.Kind.FINISH && state.phase() == LoadPhase.FINISHED
        || request.kind() == Request.Kind.CANCEL && state.phase() == LoadPhase.CANCELLED;
  }

  private void step() {
    if (failure != null) {
      window.awaitRequest();
    } else {
      if (pending.isEmpty()) {
        pending = window.take();
      }
      if (!pending.isEmpty()) {
        write();
        return;
      }
    }
    Request request = window.poll();
    try {
      handle(request);
      request.done();
    } catch (RuntimeException | Error e) {
      request.failed(e);
    }
  }

  private void write() {
    for (Document<D> document : pending) {
      document.awaitPrepared();
    }
    boolean written =
        attempt(
            limits.retries(),
            () -> {
              while (!pending.isEmpty()) {
                LoadState before = withRun(state);
                state = batches.commit(pending, before);
                int count = (int) (state.nextPosition() - before.nextPosition());
                pending = pending.subList(count, pending.size());
              }
            });
    if (written) {
      window.done();
    }
  }

  /** Tries something up to the number of retries and once; false if it has failed. */
  private boolean attempt(int retriesLeft, Runnable action) {
    for (int attempt = 0; ; attempt++) {
      try {
        action.run();
        return true;
      } catch (StorageFullException | StorageException e) {
        // Nothing was written, and the store goes on: see StoreFailedException for when not.
        note(e);
        if (attempt >= retriesLeft || window.awaitUrgent(backoff.nanos(attempt))) {
          fail(e);
          return false;
        }
        retries++;
      } catch (RuntimeException e) {
        note(e);
        fail(e);
        return false;
      }
    }
  }

  private void note(Throwable e) {
    errors++;
    lastError = bounded(e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private void fail(Throwable cause) {
    failure =
        new LoadFailedException(
            "the load has stopped after a failure: id="
                + state.id()
                + " nextPosition="
                + state.nextPosition()
                + " cause="
                + cause.getMessage(),
            cause);
    pauseClock();
    window.refuse(this::refusal);
  }

  private void handle(Request request) {
    if (failure != null && !request.isUrgent() && request.kind() != Request.Kind.RESUME) {
      throw failure;
    }
    switch (request.kind()) {
      case FLUSH -> {
        // All that was there is committed.
      }
      case PAUSE -> {
        pauseClock();
        if (state.phase() != LoadPhase.PAUSED) {
          record(LoadPhase.PAUSED);
        }
        batches.sync();
      }
      case RESUME -> resumeHere();
      case FINISH -> finishHere();
      case CLOSE -> closeHere();
      case CANCEL -> {
        pending = List.of();
        window.done();
        window.clear();
        pauseClock();
        record(LoadPhase.CANCELLED);
        batches.sync();
        // Whatever the load had failed of before: there is nothing to go on with.
        failure = null;
        ended = true;
      }
    }
  }

  private void resumeHere() {
    boolean failed = failure != null;
    failure = null;
    startClock();
    if (!failed && state.phase() != LoadPhase.RUNNING) {
      record(LoadPhase.RUNNING);
    }
    window.refuse(null);
    window.unpause();
  }

  private void finishHere() {
    if (window.hasGap()) {
      window.refuse(null);
      throw new InvalidArgumentException(
          "a load cannot finish while a position is missing: id="
              + state.id()
              + " position="
              + window.filled());
    }
    pauseClock();
    record(LoadPhase.FINISHED);
    batches.sync();
    ended = true;
  }

  private void closeHere() {
    pauseClock();
    window.clear();
    ended = true;
    if (failure == null) {
      if (state.phase() != LoadPhase.PAUSED) {
        record(LoadPhase.PAUSED);
      }
      batches.sync();
    } else {
      LoadFailedException first = failure;
      try {
        state = batches.commit(withRun(state).in(LoadPhase.PAUSED));
      } catch (StelaException e) {
        // What failed still does: the log says that the load was running, which is no less true.
        first.addSuppressed(e);
      }
      // Who closes has been told by whoever submitted; it is no reason to hold on to the load.
      failure = null;
    }
  }

  private void record(LoadPhase phase) {
    boolean written =
        attempt(limits.retries(), () -> state = batches.commit(withRun(state).in(phase)));
    if (!written) {
      throw failure;
    }
  }

  private LoadState withRun(LoadState committed) {
    return committed.run(clock.nanos(), errors, retries, lastError);
  }

  private void pauseClock() {
    clock = new Clock(clock.nanos(), 0, false);
  }

  private void startClock() {
    clock = new Clock(clock.nanos(), System.nanoTime(), true);
  }

  /** Cuts a text to what a record of the log takes. */
  private static String bounded(String text) {
    String cut = text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > LoadLayout.MAX_ERROR_BYTES) {
      int length = Math.min(cut.length() - 1, LoadLayout.MAX_ERROR_BYTES);
      cut = cut.substring(0, Math.max(length * 3 / 4, 1));
    }
    return cut;
  }
}
