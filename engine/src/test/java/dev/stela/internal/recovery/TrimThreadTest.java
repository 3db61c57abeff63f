package dev.stela.internal.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrimThreadTest {
  private static final long LIMIT_SECONDS = 30;

  @Test
  void shouldTellOfAFailureUntilALaterAttemptSucceeds() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch third = new CountDownLatch(1);
    int[] attempts = {0};
    try (TrimThread thread = new TrimThread()) {
      thread.start(
          () -> {
            attempts[0]++;
            if (attempts[0] == 1) {
              throw new InternalError("a page has gone");
            } else if (attempts[0] == 2) {
              second.countDown();
              await(told);
            } else {
              third.countDown();
            }
          });
      assertTrue(second.await(LIMIT_SECONDS, TimeUnit.SECONDS));
      assertEquals(1, thread.failures());
      assertEquals("java.lang.InternalError: a page has gone", thread.lastFailure());
      told.countDown();
      assertTrue(third.await(LIMIT_SECONDS, TimeUnit.SECONDS));
      assertEquals(1, thread.failures());
      assertEquals("", thread.lastFailure());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
