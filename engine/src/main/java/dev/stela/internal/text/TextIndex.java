package dev.stela.internal.text;

import dev.stela.CorruptionException;
import dev.stela.StoreClosedException;
import dev.stela.TextIndexNotReadyException;
import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.index.text.TextView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The text index of a store that is open for writing: what answers, what is being made to answer
 * later, and what of it is durable. Any thread reads, without a lock; the writer brings commits in;
 * what takes long is done by a thread of its own, or by who asks for it, one piece at a time.
 */
public final class TextIndex implements TextSource, AutoCloseable {
  /** So many deltas may wait to become segments. */
  private static final int MOST_FROZEN = 2;

  private static final long FLUSH_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final TextEnvironment environment;
  private final TextFiles files;
  private final TextSchema wanted;
  private final TextRoom room = new TextRoom();
  private final ReentrantLock work = new ReentrantLock();
  private final Readiness readiness;
  private final long caughtUp;
  private volatile TextParts serving;
  private volatile TextBuilder builder;
  // Some commit is missing in what serves: it must not answer, nor be put in force.
  private volatile boolean broken;
  private volatile boolean closing;
  private volatile boolean dropping;
  private volatile Consumer<Runnable> exclusively = Runnable::run;
  private volatile TextThread thread;

  // Guarded by work.
  private TextWorker worker;
  private final TextPublisher publisher;

  /**
   * Begins with what opening has found or made.
   *
   * @param wanted how texts are to be indexed
   * @param serving what answers, up to the end of the log; null if nothing does
   * @param ready whether that is what is wanted
   * @param caughtUp how many commits opening has brought in
   */
  TextIndex(
      TextEnvironment environment,
      TextFiles files,
      TextSchema wanted,
      TextParts serving,
      boolean ready,
      long caughtUp) {
    this.environment = environment;
    this.files = files;
    this.wanted = wanted;
    this.serving = serving;
    this.readiness = new Readiness(ready);
    this.caughtUp = caughtUp;
    this.worker = worker(serving);
    this.publisher = new TextPublisher(environment, files, wanted.indexing());
  }

  private TextWorker worker(TextParts parts) {
    return parts == null
        ? null
        : new TextWorker(environment, files, parts, step -> exclusively.accept(step));
  }

  /**
   * Starts the background.
   *
   * @param between runs something under the writer lock, between two commits
   */
  public void start(Consumer<Runnable> between) {
    exclusively = between;
    thread = new TextThread(this::workOnce, room::close);
    files.whenDamaged(this::damaged);
    thread.start();
    if (serving != null) {
      // What opening has brought in may be much.
      between.accept(() -> settle(environment.commits().appendedLsn()));
    }
  }

  @Override
  public TextReading read() {
    while (true) {
      TextParts parts = parts();
      if (parts == null) {
        requireOpen();
        throw notReady();
      }
      TextView view = parts.view();
      if (view.pin()) {
        return new TextReading(view, parts.schema());
      }
      // It has just been replaced.
      Thread.onSpinWait();
    }
  }

  private TextIndexNotReadyException notReady() {
    CorruptionException damage = readiness.damage();
    String what =
        damage == null ? "is being made" : "cannot be made: cause=" + damage.getMessage() + ",";
    var refusal =
        new TextIndexNotReadyException(
            "the text index " + what + " progress=" + progress(), progress());
    refusal.initCause(damage);
    return refusal;
  }

  /** Returns how many commits opening has brought in, since they were in no segment. */
  public long caughtUp() {
    return caughtUp;
  }

  /**
   * Analyzes the texts of an entity that is to be created; null if what is written is not indexed
   * at present.
   */
  public AnalyzedTexts analyze(Map<String, String> texts) {
    TextParts parts = parts();
    return parts == null ? null : new AnalyzedTexts(parts.schema(), texts);
  }

  /** Returns what commits are brought into; null if there is nothing. Under the writer lock. */
  public TextParts parts() {
    return broken ? null : serving;
  }

  /**
   * Says that a commit could not be brought in, since a segment is damaged. Under the writer lock,
   * before the commit is announced.
   */
  public void broken() {
    broken = true;
    room.full(false);
    readiness.unready();
    thread.call();
  }

  /** What turns out to be damaged is made anew from the log; until then it answers what it can. */
  private void damaged() {
    readiness.damaged();
    thread.call();
  }

  /** Waits for room in memory. Whoever waits must not hold the writer lock. */
  public void awaitRoom() {
    room.await();
  }

  /** Tells whether a transaction that has just begun is to wait first. */
  public boolean mustWait() {
    return room.mustWait();
  }

  /**
   * Requires room for the documents of a transaction, before anything of them is written.
   *
   * @param count how many
   * @param listBytes the sum of {@link dev.stela.internal.index.text.DocumentTokens#listBytes}
   * @throws dev.stela.TransactionTooLargeException if they are too much for one transaction
   * @throws dev.stela.StorageFullException if there is none, for want of disk space
   * @throws dev.stela.StorageException if there is none for another reason
   */
  public void requireRoom(int count, long listBytes) {
    room.require(serving.nextDocument(), count, listBytes);
  }

  /** Says that a commit has been brought in, before it is announced. Under the writer lock. */
  public void applied(long lsn) {
    if (serving.activeBytes() >= environment.bufferBytes()) {
      settle(lsn);
    }
  }

  /** Begins another delta if this one is large enough. */
  private void settle(long lsn) {
    TextParts parts = parts();
    if (parts == null) {
      return;
    }
    boolean large = parts.activeBytes() >= environment.bufferBytes();
    boolean crowded = parts.frozen().size() >= MOST_FROZEN;
    if (large && !crowded) {
      parts.freeze(lsn);
      thread.call();
    }
    room.full(large && crowded);
  }

  /** Returns what the index is at present. */
  public TextFigures figures() {
    TextParts parts = serving;
    List<TextParts.Stored> stored = parts == null ? List.of() : parts.stored();
    // What is being made, if anything is: who has changed the configuration looks at that.
    TextBuilder now = builder;
    TextParts newest = now == null ? parts : now.parts();
    return new TextFigures(
        parts == null ? 0 : parts.standing(),
        stored.size(),
        stored.stream().mapToLong(one -> one.entry().bytes()).sum(),
        parts == null ? 0 : parts.deltaBytes(),
        newest == null ? 0 : newest.refused(),
        newest == null ? "" : newest.lastRefusal(),
        progress(),
        thread == null ? 0 : thread.failures(),
        lastFailure());
  }

  private String lastFailure() {
    CorruptionException damage = readiness.damage();
    if (damage != null) {
      return damage.toString();
    }
    return thread == null ? "" : thread.lastFailure();
  }

  private double progress() {
    TextBuilder now = builder;
    return readiness.isReady() ? 1 : now == null ? 0 : now.progress();
  }

  /**
   * Waits until what is wanted answers, or the time is over, or the caller is interrupted.
   *
   * @return whether it does
   * @throws CorruptionException if it cannot be made, since the log is damaged
   */
  public boolean awaitReady(Duration timeout) {
    boolean ready = readiness.await(timeout);
    if (!ready) {
      requireOpen();
      readiness.requireSound();
    }
    return ready;
  }

  /** Makes the index anew from the log, in the background; until then the old one answers. */
  public void rebuild() {
    requireOpen();
    readiness.unready();
    thread.call();
  }

  /**
   * Puts all that has been committed so far into segments; a merge under way goes on meanwhile.
   *
   * @throws StoreClosedException if the store is being closed
   */
  public void flush() {
    flush(this::requireOpen);
  }

  private void flush(Runnable hook) {
    TextParts parts = null;
    long lsn = 0;
    while (serving != null && !broken) {
      hook.run();
      if (parts != serving) {
        parts = serving;
        lsn = freezeAll(parts);
      }
      if (parts == serving && parts.publishedLsn() >= lsn) {
        return;
      }
      if (work.tryLock()) {
        try {
          // With the lock: who closes must not find somebody else at work afterwards.
          hook.run();
          flushFrozen(hook);
          publish();
        } finally {
          work.unlock();
        }
        // There may be something to merge now.
        thread.call();
      } else {
        // Whoever has the lock does it between two steps.
        LockSupport.parkNanos(FLUSH_LOOK_NANOS);
      }
    }
  }

  /** Lets everything wait to become a segment; returns the LSN up to which it does. */
  private long freezeAll(TextParts parts) {
    exclusively.accept(
        () -> {
          // Another index may have been put in its place before nobody committed.
          if (parts == serving) {
            parts.freezeAll(environment.commits().appendedLsn());
          }
        });
    return parts.frozenLsn();
  }

  /** Makes one segment of all, without the documents of purged entities. */
  public void compact() {
    // Nothing goes because of a purge that a power cut could take back.
    environment.commits().awaitDurable(environment.commits().appendedLsn());
    work.lock();
    try {
      requireOpen();
      dropBroken();
      // What is half made does not know of later purges: it is completed first, or given up.
      while (builder != null) {
        build();
        betweenSteps();
      }
      if (serving != null) {
        freezeAll(serving);
        flushFrozen(this::requireOpen);
        replaced(worker.mergeAll(this::betweenSteps));
        publish();
      }
    } finally {
      work.unlock();
    }
  }

  /** Does the next piece of work; false if there is none. */
  private boolean workOnce() {
    work.lock();
    try {
      requireOpen();
      dropBroken();
      boolean flushed = serving != null && flushFrozen(this::requireOpen);
      if (flushed || publisher.hasChanges()) {
        publish();
        return true;
      }
      if (!readiness.isReady()) {
        if (readiness.damage() == null) {
          build();
          return true;
        }
        return false;
      }
      List<Integer> merged = worker.merge(this::betweenSteps);
      replaced(merged);
      return !merged.isEmpty() || dropWanted();
    } finally {
      work.unlock();
    }
  }

  private boolean dropWanted() {
    if (!dropping) {
      return false;
    }
    dropping = false;
    List<Integer> dropped = worker.dropPurged(this::betweenSteps);
    replaced(dropped);
    return !dropped.isEmpty();
  }

  /**
   * Lets documents of purged entities go soon, of those purges that are in segments: as often as
   * the log is merged is often enough.
   */
  public void dropPurged() {
    dropping = true;
    thread.call();
  }

  /** Takes an index away that lacks a commit, in memory and from the manifest. */
  private void dropBroken() {
    if (broken) {
      TextParts before = serving;
      exclusively.accept(
          () -> {
            worker = null;
            serving = null;
            broken = false;
          });
      retire(before);
      publish();
    }
  }

  /** What has been in force is not needed any more. */
  private void retire(TextParts before) {
    publisher.replaced(before.stored().stream().map(one -> one.entry().number()).toList());
    before.close();
  }

  /** Makes a segment of what waits, and room for more. */
  private boolean flushFrozen(Runnable hook) {
    try {
      if (!worker.flush(hook)) {
        return false;
      }
      room.failed(null);
      exclusively.accept(() -> settle(environment.commits().appendedLsn()));
    } catch (RuntimeException | Error e) {
      room.failed(e);
      // It is tried again, whoever has tried it now.
      thread.call();
      throw e;
    }
    publisher.changed();
    return true;
  }

  /** What waits is not to wait for a merge. */
  private void betweenSteps() {
    requireOpen();
    TextParts parts = serving;
    if (parts != null && flushFrozen(this::requireOpen)) {
      publish();
    }
  }

  private void requireOpen() {
    if (closing) {
      throw new StoreClosedException("the store is being closed");
    }
  }

  private void build() {
    if (builder == null) {
      builder = new TextBuilder(environment, files, wanted);
    }
    TextBuilder now = builder;
    try {
      if (now.step(exclusively, this::betweenSteps)) {
        putInForce(now);
      }
    } catch (RuntimeException | Error e) {
      if (builder != null) {
        builder = null;
        now.close();
      }
      if (e instanceof CorruptionException damage) {
        readiness.met(damage);
      }
      throw e;
    }
  }

  private void putInForce(TextBuilder made) {
    TextParts before = serving;
    exclusively.accept(
        () -> {
          made.complete();
          worker = worker(made.parts());
          serving = made.parts();
          broken = false;
          builder = null;
          readiness.ready();
          publisher.leftOut(environment.commits().appendedLsn());
          room.failed(null);
          settle(environment.commits().appendedLsn());
        });
    publisher.changed();
    if (before != null) {
      retire(before);
    }
    publish();
  }

  private void replaced(List<Integer> numbers) {
    if (!numbers.isEmpty()) {
      publisher.replaced(numbers);
      publish();
    }
  }

  /** Commits that are missing in what serves keep it out of the manifest. */
  private void publish() {
    publisher.publish(parts());
  }

  /** Ends the background, and what is being made. What has been committed is searched still. */
  public void stop() {
    closing = true;
    readiness.close();
    room.close();
    if (thread != null) {
      thread.close();
    }
    work.lock();
    try {
      TextBuilder now = builder;
      builder = null;
      if (now != null) {
        now.close();
      }
    } finally {
      work.unlock();
    }
  }

  /** Puts all into segments, when the background has ended and nobody commits any more. */
  public void finish() {
    exclusively = this::alone;
    work.lock();
    try {
      dropBroken();
    } finally {
      work.unlock();
    }
    flush(() -> {});
  }

  /** Nobody commits any more; but who has called {@link #flush} before may still be there. */
  private synchronized void alone(Runnable step) {
    step.run();
  }

  @Override
  public void close() {
    stop();
    TextParts parts = serving;
    serving = null;
    if (parts != null) {
      parts.close();
    }
  }
}
