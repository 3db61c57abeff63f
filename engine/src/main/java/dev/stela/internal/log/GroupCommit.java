package dev.stela.internal.log;

import dev.stela.Durability;
import dev.stela.StoreFailedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

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
  private final Object formation = new Object();
  private volatile StoreFailedException failure;
  private long appendedLsn;
  private long durableLsn;
  private long visibleLsn;

  // Guarded by formation.
  private Group forming;
  private boolean syncing;

  // Only of the leader, of whom there is one at a time.
  private int firstUnsynced;
  private int lastSize;
  private long lastSyncNanos;

  /** Writers that wait for the same sync. The first one to join leads, when its turn comes. */
  private static final class Group {
    final Thread leader = Thread.currentThread();
    final List<Thread> followers = new ArrayList<>();
    volatile int size = 1;
    volatile boolean mayLead;
    volatile boolean done;
  }

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
    synchronized (formation) {
      if (failure == null) {
        failure =
            new StoreFailedException(
                "the store stopped taking writes after a failure: reopen it to see what is durable:"
                    + " durableLsn="
                    + durableLsn()
                    + " cause="
                    + cause.getMessage(),
                cause);
      }
    }
  }

  /**
   * Returns once {@code lsn} is durable, and visible.
   *
   * @return whether this thread has synced, for its group; false if another did, or nobody had to
   * @throws StoreFailedException if the sync failed, or one before it
   */
  public boolean awaitDurable(long lsn) {
    // What is told last, so that nobody returns who would not see his own commit.
    if ((visibleWhenDurable ? visibleLsn() : durableLsn()) >= lsn) {
      return false;
    }
    requireSound();
    Group group = join();
    boolean leads = group.leader == Thread.currentThread();
    if (leads) {
      parkUntil(() -> group.mayLead);
      lead(group);
    } else {
      parkUntil(() -> group.done);
    }
    if (durableLsn() < lsn) {
      requireSound();
    }
    return leads;
  }

  /** Joins the group that the next sync will be for; its first member leads at once if it can. */
  private Group join() {
    synchronized (formation) {
      if (forming == null) {
        forming = new Group();
        if (!syncing) {
          syncing = true;
          forming.mayLead = true;
        }
      } else {
        forming.followers.add(Thread.currentThread());
        forming.size = forming.followers.size() + 1;
      }
      return forming;
    }
  }

  private void lead(Group group) {
    try {
      awaitReturning(group);
      synchronized (formation) {
        // Nobody joins any more: what all members have appended lies before what is read below.
        forming = null;
      }
      requireSound();
      long start = System.nanoTime();
      sync();
      lastSyncNanos = System.nanoTime() - start;
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      lastSize = group.size;
      handOver(group);
    }
  }

  /**
   * Those whom the last sync let go are about to write again. To wait for them, at most half as
   * long as a sync takes, makes one large group of two that would take turns. A lone writer never
   * waits.
   */
  private void awaitReturning(Group group) {
    if (lastSize > 1) {
      int expected = lastSize + group.size - 1;
      long deadline = System.nanoTime() + lastSyncNanos / 2;
      while (group.size < expected && System.nanoTime() < deadline) {
        Thread.yield();
      }
    }
  }

  /** Lets the next leader begin, first of all, and then the group go. */
  private void handOver(Group group) {
    synchronized (formation) {
      if (forming == null) {
        syncing = false;
      } else {
        forming.mayLead = true;
        LockSupport.unpark(forming.leader);
      }
    }
    group.done = true;
    group.followers.forEach(LockSupport::unpark);
  }

  private void sync() {
    // Whatever was appended up to here is in its segment's file, so a sync from now on covers it.
    long target = appendedLsn();
    firstUnsynced = syncSegments(firstUnsynced, target);
    DURABLE.setRelease(this, target);
    if (visibleWhenDurable) {
      VISIBLE.setRelease(this, target);
    }
  }

  /** Interrupts are kept for afterwards: what is in the log cannot be taken back. */
  private static void parkUntil(BooleanSupplier condition) {
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      LockSupport.park();
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Syncs what has frames up to the target.
   *
   * @return the first segment that may have more to sync: one that is durable to its seal may be
   *     replaced by compaction, and closed
   */
  private int syncSegments(int from, long target) {
    for (int number = from; ; number++) {
      LogSegment segment = segments.get(number);
      if (segment == null || segment.firstLsn() == 0 || segment.firstLsn() > target) {
        return number;
      }
      segment.file().sync();
      long sealed = segment.sealedLsn();
      if (sealed == 0 || sealed > target) {
        return number;
      }
    }
  }
}
