package dev.stela.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.SnapshotExpiredException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LeasesTest {
  private final AtomicLong now = new AtomicLong(1_000);
  private final Leases leases = new Leases(Duration.ZERO, now::get);
  private final Leases limited = new Leases(Duration.ofNanos(100), now::get);

  @Test
  void shouldTellTheOldestWhenSeveralAreOpen() {
    assertEquals(9, leases.oldest(9));
    Leases.Lease seven = leases.acquire(7);
    Leases.Lease five = leases.acquire(5);
    Leases.Lease again = leases.acquire(5);
    assertEquals(5, leases.oldest(9));
    assertEquals(3, leases.size());
    five.close();
    five.close();
    assertEquals(5, leases.oldest(9));
    again.close();
    assertEquals(7, leases.oldest(9));
    seven.close();
    assertEquals(9, leases.oldest(9));
    assertEquals(0, leases.size());
  }

  @Test
  @Timeout(60)
  void shouldEndWhenALeaseIsForgotten() {
    Leases.Lease kept = leases.acquire(3);
    leases.acquire(1);
    while (leases.size() > 1) {
      System.gc();
      Thread.onSpinWait();
    }
    assertEquals(3, leases.oldest(9));
    Reference.reachabilityFence(kept);
  }

  @Test
  void shouldThrowWhenALeaseIsOlderThanAllowed() {
    Leases.Lease lease = limited.acquire(7);
    now.addAndGet(100);
    lease.requireFresh("the snapshot");
    now.addAndGet(1);

    SnapshotExpiredException e =
        assertThrows(SnapshotExpiredException.class, () -> lease.requireFresh("the snapshot"));

    assertTrue(e.getMessage().contains("lsn=7"), e.getMessage());
    assertEquals(0, limited.size());
  }

  @Test
  void shouldNotWaitForALeaseWhenItIsOlderThanAllowed() {
    limited.acquire(7);
    long count = limited.taken();
    assertFalse(limited.drained(count));
    now.addAndGet(101);
    Leases.Lease younger = limited.acquire(8);

    assertTrue(limited.drained(count));
    assertEquals(8, limited.oldest(9));
    Reference.reachabilityFence(younger);
  }

  @Test
  void shouldTellTheAgeOfTheOldestWhenThereIsNoLimit() {
    assertEquals(Duration.ZERO, leases.oldestAge());
    Leases.Lease lease = leases.acquire(1);
    now.addAndGet(5);
    Leases.Lease younger = leases.acquire(2);
    now.addAndGet(6);

    assertEquals(Duration.ofNanos(11), leases.oldestAge());
    lease.requireFresh("a lease without a limit");
    lease.close();
    assertEquals(Duration.ofNanos(6), leases.oldestAge());
    Reference.reachabilityFence(younger);
  }

  @Test
  void shouldCountPinnedBytesUntilTheyAreLetGo() {
    Leases.Lease before = leases.acquire(1);
    Leases.Pin pin = leases.pin(4_096);
    Leases.Lease after = leases.acquire(2);
    assertEquals(4_096, leases.pinnedBytes());
    assertFalse(pin.isFree());

    before.close();

    assertTrue(pin.isFree());
    pin.close();
    pin.close();
    assertEquals(0, leases.pinnedBytes());
    Reference.reachabilityFence(after);
  }
}
