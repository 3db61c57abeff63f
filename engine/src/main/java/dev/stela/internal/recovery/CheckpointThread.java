package dev.stela.internal.recovery;

import dev.stela.StoreClosedException;
import dev.stela.StoreFailedException;
import dev.stela.internal.checkpoint.Checkpointer;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.Threads;
import dev.stela.internal.write.Writer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes checkpoints in the background: of every segment when it is full, and after an interval of
 * what has been committed since. What fails is tried again, each time after twice as long.
 */
final class CheckpointThread implements AutoCloseable {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Checkpointer checkpointer;
  private final SegmentTable segments;
  private final Writer writer;
  private final long intervalNanos;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean called;
  private volatile long failures;
  private volatile String lastFailure = "";

  // Only of the thread.
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long retryAt;
  private boolean failing;
  private int waitingSegment;
  private long waitingSince;

  /**
   * Starts.
   *
   * @param intervalNanos how long a commit waits at most for its checkpoint to begin; 0 for any
   *     time
   */
  CheckpointThread(
      Checkpointer checkpointer, SegmentTable segments, Writer writer, long intervalNanos) {
    this.checkpointer = checkpointer;
    this.segments = segments;
    this.writer = writer;
    this.intervalNanos = intervalNanos;
    this.called = true;
    this.thread = Thread.ofPlatform().daemon().name("stela-checkpoint").start(this::run);
  }

  /** Says that a segment is full. Costs the caller no wait. */
  void call() {
    called = true;
    LockSupport.unpark(thread);
  }

  /** Returns how many attempts have failed. */
  long failures() {
    return failures;
  }

  /** Returns what the last attempt failed of; empty if it did not fail. */
  String lastFailure() {
    return lastFailure;
  }

  private void run() {
    while (!closed) {
      try {
        sealIfDue();
        if (isDue()) {
          called = false;
          checkpointer.checkpoint();
          succeeded();
        }
      } catch (StoreFailedException | StoreClosedException e) {
        // Nothing will be written any more.
        failed(e);
        return;
      } catch (RuntimeException | Error e) {
        // An error of the platform, too, may pass: a file that could not be read through its
        // mapping, or memory that was not to be had for an index part.
        failed(e);
      }
      park();
    }
  }

  private boolean isDue() {
    return failing ? System.nanoTime() - retryAt >= 0 : called;
  }

  private void succeeded() {
    failing = false;
    pauseNanos = FIRST_PAUSE_NANOS;
    lastFailure = "";
  }

  private void failed(Throwable failure) {
    failing = true;
    failures++;
    lastFailure = failure.toString();
    retryAt = System.nanoTime() + pauseNanos;
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
  }

  private void park() {
    if (closed || called && !failing) {
      return;
    }
    long nanos = failing ? Math.max(1, retryAt - System.nanoTime()) : Long.MAX_VALUE;
    if (intervalNanos > 0) {
      nanos = Math.min(nanos, Math.max(1, intervalNanos / 2));
    }
    LockSupport.parkNanos(nanos);
    // An interrupt would keep it from parking; nobody has a reason to send one.
    Thread.interrupted();
  }

  /** Looked at twice in an interval: what was there at one look is sealed at the next. */
  private void sealIfDue() {
    if (intervalNanos == 0) {
      return;
    }
    long now = System.nanoTime();
    LogSegment[] all = segments.all();
    LogSegment tail = all[all.length - 1];
    if (tail.firstLsn() == 0 || tail.number() != waitingSegment) {
      waitingSegment = tail.firstLsn() == 0 ? 0 : tail.number();
      waitingSince = now;
    } else if (now - waitingSince >= intervalNanos / 2) {
      writer.sealIfReady();
    }
  }

  @Override
  public void close() {
    closed = true;
    Threads.end(thread);
  }
}
