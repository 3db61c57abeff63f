package dev.stela;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.internal.format.Timestamps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LongHistoryTest {
  private static final EntityId ID = EntityId.named("much:tagged");
  private static final int EVENTS = 100_000;
  private static final int LEVELS = 10;

  @TempDir Path folder;

  @Test
  void shouldAnswerAsOfAnyMomentWhenAnEntityHasManyTagEvents() {
    List<Instant> times = new ArrayList<>();
    List<Long> lsns = new ArrayList<>();
    byte[] content = "once".getBytes(StandardCharsets.UTF_8);
    try (EntityStore store = open(false)) {
      store.create(EntityDraft.of(ID).tag("kept:1").content(content).text("title", "Once"));
      EntityView view = new EntityView();
      for (int i = 0; i < EVENTS; i++) {
        lsns.add(store.setTag(ID, "level:" + i % LEVELS));
        assertTrue(store.read(ID, view));
        times.add(Timestamps.instant(view.updatedNanos()));
      }
      require(store, lsns, times, content);
    }
    for (boolean rebuild : new boolean[] {false, true}) {
      try (EntityStore store = open(rebuild)) {
        require(store, lsns, times, content);
        assertEquals(EVENTS + 1, store.history(ID).size());
      }
    }
  }

  private static void require(
      EntityStore store, List<Long> lsns, List<Instant> times, byte[] content) {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int event = i == 0 ? 0 : i == 1 ? EVENTS - 1 : random.nextInt(EVENTS);
      try (Snapshot byLsn = store.asOf(lsns.get(event));
          Snapshot byTime = store.asOf(times.get(event));
          Snapshot before = store.asOf(times.get(event).minusNanos(1))) {
        for (Snapshot snapshot : List.of(byLsn, byTime)) {
          Entity entity = snapshot.get(ID).orElseThrow();
          assertEquals(lsns.get(event), entity.lsn());
          assertEquals(2, entity.tags().size());
          assertEquals(times.get(event), entity.tagTimes().get(Tag.of("level:" + event % LEVELS)));
          assertArrayEquals(content, entity.content());
          assertEquals("Once", entity.texts().get("title"));
        }
        Entity older = before.get(ID).orElseThrow();
        assertFalse(older.hasTag("level:" + event % LEVELS));
        assertEquals(event == 0 ? 1 : 2, older.tags().size());
      }
    }
    try (Snapshot before = store.asOf(0)) {
      assertFalse(before.find(ID).isPresent());
    }
  }

  @Test
  void shouldFindContentAndTextsWhenTheyLieSegmentsBack() throws Exception {
    byte[] small = "small".getBytes(StandardCharsets.UTF_8);
    byte[] large = new byte[500_000];
    new Random(1).nextBytes(large);
    EntityId chunked = EntityId.named("chunked");
    EntityId other = EntityId.named("other");
    try (EntityStore store = open(false)) {
      store.create(
          EntityDraft.of(ID).content(small).text("a", "first").text("b", "second").tag("t:0"));
      store.create(EntityDraft.of(chunked));
      store.putContent(chunked, new java.io.ByteArrayInputStream(large));
      store.create(EntityDraft.of(other));
      for (int segment = 1; segment <= 6; segment++) {
        long segments = store.statistics().segments();
        while (store.statistics().segments() < segments + 1) {
          store.putContent(other, new byte[60_000]);
        }
        // In this order: tags only, one text of two, nothing else of what lies further back.
        store.setTag(ID, "t:" + segment);
        store.addTag(chunked, "t:" + segment);
        if (segment == 3) {
          store.putText(ID, "b", "changed");
        }
        requireOld(store, small, large, chunked, segment);
      }
    }
    for (boolean rebuild : new boolean[] {false, true}) {
      try (EntityStore store = open(rebuild)) {
        requireOld(store, small, large, chunked, 6);
        store.addTag(ID, "again:" + rebuild);
        requireOld(store, small, large, chunked, 6);
      }
    }
  }

  private static void requireOld(
      EntityStore store, byte[] small, byte[] large, EntityId chunked, int segment)
      throws Exception {
    Entity entity = store.get(ID).orElseThrow();
    assertArrayEquals(small, entity.content());
    assertEquals("first", entity.texts().get("a"));
    assertEquals(segment < 3 ? "second" : "changed", entity.texts().get("b"));
    assertTrue(entity.hasTag("t:" + segment));
    try (var stream = store.openContent(chunked)) {
      assertArrayEquals(large, stream.readAllBytes());
    }
    EntityView view = new EntityView();
    assertTrue(store.read(chunked, view));
    byte[] part = new byte[1_000];
    assertEquals(1_000, view.readContent(333_333, part, 0, 1_000));
    assertArrayEquals(java.util.Arrays.copyOfRange(large, 333_333, 334_333), part);
  }

  private EntityStore open(boolean rebuild) {
    return EntityStore.open(
        folder,
        StoreConfig.builder()
            .durability(Durability.ASYNC)
            .segmentBytes(1 << 20)
            .opening(rebuild ? Opening.REBUILD : Opening.AUTO)
            .build());
  }
}
