package dev.stela.internal.compaction;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Holds a merge back: so many bytes a second are read and written at most, a fraction of that while
 * many commits come in, more the further merges have fallen behind, and everything at once when
 * somebody waits for the merge. It works and pauses in small steps, so that a thread that wakes up
 * finds a processor soon. One thread spends; any thread hurries it.
 */
public final class Pacer {
  private static final long STEP_BYTES = 32 * 1024;
  private static final long BUSY_COMMITS_PER_SECOND = 20_000;
  private static final int BUSY_DIVISOR = 4;
  private static final double BEHIND = 1;
  private static final double FAR_BEHIND = 1.5;
  private static final double TOO_FAR_BEHIND = 2;
  private static final int FAR_BEHIND_FACTOR = 4;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final long bytesPerSecond;
  private final LongSupplier commits;
  private final DoubleSupplier debt;
  private final LongSupplier nanoTime;
  private final AtomicInteger hurrying = new AtomicInteger();
  private long allowed;
  private long owed;
  private long due;
  private long lastCommits;
  private long lastLook;

  /**
   * Creates a pacer.
   *
   * @param commits counts commits
   * @param debt how large the store is, measured by how large it may be: from 1 on commits do not
   *     slow merges down, and far above it nothing does
   * @param nanoTime a clock for durations
   */
  Pacer(long bytesPerSecond, LongSupplier commits, DoubleSupplier debt, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.commits = commits;
    this.debt = debt;
    this.nanoTime = nanoTime;
    this.allowed = bytesPerSecond;
    this.lastCommits = commits.getAsLong();
    this.lastLook = nanoTime.getAsLong();
    this.due = lastLook;
  }

  /** Returns a pacer that holds nothing back. */
  public static Pacer unlimited() {
    Pacer pacer = new Pacer(Long.MAX_VALUE, () -> 0, () -> 0, System::nanoTime);
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
    long now = nanoTime.getAsLong();
    look(now);
    // The work itself has taken time, too; but time that it lost is not made up for in a burst.
    due = Math.max(due + nanosFor(owed), now);
    owed = 0;
    while (!isHurried() && !Thread.currentThread().isInterrupted()) {
      long rest = due - nanoTime.getAsLong();
      if (rest <= 0) {
        return;
      }
      LockSupport.parkNanos(Math.min(rest, LONGEST_PAUSE));
    }
  }

  private boolean isHurried() {
    return hurrying.get() > 0;
  }

  private long nanosFor(long bytes) {
    return (long) ((double) bytes * SECOND / allowed);
  }

  private void look(long now) {
    if (now - lastLook >= LOOK_NANOS) {
      long seen = commits.getAsLong();
      allowed = allowed((double) (seen - lastCommits) * SECOND / (now - lastLook));
      lastCommits = seen;
      lastLook = now;
    }
  }

  /** Returns how many bytes a second may be spent beside so many commits a second. */
  long allowed(double commitsPerSecond) {
    double behind = debt.getAsDouble();
    if (behind >= TOO_FAR_BEHIND) {
      return Long.MAX_VALUE;
    }
    if (behind >= FAR_BEHIND) {
      return (long) Math.min((double) bytesPerSecond * FAR_BEHIND_FACTOR, Long.MAX_VALUE);
    }
    return behind < BEHIND && commitsPerSecond > BUSY_COMMITS_PER_SECOND
        ? bytesPerSecond / BUSY_DIVISOR
        : bytesPerSecond;
  }
}
