package dev.stela.internal.compaction;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The clock stands still here: a pacer that pauses at all, pauses for good. */
class PacerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long MANY_BYTES = 1L << 30;

  private final Pacer pacer = new Pacer(1, () -> 0, () -> 0);

  @Test
  void shouldHurryUntilTheLastOneWhoWaitsHasRelaxed() {
    pacer.hurry();
    pacer.hurry();
    pacer.relax();
    assertTimeoutPreemptively(LIMIT, () -> pacer.spend(MANY_BYTES));
  }

  @Test
  void shouldNotMakeUpForWhatWasSpentInAHurry() {
    pacer.hurry();
    pacer.spend(MANY_BYTES);
    pacer.relax();
    assertTimeoutPreemptively(LIMIT, () -> pacer.spend(1));
  }
}
