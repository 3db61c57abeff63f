package dev.stela.internal.text;

import dev.stela.StoreClosedException;
import dev.stela.StoreFailedException;
import dev.stela.internal.storage.Threads;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Writes and merges segments of the text index in the background, and makes it anew where that has
 * to be. What fails is tried again, each time after twice as long, until all is done: what succeeds
 * in between may be what has to be done again. The figures are for any thread.
 */
final class TextThread implements AutoCloseable {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final BooleanSupplier work;
  private final Runnable atEnd;
  private final LongConsumer pauses;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean called = true;
  private volatile long failures;
  private volatile String lastFailure = "";

  // Only of the thread.
  private long pauseNanos = FIRST_PAUSE_NANOS;

  /**
   * Gets ready.
   *
   * @param work does the next piece of work; false if there is none
   * @param atEnd called when none will be done any more
   */
  TextThread(BooleanSupplier work, Runnable atEnd) {
    this(work, atEnd, null);
  }

  /** As above, with other pauses after failures: for tests. */
  TextThread(BooleanSupplier work, Runnable atEnd, LongConsumer pauses) {
    this.work = work;
    this.atEnd = atEnd;
    this.pauses = pauses == null ? this::pause : pauses;
    this.thread = Thread.ofPlatform().daemon().name("stela-text").unstarted(this::run);
  }

  /** Starts. What it does may call this one. */
  void start() {
    thread.start();
  }

  /** Says that there is something to do. Costs the caller no wait. */
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
    try {
      workOn();
    } finally {
      atEnd.run();
    }
  }

  private void workOn() {
    while (!closed) {
      try {
        called = false;
        if (work.getAsBoolean()) {
          called = true;
        } else {
          pauseNanos = FIRST_PAUSE_NANOS;
          lastFailure = "";
        }
        while (!called && !closed) {
          LockSupport.park(this);
          // An interrupt would keep it from parking; nobody has a reason to send one.
          Thread.interrupted();
        }
      } catch (StoreFailedException | StoreClosedException e) {
        // Nothing will be written any more.
        return;
      } catch (RuntimeException | Error e) {
        // An error of the platform, too, may pass: memory that was not to be had, for instance.
        lastFailure = e.toString();
        failures++;
        pauses.accept(pauseNanos);
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
      }
    }
  }

  private void pause(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long rest = until - System.nanoTime(); rest > 0 && !closed; ) {
      LockSupport.parkNanos(this, rest);
      Thread.interrupted();
      rest = until - System.nanoTime();
    }
  }

  @Override
  public void close() {
    closed = true;
    Threads.end(thread);
  }
}
