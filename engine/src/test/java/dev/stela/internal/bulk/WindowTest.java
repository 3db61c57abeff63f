package dev.stela.internal.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.StoreClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WindowTest {
  private static Window<String> window(int batch, int ahead, long bytes) {
    return new Window<>(new LoadLimits(batch, 1_000, ahead, bytes, 1, 0, 1, 1), 10);
  }

  private static Document<String> document(long position, long bytes) {
    return Document.of(position, "d" + position, null, bytes);
  }

  private static List<Long> positions(List<Document<String>> batch) {
    return batch.stream().map(Document::position).toList();
  }

  @Test
  void shouldCutBatchesInOrderWhenDocumentsComeInAnother() throws Exception {
    Window<String> window = window(3, 8, 1_000);
    for (long position : new long[] {12, 11, 14, 10}) {
      window.put(document(position, 10));
    }
    assertEquals(List.of(10L, 11L, 12L), positions(window.take()));
    window.done();
    assertTrue(window.hasGap());
    assertEquals(13, window.filled());
    window.put(document(13, 10));
    window.put(document(15, 10));
    assertEquals(List.of(13L, 14L, 15L), positions(window.take()));
    window.done();
    assertEquals(16, window.next());
    assertEquals(16, window.submitted());
  }

  @Test
  void shouldEndABatchWhenItHasBytesEnough() throws Exception {
    Window<String> window = window(100, 128, 100_000);
    for (int i = 0; i < 5; i++) {
      window.append(document(0, 400), null);
    }
    assertEquals(List.of(10L, 11L, 12L), positions(window.take()));
    window.done();
    Request flush = new Request(Request.Kind.FLUSH);
    window.request(flush);
    assertEquals(List.of(13L, 14L), positions(window.take()));
    window.done();
    assertEquals(List.of(), window.take());
    assertEquals(flush, window.poll());
  }

  @Test
  void shouldWriteWhatIsThereWhenMemoryIsShort() throws Exception {
    Window<String> window = window(100, 128, 100);
    window.append(document(0, 60), null);
    Thread producer = submit(window, document(11, 60));
    // Less than a batch, but nobody would ever fill it.
    assertEquals(List.of(10L), positions(window.take()));
    window.done();
    producer.join();
    assertEquals(12, window.next());
  }

  @Test
  void shouldLetInTheOneThatAllWaitForWhenMemoryIsTakenByThoseBehind() throws Exception {
    Window<String> window = window(2, 8, 100);
    window.put(document(11, 60));
    window.put(document(12, 40));
    Thread behind = submit(window, document(13, 10));
    window.put(document(10, 1_000));
    assertEquals(List.of(10L), positions(window.take()), "a batch of more bytes than it may have");
    window.done();
    assertEquals(List.of(11L, 12L), positions(window.take()));
    window.done();
    behind.join();
  }

  @Test
  void shouldHoldUpWhoIsTooFarAheadUntilTheFirstOnesAreTaken() throws Exception {
    Window<String> window = window(1, 4, 1_000);
    Thread ahead = submit(window, document(14, 1));
    window.put(document(10, 1));
    assertEquals(List.of(10L), positions(window.take()));
    window.done();
    ahead.join();
    assertTrue(window.hasGap());
  }

  @Test
  void shouldRefuseAndWakeWhoWaitsWhenItIsShut() throws Exception {
    Window<String> window = window(10, 16, 100);
    window.put(document(11, 100));
    CountDownLatch refused = new CountDownLatch(1);
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  assertThrows(StoreClosedException.class, () -> window.put(document(12, 100)));
                  refused.countDown();
                });
    awaitWaiting(waiting);
    window.refuse(() -> new StoreClosedException("shut"));
    refused.await();
    assertThrows(StoreClosedException.class, () -> window.put(document(10, 1)));
    window.refuse(null);
    window.put(document(10, 1));
  }

  @Test
  void shouldNeverHaveMoreInMemoryThanAllowedWhenManyThreadsSubmit() throws Exception {
    int threads = 8;
    long count = 20_000;
    Window<String> window = window(16, 32, 500);
    AtomicLong next = new AtomicLong(10);
    AtomicLong inMemory = new AtomicLong();
    AtomicLong most = new AtomicLong();
    List<Thread> producers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      producers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (long p = next.getAndIncrement(); p < count; p = next.getAndIncrement()) {
                        window.put(document(p, 50));
                        most.accumulateAndGet(inMemory.addAndGet(50), Math::max);
                      }
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    long expected = 10;
    while (expected < count) {
      List<Document<String>> batch = window.take();
      for (Document<String> document : batch) {
        assertEquals(expected, document.position());
        expected++;
      }
      inMemory.addAndGet(-50L * batch.size());
      window.done();
      if (expected + threads * 2 > count) {
        window.request(new Request(Request.Kind.FLUSH));
      }
    }
    for (Thread producer : producers) {
      producer.join();
    }
    // One is let in beyond the limit if all wait for it; counting is a little later than that.
    assertTrue(most.get() <= 500 + 50 + threads * 50, () -> "bytes=" + most);
  }

  /** Returns when the document waits for room. */
  private static Thread submit(Window<String> window, Document<String> document) {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    window.put(document);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    awaitWaiting(thread);
    return thread;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
