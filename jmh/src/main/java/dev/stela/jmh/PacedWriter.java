package dev.stela.jmh;

import dev.stela.EntityStore;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A thread that changes tags at a steady pace until it is told to stop. It sleeps a millisecond at
 * a time and then does all that is due, so that it takes no more of a processor than the changes
 * do; if it falls behind, it catches up. Any thread may ask; one stops it.
 */
final class PacedWriter {
  private static final long SLEEP_NANOS = 1_000_000;

  private final EntityStore store;
  private final TagChanges changes;
  private final double perNano;
  private final Histogram times = PointLatency.histogram();
  private final AtomicLong done = new AtomicLong();
  private final FutureTask<Histogram> task = new FutureTask<>(this::write);
  private volatile boolean stopped;

  PacedWriter(EntityStore store, TagChanges changes, int perSecond) {
    this.store = store;
    this.changes = changes;
    this.perNano = perSecond / 1e9;
  }

  void start() {
    Thread thread = new Thread(task, "paced writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** How many changes have been made. */
  long done() {
    return done.getAcquire();
  }

  /** Stops, fails if the writer failed, and returns how many nanoseconds the changes took. */
  Histogram stop() {
    stopped = true;
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for the writer", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the writer has failed", e.getCause());
    }
  }

  private Histogram write() {
    long start = System.nanoTime();
    long made = 0;
    while (!stopped) {
      for (long now = System.nanoTime(); made < (now - start) * perNano && !stopped; ) {
        changes.apply(store);
        long after = System.nanoTime();
        times.recordValue(after - now);
        now = after;
        done.setRelease(++made);
      }
      LockSupport.parkNanos(SLEEP_NANOS);
    }
    return times;
  }
}
