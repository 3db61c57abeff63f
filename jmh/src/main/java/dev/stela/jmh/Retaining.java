package dev.stela.jmh;

import dev.stela.CompactionReport;
import dev.stela.EntityStore;
import dev.stela.RetentionPolicy;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A thread that every second has all but the newest events of some tags dropped, until it is told
 * to stop. One thread starts and stops it.
 */
final class Retaining implements AutoCloseable {
  /** The thread's name. */
  static final String NAME = "retaining";

  /** How many events of an entity are kept. */
  static final int NEWEST = 100;

  private static final long EVERY_NANOS = 1_000_000_000;

  private final EntityStore store;
  private final List<RetentionPolicy> policies;
  private final FutureTask<Void> task = new FutureTask<>(this::retain, null);
  private final Histogram times = PointLatency.histogram();
  private Thread thread;
  private long dropped;
  private volatile boolean stopped;

  Retaining(EntityStore store, String pattern) {
    this.store = store;
    this.policies = List.of(RetentionPolicy.keepNewestTags(pattern, NEWEST));
  }

  void start() {
    thread = Thread.ofPlatform().daemon().name(NAME).start(task);
  }

  /** Stops, and adds how long each took and how many events were dropped, if it was started. */
  void tell(Figures figures) {
    close();
    if (thread != null) {
      figures.add("metrics.retain", times);
      figures.add("metrics.dropped", dropped);
    }
  }

  /** Stops, and fails if anything has failed. */
  @Override
  public void close() {
    stopped = true;
    if (thread != null) {
      LockSupport.unpark(thread);
      try {
        task.get();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while waiting for retention", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("retention has failed", e.getCause());
      }
    }
  }

  private void retain() {
    long due = System.nanoTime() + EVERY_NANOS;
    while (!stopped) {
      long before = System.nanoTime();
      if (before < due) {
        LockSupport.parkNanos(due - before);
        continue;
      }
      CompactionReport report = store.maintenance().retain(policies, false);
      dropped += report.droppedEvents();
      long after = System.nanoTime();
      times.recordValue(after - before);
      due = Math.max(due + EVERY_NANOS, after);
    }
  }
}
