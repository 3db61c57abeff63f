package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store of whose log compaction has left nothing, because nobody ever used what was written. */
class NothingKeptTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Opening.class,
      names = {"AUTO", "REBUILD", "REPLAY"})
  void shouldAnswerAsOfTimesWhenNothingOfTheLogIsKept(Opening opening) throws IOException {
    try (EntityStore store = open(Opening.AUTO)) {
      compactToNothing(store);
      requireEmpty(store);
    }
    try (EntityStore store = open(opening)) {
      requireEmpty(store);
      store.create(EntityDraft.of(EntityId.named("first")));
      assertEquals(1, store.statistics().activeEntities());
    }
  }

  private static void compactToNothing(EntityStore store) throws IOException {
    for (int i = 0; i < 3; i++) {
      store.stage(new ByteArrayInputStream(new byte[300_000]));
      store.maintenance().checkpoint();
    }
    CompactionReport report = store.maintenance().compact();
    assertTrue(report.bytesAfter() < report.bytesBefore(), report.toString());
  }

  private static void requireEmpty(EntityStore store) {
    for (Instant time : new Instant[] {Instant.EPOCH, Instant.now()}) {
      try (Snapshot snapshot = store.asOf(time)) {
        assertFalse(snapshot.find(EntityId.named("first")).isPresent());
      }
      assertEquals(0, store.search(Query.asOf(time, Query.all())).count());
    }
  }

  private EntityStore open(Opening opening) {
    return EntityStore.open(
        folder.resolve("store"),
        StoreConfig.builder().segmentBytes(1 << 20).opening(opening).build());
  }
}
