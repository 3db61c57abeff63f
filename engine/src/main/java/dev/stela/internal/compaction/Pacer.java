package dev.stela.internal.compaction;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Holds a merge back: so many bytes a second are read and written on average, a fraction of that
 * while many commits come in, and everything at once when somebody waits for the merge. One thread
 * spends; any thread hurries it.
 */
public final class Pacer {
  private static final long STEP_BYTES = 32 * 1024;
  private static final long BUSY_COMMITS_PER_SECOND = 20_000;
  private static final int BUSY_DIVISOR = 4;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final long bytesPerSecond;
  private final LongSupplier commits;
  private final LongSupplier nanoTime;
  private final AtomicInteger hurrying = new AtomicInteger();
  private long owed;
  private long lastCommits;
  private long lastLook;

  /**
   * Creates a pacer.
   *
   * @param commits counts commits
   * @param nanoTime a clock for durations
   */
  Pacer(long bytesPerSecond, LongSupplier commits, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.commits = commits;
    this.nanoTime = nanoTime;
    this.lastCommits = commits.getAsLong();
    this.lastLook = nanoTime.getAsLong();
  }

  /** Returns a pacer that holds nothing back. */
  public static Pacer unlimited() {
    Pacer pacer = new Pacer(Long.MAX_VALUE, () -> 0, System::nanoTime);
    pacer.hurry();
    return pacer;
  }

  /** Somebody waits: everything goes on at once until each who called this has called relax. */
  void hurry() {
    hurrying.incrementAndGet();
  }

  /** One who waited waits no more. */
  void relax() {
    hurrying.decrementAndGet();
  }

  /** Accounts for bytes that were read or written, and pauses when they have become many. */
  void spend(long bytes) {
    if (isHurried()) {
      // What nobody was to wait for is not made up for by the next one's wait.
      owed = 0;
      return;
    }
    owed += bytes;
    if (owed < STEP_BYTES) {
      return;
    }
    long pause = pauseNanos(owed);
    owed = 0;
    long end = nanoTime.getAsLong() + pause;
    while (!isHurried() && !Thread.currentThread().isInterrupted()) {
      long rest = end - nanoTime.getAsLong();
      if (rest <= 0) {
        return;
      }
      LockSupport.parkNanos(Math.min(rest, LONGEST_PAUSE));
    }
  }

  private boolean isHurried() {
    return hurrying.get() > 0;
  }

  /** Returns how long so many bytes are to take. */
  long pauseNanos(long bytes) {
    long now = nanoTime.getAsLong();
    long seen = commits.getAsLong();
    long rate =
        now == lastLook ? 0 : (long) ((double) (seen - lastCommits) * SECOND / (now - lastLook));
    lastLook = now;
    lastCommits = seen;
    long allowed = rate > BUSY_COMMITS_PER_SECOND ? bytesPerSecond / BUSY_DIVISOR : bytesPerSecond;
    return (long) ((double) bytes * SECOND / allowed);
  }
}
