package dev.stela.internal.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CorruptionException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadinessTest {
  private static final Duration LONG = Duration.ofDays(1);

  private final Readiness readiness = new Readiness(false);

  @Test
  void shouldGiveUpAndSayWhyWhenTheLogStaysDamaged() {
    readiness.met(damage(1));
    readiness.met(damage(2));
    readiness.requireSound();
    readiness.met(damage(3));
    assertFalse(readiness.await(LONG), "nothing is to be waited for");
    CorruptionException e = assertThrows(CorruptionException.class, () -> readiness.requireSound());
    assertSame(readiness.damage(), e.getCause());
    assertSame(3L, e.offset());
  }

  @Test
  void shouldBeTriedAgainWhenItIsAskedFor() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      readiness.met(damage(i));
    }
    readiness.unready();
    readiness.requireSound();
    Thread other = Thread.ofPlatform().start(readiness::ready);
    assertTrue(readiness.await(LONG));
    other.join();
  }

  @Test
  void shouldKeepTheInterruptWhenItEndsTheWait() {
    Thread.currentThread().interrupt();
    assertFalse(readiness.await(LONG));
    assertTrue(Thread.interrupted());
  }

  private static CorruptionException damage(long offset) {
    return new CorruptionException("damaged", Path.of("log", "1.log"), offset, 1, 2);
  }
}
