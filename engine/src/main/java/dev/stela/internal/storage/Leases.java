package dev.stela.internal.storage;

import dev.stela.SnapshotExpiredException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The LSNs as of which somebody is still reading. Any thread.
 *
 * <p>A lease that is forgotten instead of closed ends when the garbage collector finds it: a reader
 * that is not closed costs time, and does not hold on to the past for good. One that gets too old
 * ends by itself; its holder is told at its next use.
 */
public final class Leases {
  private static final long ANY_AGE = Long.MAX_VALUE;

  private final Map<Reference<Lease>, Hold> open = new ConcurrentHashMap<>();
  private final Set<Pin> pins = ConcurrentHashMap.newKeySet();
  private final AtomicLong taken = new AtomicLong();
  private final ReferenceQueue<Lease> forgotten = new ReferenceQueue<>();
  private final long maxAgeNanos;
  private final LongSupplier nanoClock;

  private record Hold(long lsn, long sequence, long since) {}

  /**
   * Has no leases yet.
   *
   * @param maxAge how old a lease gets; zero for any age
   * @param nanoClock a clock that does not go back
   */
  public Leases(Duration maxAge, LongSupplier nanoClock) {
    boolean unlimited = maxAge.isZero() || maxAge.compareTo(Duration.ofNanos(ANY_AGE)) >= 0;
    this.maxAgeNanos = unlimited ? ANY_AGE : maxAge.toNanos();
    this.nanoClock = nanoClock;
  }

  /** A reader's hold on one LSN. Any thread; closing again does nothing. */
  public final class Lease implements AutoCloseable {
    private final Reference<Lease> self = new WeakReference<>(this, forgotten);
    private final Hold hold;

    private Lease(long lsn) {
      hold = new Hold(lsn, taken.incrementAndGet(), nanoClock.getAsLong());
      open.put(self, hold);
    }

    /**
     * Requires that the lease still counts.
     *
     * @param what whose lease it is
     * @throws SnapshotExpiredException if it has become too old
     */
    public void requireFresh(String what) {
      // Without a limit no clock is read.
      if (maxAgeNanos != ANY_AGE && isExpired(hold)) {
        close();
        throw new SnapshotExpiredException(
            what
                + " is older than a store lets it get: lsn="
                + hold.lsn
                + " age="
                + age(hold)
                + " snapshotMaxAge="
                + Duration.ofNanos(maxAgeNanos));
      }
    }

    @Override
    public void close() {
      open.remove(self);
    }
  }

  /** Space that comes back when the leases taken before are given back. Any thread. */
  public final class Pin implements AutoCloseable {
    private final long count = taken.get();
    private final long bytes;

    private Pin(long bytes) {
      this.bytes = bytes;
    }

    /** Tells whether nobody who could be reading there is left. */
    public boolean isFree() {
      return drained(count);
    }

    /** The space has come back; closing again does nothing. */
    @Override
    public void close() {
      pins.remove(this);
    }
  }

  /** Takes a lease. */
  public Lease acquire(long lsn) {
    dropForgotten();
    return new Lease(lsn);
  }

  /** Notes that space which nobody finds any more is still in use by those with leases. */
  public Pin pin(long bytes) {
    Pin pin = new Pin(bytes);
    pins.add(pin);
    return pin;
  }

  /** Returns how many bytes wait for leases to be given back. */
  public long pinnedBytes() {
    return pins.stream().mapToLong(pin -> pin.bytes).sum();
  }

  /** Returns the number of open leases. */
  public int size() {
    dropEnded();
    return open.size();
  }

  /** Returns the oldest LSN on which there is a lease, or the given one if there is none. */
  public long oldest(long ifNone) {
    dropEnded();
    long oldest = Long.MAX_VALUE;
    for (Hold hold : open.values()) {
      oldest = Math.min(oldest, hold.lsn);
    }
    return oldest == Long.MAX_VALUE ? ifNone : oldest;
  }

  /** Returns how long ago the oldest of the open leases was taken; zero if there is none. */
  public Duration oldestAge() {
    dropEnded();
    return open.values().stream().map(this::age).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** Returns how many leases have been taken so far. */
  public long taken() {
    return taken.get();
  }

  /** Tells whether all of the first {@code count} leases have been given back. */
  public boolean drained(long count) {
    dropEnded();
    return open.values().stream().noneMatch(hold -> hold.sequence <= count);
  }

  private Duration age(Hold hold) {
    return Duration.ofNanos(nanoClock.getAsLong() - hold.since);
  }

  private boolean isExpired(Hold hold) {
    return nanoClock.getAsLong() - hold.since > maxAgeNanos;
  }

  private void dropEnded() {
    dropForgotten();
    if (maxAgeNanos != ANY_AGE) {
      open.values().removeIf(this::isExpired);
    }
  }

  private void dropForgotten() {
    for (Reference<? extends Lease> lease = forgotten.poll();
        lease != null;
        lease = forgotten.poll()) {
      open.remove(lease);
    }
  }
}
