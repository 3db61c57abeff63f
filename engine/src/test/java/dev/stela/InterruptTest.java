package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interrupts may come at any moment: they break nothing and are not swallowed. */
@Timeout(120)
class InterruptTest {
  private static final int THREADS = 3;
  private static final int WRITES = 150;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void shouldLoseNothingAndKeepTheFlagWhenWritersAreInterrupted(Durability durability)
      throws Exception {
    StoreConfig config = StoreConfig.builder().durability(durability).segmentBytes(1 << 20).build();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicInteger flagsSeen = new AtomicInteger();
    try (EntityStore store = EntityStore.open(folder, config)) {
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int writer = i;
        writers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        write(store, writer, flagsSeen);
                      } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                      }
                    }));
      }
      while (writers.stream().anyMatch(Thread::isAlive)) {
        writers.forEach(Thread::interrupt);
        Thread.onSpinWait();
      }
      assertEquals(null, failure.get());
      assertEquals(THREADS * WRITES, flagsSeen.get(), "interrupts were swallowed");
      requireAll(store);
      Thread.currentThread().interrupt();
    }
    assertTrue(Thread.interrupted(), "closing kept the flag");
    Thread.currentThread().interrupt();
    try (EntityStore store = EntityStore.open(folder, config)) {
      assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
      assertTrue(Thread.interrupted(), "opening kept the flag");
      requireAll(store);
    }
  }

  private static void write(EntityStore store, int writer, AtomicInteger flagsSeen) {
    for (int i = 0; i < WRITES; i++) {
      // Set by this thread itself, so that it has to be there afterwards whatever else comes.
      Thread.currentThread().interrupt();
      store.create(EntityDraft.of(id(writer, i)).content(new byte[2_000]));
      if (Thread.interrupted()) {
        flagsSeen.incrementAndGet();
      }
      store.addTag(id(writer, i), "n:" + i);
    }
  }

  private static void requireAll(EntityStore store) {
    for (int writer = 0; writer < THREADS; writer++) {
      for (int i = 0; i < WRITES; i++) {
        Entity entity = store.get(id(writer, i)).orElseThrow();
        assertTrue(entity.hasTag("n:" + i));
        assertEquals(2_000, entity.content().length);
      }
    }
    assertEquals(THREADS * WRITES, store.statistics().activeEntities());
  }

  private static EntityId id(int writer, int number) {
    return EntityId.of(writer + 1, number + 1);
  }
}
