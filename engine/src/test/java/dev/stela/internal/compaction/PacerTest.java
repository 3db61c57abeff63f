package dev.stela.internal.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** The clock stands still here: a pacer that pauses at all, pauses for good. */
class PacerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long MANY_BYTES = 1L << 30;

  private final Pacer pacer = new Pacer(1, () -> 0, () -> 0, () -> 0);

  @Test
  void shouldHurryUntilTheLastOneWhoWaitsHasRelaxed() {
    pacer.hurry();
    pacer.hurry();
    pacer.relax();
    assertTimeoutPreemptively(LIMIT, () -> pacer.spend(MANY_BYTES));
  }

  @Test
  void shouldGiveWayToCommitsOnlyWhileTheStoreIsNoLargerThanItMayBe() {
    assertEquals(1_000, behind(0.9).allowed(100));
    assertEquals(250, behind(0.9).allowed(50_000));
    assertEquals(1_000, behind(1).allowed(50_000));
    assertEquals(4_000, behind(1.5).allowed(50_000));
    assertEquals(Long.MAX_VALUE, behind(2).allowed(50_000));
  }

  @Test
  void shouldSpendNoMoreThanIsAllowed() {
    // A clock that only its own reading moves on. The pauses are real, so they are to be short.
    AtomicLong clock = new AtomicLong();
    LongSupplier readings = () -> clock.addAndGet(Duration.ofMillis(1).toNanos() / 10);
    Pacer paced = new Pacer(32 << 20, () -> 0, () -> 0, readings);
    for (int i = 0; i < 4 << 20; i += 1 << 12) {
      paced.spend(1 << 12);
    }
    assertTrue(clock.get() >= Duration.ofMillis(125).toNanos(), "nanos=" + clock);
    assertTrue(clock.get() <= Duration.ofMillis(138).toNanos(), "nanos=" + clock);
  }

  private static Pacer behind(double debt) {
    return new Pacer(1_000, () -> 0, () -> debt, () -> 0);
  }

  @Test
  void shouldNotMakeUpForWhatWasSpentInAHurry() {
    pacer.hurry();
    pacer.spend(MANY_BYTES);
    pacer.relax();
    assertTimeoutPreemptively(LIMIT, () -> pacer.spend(1));
  }
}
