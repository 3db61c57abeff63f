package dev.stela.jmh;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A thread that does one thing at a steady pace until it is told to stop, and how long that takes
 * each time. Coordinated omission is corrected for: what takes longer than the pace allows stands
 * also for all that would have come meanwhile and waited for it, and these are not made up for. The
 * thread sleeps a millisecond at a time and then does all that is due, so that it takes no more of
 * a processor than the work does. One thread starts and stops it.
 */
final class PacedLoop {
  private static final long SLEEP_NANOS = 1_000_000;

  private final Runnable work;
  private final long intervalNanos;
  private final FutureTask<Histogram> task = new FutureTask<>(this::loop);
  private volatile boolean stopped;

  PacedLoop(Runnable work, int perSecond) {
    this.work = work;
    this.intervalNanos = 1_000_000_000L / perSecond;
  }

  /** Starts the thread. */
  PacedLoop start(String name) {
    Thread.ofPlatform().daemon().name(name).start(task);
    return this;
  }

  /** Whether it has ended by itself, which is by a failure. */
  boolean ended() {
    return task.isDone();
  }

  /** Stops, fails if the work failed, and returns how many nanoseconds it took each time. */
  Histogram stop() {
    stopped = true;
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for a paced loop", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a paced loop has failed", e.getCause());
    }
  }

  private Histogram loop() {
    Histogram times = PointLatency.histogram();
    long due = System.nanoTime();
    while (!stopped) {
      for (long now = System.nanoTime(); now - due >= 0 && !stopped; ) {
        work.run();
        long after = System.nanoTime();
        long took = after - now;
        times.recordValueWithExpectedInterval(took, intervalNanos);
        due += Math.max(1, took / intervalNanos) * intervalNanos;
        now = after;
      }
      LockSupport.parkNanos(SLEEP_NANOS);
    }
    return times;
  }
}
