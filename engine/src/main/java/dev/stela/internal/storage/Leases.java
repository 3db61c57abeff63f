package dev.stela.internal.storage;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The LSNs as of which somebody is still reading. Any thread.
 *
 * <p>A lease that is forgotten instead of closed ends when the garbage collector finds it: a reader
 * that is not closed costs time, and does not hold on to the past for good.
 */
public final class Leases {
  private final Map<Reference<Lease>, Hold> open = new ConcurrentHashMap<>();
  private final AtomicLong taken = new AtomicLong();
  private final ReferenceQueue<Lease> forgotten = new ReferenceQueue<>();

  private record Hold(long lsn, long sequence) {}

  /** A reader's hold on one LSN. Any thread; closing again does nothing. */
  public final class Lease implements AutoCloseable {
    private final Reference<Lease> self = new WeakReference<>(this, forgotten);

    private Lease(long lsn) {
      open.put(self, new Hold(lsn, taken.incrementAndGet()));
    }

    @Override
    public void close() {
      open.remove(self);
    }
  }

  /** Takes a lease. */
  public Lease acquire(long lsn) {
    dropForgotten();
    return new Lease(lsn);
  }

  /** Returns the number of open leases. */
  public int size() {
    dropForgotten();
    return open.size();
  }

  /** Returns the oldest LSN on which there is a lease, or the given one if there is none. */
  public long oldest(long ifNone) {
    dropForgotten();
    long oldest = Long.MAX_VALUE;
    for (Hold hold : open.values()) {
      oldest = Math.min(oldest, hold.lsn);
    }
    return oldest == Long.MAX_VALUE ? ifNone : oldest;
  }

  /** Returns how many leases have been taken so far. */
  public long taken() {
    return taken.get();
  }

  /** Tells whether all of the first {@code count} leases have been given back. */
  public boolean drained(long count) {
    dropForgotten();
    return open.values().stream().noneMatch(hold -> hold.sequence <= count);
  }

  private void dropForgotten() {
    for (Reference<? extends Lease> lease = forgotten.poll();
        lease != null;
        lease = forgotten.poll()) {
      open.remove(lease);
    }
  }
}
