package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits have the times that the clock gave, whatever else the log needs between them. */
class CommitTimeTest {
  private static final int LONG_CONTENT = 300_000;
  private static final EntityId ID = EntityId.named("one");

  @TempDir private Path folder;

  // Each commit takes the next nanosecond, so that there is none left between two of them.
  private volatile long now = 1_000_000_000L;

  @Test
  void shouldKeepTheCommitsTimesWhenContentIsStreamedBetweenThem() throws IOException {
    try (EntityStore store = open()) {
      store.create(EntityDraft.of(ID));
      for (int i = 0; i < 5; i++) {
        StagedContent staged = store.stage(new ByteArrayInputStream(new byte[LONG_CONTENT]));
        now++;
        long lsn = store.putContent(ID, staged);
        assertEquals(time(now), store.asOf(lsn).timestamp());
      }
    }
    requireSound();
  }

  @Test
  void shouldKeepTheCommitsTimeWhenItBeginsASegment() {
    try (EntityStore store = open()) {
      store.create(EntityDraft.of(ID));
      while (store.statistics().segments() < 4) {
        now++;
        long lsn = store.putContent(ID, new byte[60_000]);
        assertEquals(time(now), store.asOf(lsn).timestamp());
        assertEquals(time(now), store.get(ID).orElseThrow().updated());
      }
    }
    requireSound();
    try (EntityStore again = open()) {
      assertEquals(time(now), again.get(ID).orElseThrow().updated());
    }
  }

  private EntityStore open() {
    return EntityStore.open(
        folder,
        StoreConfig.builder()
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .durability(Durability.ASYNC)
            .opening(Opening.REPLAY)
            .clock(() -> now)
            .build());
  }

  private void requireSound() {
    VerificationReport report = StoreVerifier.verify(folder);
    assertTrue(report.isSound(), report.damages().toString());
  }

  private static Instant time(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }
}
