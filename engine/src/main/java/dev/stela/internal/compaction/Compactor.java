package dev.stela.internal.compaction;

import dev.stela.RetentionPolicy;
import dev.stela.StoreClosedException;
import dev.stela.StoreFailedException;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.retention.Horizons;
import dev.stela.internal.retention.RetentionTally;
import dev.stela.internal.storage.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Merges segments, in the background and on demand. Neither readers nor writers wait for it: what a
 * merge changes under the writer lock takes some microseconds at a time. Any thread; one merge at a
 * time.
 *
 * <p>A merge that fails leaves everything as it was, but for what the next open removes; it is
 * tried again, after a pause that doubles with each failure.
 */
public final class Compactor implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final CompactionParts parts;
  private final CompactionPolicy policy;
  private final Pacer pacer;
  private final Retirement retirement;
  private final Swap swap;
  private final Thread thread;
  private final ReentrantLock working = new ReentrantLock();
  private volatile boolean closing;

  private record Pass(List<RetentionPolicy> policies, long bytes) {}

  // Written under working.
  private volatile CompactionFigures figures = CompactionFigures.NONE;
  private volatile Pass lastPass;

  // Guarded by working.
  private long keptBytes;
  private int failuresInARow;

  // Of the background thread.
  private long notBefore;

  /**
   * Starts the background.
   *
   * @param commits counts commits, so that a merge can give way to them
   */
  public Compactor(CompactionParts parts, CompactionPolicy policy, LongSupplier commits) {
    this.parts = parts;
    this.policy = policy;
    this.pacer = new Pacer(policy.bytesPerSecond(), commits, this::debt, System::nanoTime);
    BooleanSupplier stop = () -> closing;
    this.retirement =
        new Retirement(
            parts.files(),
            parts.segmentFiles(),
            parts.segments(),
            parts.catalog(),
            parts.leases(),
            System::nanoTime);
    this.swap = new Swap(parts, retirement, stop);
    this.keptBytes = Chooser.dataBytes(parts.catalog().current().segments());
    this.thread = Thread.ofPlatform().daemon().name("stela-compaction").unstarted(this::run);
    this.thread.start();
  }

  /** Returns what was done since the store was opened. */
  public CompactionFigures figures() {
    return figures;
  }

  /**
   * Goes through all sealed segments and merges and drops what can be.
   *
   * @param tally of {@link #tally}
   * @param progress is told after each merge how many bytes it has gone through
   * @return what was done
   */
  public CompactionTotals compactAll(RetentionTally tally, LongConsumer progress) {
    pacer.hurry();
    working.lock();
    try {
      CompactionTotals totals = pass(tally, progress);
      failuresInARow = 0;
      lastPass = new Pass(tally.policies(), bytesInForce());
      return totals;
    } finally {
      working.unlock();
      pacer.relax();
    }
  }

  /** Returns a tally of the policies of the configuration and others. */
  public RetentionTally tally(List<RetentionPolicy> additional) {
    return policy.tally(additional);
  }

  /**
   * Tells whether a pass for some policies pays: the first one does, and each after as much has
   * been written as may be superseded, or a segment of it, whichever is more. So whoever asks again
   * and again causes work in proportion to what is written.
   */
  public boolean isWorthwhile(RetentionTally tally) {
    Pass last = lastPass;
    if (last == null || !last.policies().equals(tally.policies())) {
      return true;
    }
    long allowed = (long) (last.bytes() * (policy.maxSpaceAmplification() - 1));
    return bytesInForce() - last.bytes() >= Math.max(allowed, parts.segmentFiles().segmentBytes());
  }

  /**
   * Says what {@link #compactAll} would let go if everything were sealed; changes nothing.
   *
   * @param tally of {@link #tally}
   * @param progress as for compactAll
   */
  public CompactionTotals rehearse(RetentionTally tally, LongConsumer progress) {
    working.lock();
    try {
      CompactionTotals totals = CompactionTotals.NONE;
      List<LogSegment> run = new ArrayList<>();
      long bytes = 0;
      for (LogSegment segment : parts.segments().all()) {
        if (!run.isEmpty() && bytes + segment.end() > Chooser.MOST_BYTES) {
          totals = totals.plus(rehearse(run, bytes, tally));
          progress.accept(bytes);
          run = new ArrayList<>();
          bytes = 0;
        }
        if (segment.firstLsn() != 0) {
          run.add(segment);
          bytes += segment.end();
        }
      }
      if (!run.isEmpty()) {
        totals = totals.plus(rehearse(run, bytes, tally));
        progress.accept(bytes);
      }
      return totals;
    } finally {
      working.unlock();
    }
  }

  /** How large the segments are, measured by how large they may be before all is gone through. */
  private double debt() {
    return policy.drops()
        ? bytesInForce() / Math.max(slackBytes(), keptBytes * policy.maxSpaceAmplification())
        : 0;
  }

  private double slackBytes() {
    return (double) Chooser.FEWEST * parts.segmentFiles().segmentBytes();
  }

  private MergeResult rehearse(List<LogSegment> run, long bytes, RetentionTally tally) {
    long stagedLsn = parts.writer().oldestStagedLsn();
    // As the run in earnest does: what is not durable would be passed over.
    parts.commits().awaitDurable(parts.commits().appendedLsn());
    long endLsn = parts.commits().durableLsn();
    Merge merge = plan(run, decide(tally, endLsn), stagedLsn, endLsn);
    return new MergeResult(run.size(), 0, bytes, 0, merge.droppedEvents(), merge.purgedEntities());
  }

  private long bytesInForce() {
    long bytes = 0;
    for (LogSegment segment : parts.segments().all()) {
      bytes += segment.end();
    }
    return bytes;
  }

  private CompactionTotals pass(RetentionTally tally, LongConsumer progress) {
    CompactionTotals totals = CompactionTotals.NONE;
    swap.complete();
    for (List<SealedSegment> run : Chooser.all(parts.catalog().current().segments())) {
      totals = totals.plus(merge(run, tally));
      progress.accept(run.stream().mapToLong(SealedSegment::end).sum());
    }
    keptBytes = Chooser.dataBytes(parts.catalog().current().segments());
    retirement.reap();
    return totals;
  }

  /** Stops what is under way and closes what waits to be; what is half-done the next open does. */
  @Override
  public void close() {
    closing = true;
    pacer.hurry();
    Threads.end(thread);
    working.lock();
    try {
      retirement.close();
    } finally {
      working.unlock();
    }
  }

  private void run() {
    while (!closing) {
      try {
        if (!workOnce()) {
          LockSupport.parkNanos(this, LOOK_NANOS);
        }
      } catch (StoreFailedException | StoreClosedException e) {
        // Nothing can be changed any more.
        return;
      } catch (RuntimeException | Error e) {
        failed(e);
      }
    }
  }

  /** Does the next piece of work, if there is one and it is time. */
  private boolean workOnce() {
    working.lock();
    try {
      retirement.reap();
      Manifest manifest = parts.catalog().current();
      if (System.nanoTime() - notBefore < 0) {
        return false;
      }
      if (!manifest.retiring().isEmpty()) {
        swap.complete();
        return true;
      }
      return policy.background() && mergeNext(manifest.segments());
    } finally {
      working.unlock();
    }
  }

  private boolean mergeNext(List<SealedSegment> segments) {
    if (policy.drops() && debt() > 1) {
      pass(policy.tally(List.of()), bytes -> {});
      return true;
    }
    List<SealedSegment> run = Chooser.tiered(segments);
    if (run.isEmpty()) {
      return false;
    }
    merge(run, policy.tally(List.of()));
    return true;
  }

  private MergeResult merge(List<SealedSegment> run, RetentionTally tally) {
    if (closing) {
      throw new StoreClosedException("the store is being closed");
    }
    List<LogSegment> sources = run.stream().map(one -> parts.segments().get(one.number())).toList();
    // In this order: what is staged, or read, later has nothing to do with what is sealed now.
    long stagedLsn = parts.writer().oldestStagedLsn();
    // Nothing goes because of what comes later: a power cut could take that back, and a backup ends
    // here, and either would leave an entity without its beginning.
    long sealedLsn = parts.catalog().current().lsn();
    Decisions decisions = decide(tally, sealedLsn);
    Merge merge = plan(sources, decisions, stagedLsn, sealedLsn);
    long bytesRead = run.stream().mapToLong(SealedSegment::end).sum();
    MergeResult result;
    if (run.size() == 1 && sources.getFirst().hasGaps() && merge.dropsNothing()) {
      result = new MergeResult(0, 0, 0, 0, 0, 0);
    } else {
      Horizons horizons = decisions.horizons();
      long written = swap.run(merge, run, horizons);
      result =
          new MergeResult(
              run.size(), 1, bytesRead, written, merge.droppedEvents(), merge.purgedEntities());
      figures = figures.plus(result);
    }
    failuresInARow = 0;
    return result;
  }

  /** Nothing goes because of what comes after an LSN, or is not yet visible, or is being read. */
  private Decisions decide(RetentionTally tally, long endLsn) {
    // Before the leases: a reader whose lease is not seen there reads an LSN that is not older.
    long readableLsn = Math.min(endLsn, parts.commits().visibleLsn());
    return policy.decide(Math.min(readableLsn, parts.leases().oldest(Long.MAX_VALUE)), tally);
  }

  private Merge plan(List<LogSegment> sources, Decisions decisions, long stagedLsn, long endLsn) {
    return new Merge(
        parts.segments(), parts.lookup(), sources, decisions, pacer, endLsn, stagedLsn);
  }

  private void failed(Throwable failure) {
    // A caller's merge may count at the same time.
    working.lock();
    try {
      figures = figures.plusFailure(failure);
      long pause = FIRST_PAUSE_NANOS << Math.min(failuresInARow, 20);
      failuresInARow++;
      notBefore = System.nanoTime() + Math.min(pause, LONGEST_PAUSE_NANOS);
    } finally {
      working.unlock();
    }
  }
}
