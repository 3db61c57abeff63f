package dev.stela.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LeasesTest {
  private final Leases leases = new Leases();

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
}
