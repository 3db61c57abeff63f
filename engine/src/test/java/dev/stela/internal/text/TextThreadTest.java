package dev.stela.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.StorageException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TextThreadTest {
  @Test
  void shouldWaitLongerEachTimeWhenWhatFailsSucceedsInPart() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch idle = new CountDownLatch(1);
    List<Long> pauses = new CopyOnWriteArrayList<>();
    TextThread thread =
        new TextThread(
            () -> {
              int call = calls.getAndIncrement();
              if (call < 8 && call % 2 == 1) {
                throw new StorageException("attempt " + call);
              }
              if (call == 8) {
                idle.countDown();
              }
              return call < 8;
            },
            () -> {},
            pauses::add);
    thread.start();
    idle.await();
    thread.close();
    assertEquals(4, thread.failures());
    long first = pauses.getFirst();
    assertEquals(List.of(first, 2 * first, 4 * first, 8 * first), pauses);
    assertEquals("", thread.lastFailure());
  }
}
