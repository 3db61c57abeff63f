package dev.stela.internal.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void shouldDoubleUpToTheLimitAndVaryByAHalfWhenAttemptsFail() {
    Backoff backoff = new Backoff(100, 1_000, new SplittableRandom(1));
    long[] longest = {100, 200, 400, 800, 1_000, 1_000, 1_000};
    for (int attempt = 0; attempt < longest.length; attempt++) {
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 10_000; i++) {
        long nanos = backoff.nanos(attempt);
        least = Math.min(least, nanos);
        most = Math.max(most, nanos);
      }
      assertEquals(longest[attempt], most);
      assertEquals(longest[attempt] / 2, least);
    }
  }

  @Test
  void shouldStayAtTheLimitWhenAttemptsAreMoreThanBits() {
    Backoff backoff = new Backoff(3, Long.MAX_VALUE, new SplittableRandom(2));
    for (int attempt : new int[] {61, 62, 63, 64, 1_000}) {
      long nanos = backoff.nanos(attempt);
      assertTrue(nanos > Long.MAX_VALUE / 4, () -> attempt + ": " + nanos);
    }
  }
}
