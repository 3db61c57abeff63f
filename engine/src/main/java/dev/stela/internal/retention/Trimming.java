package dev.stela.internal.retention;

import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.ListTrimmer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Takes out of the posting lists what lies before the horizons, whenever these have moved. Any
 * thread; one at a time does it.
 */
public final class Trimming {
  /** Rests are so many times as long as the work before. */
  private static final int REST_FACTOR = 20;

  private static final long MOST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final KeptHistory kept;
  private final Dictionary dictionary;
  private final ListTrimmer trimmer;
  private final BooleanSupplier stop;

  private final AtomicInteger hurrying = new AtomicInteger();

  // Written under the lock.
  private volatile Horizons done = Horizons.NONE;
  private volatile boolean reclaiming;

  /**
   * Prepares it; nothing is done yet.
   *
   * @param stop tells whether to leave the rest undone
   */
  public Trimming(
      KeptHistory kept, Dictionary dictionary, ListTrimmer trimmer, BooleanSupplier stop) {
    this.kept = kept;
    this.dictionary = dictionary;
    this.trimmer = trimmer;
    this.stop = stop;
  }

  /** Trims the lists whose horizon has moved since the last time, as fast as it can. */
  public void run() {
    hurrying.incrementAndGet();
    try {
      trim();
    } finally {
      hurrying.decrementAndGet();
    }
  }

  /**
   * As {@link #run}, but rests after each list for so long that it takes a small part of a core.
   * Costs next to nothing while no horizon moves.
   */
  public void runGently() {
    if (reclaiming || kept.horizons() != done) {
      trim();
    }
  }

  private synchronized void trim() {
    Horizons wanted = kept.horizons();
    if (wanted != done) {
      for (Map.Entry<String, Horizon> one : wanted.namespaces().entrySet()) {
        if (one.getValue().lsn() > done.of(one.getKey()).lsn()) {
          trim(one.getKey(), one.getValue().lsn());
        }
      }
      if (!stop.getAsBoolean()) {
        done = wanted;
      }
    }
    reclaiming = trimmer.reclaim();
  }

  private void trim(String namespace, long horizon) {
    int number = dictionary.findNamespace(namespace);
    if (number < 0) {
      return;
    }
    for (int tag : dictionary.namespaces().tags(number)) {
      if (stop.getAsBoolean()) {
        return;
      }
      long start = System.nanoTime();
      if (trimmer.trim(tag, horizon) > 0) {
        trimmer.reclaim();
      }
      long rest = Math.min(MOST_REST_NANOS, REST_FACTOR * (System.nanoTime() - start));
      if (hurrying.get() == 0) {
        LockSupport.parkNanos(this, rest);
      }
    }
  }
}
