package dev.stela.internal.log;

import dev.stela.Durability;
import dev.stela.StoreFailedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the log is appended, durable and visible, and the syncs that bring it there.
 *
 * <p>Writers that wait for durability form groups: the first one syncs for all that have appended
 * by then, the others wait for it, and a lone writer syncs by itself without any hand-over. A
 * failed sync is never repeated, because the kernel may have dropped the pages: from then on every
 * writer gets {@link StoreFailedException}.
 *
 * <p>Any thread; {@link #appended} only under the store's writer lock.
 */
public final class GroupCommit {
  private static final VarHandle VISIBLE;
  private static final VarHandle DURABLE;
  private static final VarHandle APPENDED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      VISIBLE = lookup.findVarHandle(GroupCommit.class, "visibleLsn", long.class);
      DURABLE = lookup.findVarHandle(GroupCommit.class, "durableLsn", long.class);
      APPENDED = lookup.findVarHandle(GroupCommit.class, "appendedLsn", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SegmentTable segments;
  private final boolean visibleWhenDurable;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private boolean syncing;
  private int firstUnsynced;
  private volatile StoreFailedException failure;
  private long appendedLsn;
  private long durableLsn;
  private long visibleLsn;

  /**
   * Starts from a log that is durable up to {@code lastLsn}.
   *
   * @param lastSegment the number of the segment that is appended to
   */
  public GroupCommit(SegmentTable segments, Durability durability, long lastLsn, int lastSegment) {
    this.segments = segments;
    this.visibleWhenDurable = durability == Durability.SYNC;
    this.appendedLsn = lastLsn;
    this.durableLsn = lastLsn;
    this.visibleLsn = lastLsn;
    this.firstUnsynced = lastSegment;
  }

  /** Returns the newest LSN that reads may see; what it covers happens before this returns. */
  public long visibleLsn() {
    return (long) VISIBLE.getAcquire(this);
  }

  /** Returns the newest LSN that no power cut takes back. */
  public long durableLsn() {
    return (long) DURABLE.getAcquire(this);
  }

  /** Returns the newest LSN in the log. */
  public long appendedLsn() {
    return (long) APPENDED.getAcquire(this);
  }

  /** Announces a frame that is in the log and applied; under ASYNC this makes it visible. */
  public void appended(long lsn) {
    APPENDED.setRelease(this, lsn);
    if (!visibleWhenDurable) {
      VISIBLE.setRelease(this, lsn);
    }
  }

  /**
   * Throws if the store has failed.
   *
   * @throws StoreFailedException with the failure that stopped it
   */
  public void requireSound() {
    StoreFailedException failed = failure;
    if (failed != null) {
      throw new StoreFailedException(failed.getMessage(), failed.getCause());
    }
  }

  /** Stops all writing from now on; the first cause is kept. */
  public void fail(Throwable cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure =
            new StoreFailedException(
                "the store stopped taking writes after a failure: reopen it to see what is durable:"
                    + " durableLsn="
                    + durableLsn
                    + " cause="
                    + cause.getMessage(),
                cause);
      }
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns once {@code lsn} is durable, having synced for a whole group where nobody else does.
   */
  public void awaitDurable(long lsn) {
    lock.lock();
    try {
      while (durableLsn < lsn) {
        requireSound();
        if (syncing) {
          progress.awaitUninterruptibly();
        } else {
          syncAsLeader();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called and left with the lock held, which is free during the sync itself. */
  private void syncAsLeader() {
    syncing = true;
    int from = firstUnsynced;
    lock.unlock();
    long target = 0;
    int to = from;
    Throwable failed = null;
    try {
      // Whatever was appended up to here is in its segment's file, so a sync from now on covers it.
      target = appendedLsn();
      to = syncSegments(from, target);
    } catch (RuntimeException | Error e) {
      failed = e;
    } finally {
      lock.lock();
    }
    syncing = false;
    if (failed != null) {
      fail(failed);
    } else {
      firstUnsynced = to;
      DURABLE.setRelease(this, target);
      if (visibleWhenDurable) {
        VISIBLE.setRelease(this, target);
      }
    }
    progress.signalAll();
  }

  private int syncSegments(int from, long target) {
    int last = from;
    for (int number = from; ; number++) {
      LogSegment segment = segments.get(number);
      if (segment == null || segment.firstLsn() == 0 || segment.firstLsn() > target) {
        return last;
      }
      segment.file().sync();
      last = number;
    }
  }
}
