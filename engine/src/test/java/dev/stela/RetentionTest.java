package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the policy to what compaction drops, what queries refuse, and what stays for all time. */
class RetentionTest {
  private static final int ENTITIES = 1_000;
  private static final int ROUNDS = 20;
  private static final int VALUES = 7;
  private static final RetentionPolicy NEWEST = RetentionPolicy.keepNewestTags("cpu:*", 10);
  private static final StoreConfig CONFIG =
      StoreConfig.builder()
          .segmentBytes(1 << 20)
          .durability(Durability.ASYNC)
          .compaction(false)
          .build();

  @TempDir Path folder;
  private EntityStore store;
  private final Map<Long, Set<EntityId>> withThree = new HashMap<>();
  private long early;

  @BeforeEach
  void open() {
    store = EntityStore.open(folder, CONFIG);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldDropOnlyOldMetricsWhenThePolicyNamesThem() {
    writeMetrics();
    long lsn = store.lsn();
    Map<EntityId, String> before = entities();
    CompactionReport report = store.maintenance().retain(List.of(NEWEST), false);
    // Of 39 events, 10 are kept, and at most the addition that the oldest of these ends.
    assertTrue(report.droppedEvents() >= ENTITIES * 28L, report::toString);
    assertTrue(report.droppedEvents() <= ENTITIES * 29L, report::toString);
    assertEquals(report.droppedEvents(), report.policies().getFirst().events());
    assertTrue(report.bytesAfter() < report.bytesBefore(), report::toString);
    assertTrue(before.equals(entities()), "current states have changed");
    requireMetrics(lsn);
    // As of the horizon itself and later, and after each way to open.
    for (Opening opening : new Opening[] {null, Opening.AUTO, Opening.REBUILD, Opening.REPLAY}) {
      if (opening != null) {
        store.close();
        store = EntityStore.open(folder, StoreConfig.builder().opening(opening).build());
      }
      assertTrue(before.equals(entities()), "current states have changed");
      requireMetrics(lsn);
    }
    store.close();
    VerificationReport verified = StoreVerifier.verify(folder);
    assertTrue(verified.isSound(), verified::toString);
  }

  @Test
  void shouldChangeNothingWhenItIsADryRun() {
    writeMetrics();
    CompactionReport dry = store.maintenance().retain(List.of(NEWEST), true);
    assertTrue(dry.dryRun());
    assertEquals(0, dry.segmentsAfter());
    requireEverything();
    CompactionReport done = store.maintenance().retain(List.of(NEWEST), false);
    assertEquals(done.droppedEvents(), dry.droppedEvents());
    assertEquals(done.policies(), dry.policies());
    assertFalse(done.dryRun());
  }

  @Test
  void shouldDoNothingWhenLittleWasWrittenSinceTheLastTime() {
    writeMetrics();
    store.maintenance().retain(List.of(NEWEST), false);
    store.addTag(id(0), Tag.of("type:new"));
    CompactionReport again = store.maintenance().retain(List.of(NEWEST), false);
    assertEquals(0, again.segmentsBefore());
    assertTrue(
        store
                .maintenance()
                .retain(List.of(RetentionPolicy.keepNewestTags("cpu:*", 4)), false)
                .droppedEvents()
            > 0);
  }

  @Test
  void shouldKeepWhatAnOpenSnapshotSees() {
    writeMetrics();
    try (Snapshot snapshot = store.asOf(early)) {
      store.maintenance().retain(List.of(NEWEST), false);
      assertEquals(withThree.get(early), ids(snapshot.search("cpu:3")));
      assertEquals(ENTITIES, snapshot.search("type:metric").entities().toList().size());
    }
    store.maintenance().retain(List.of(RetentionPolicy.keepNewestTags("c*:*", 10)), false);
    assertThrows(HistoryNotKeptException.class, () -> ids(asOf(early, "cpu:3")));
  }

  @Test
  void shouldKeepTheNewestContentsWhenThePolicySaysHowMany() {
    EntityId id = id(1);
    store.create(EntityDraft.of(id).content("v0".getBytes(StandardCharsets.UTF_8)));
    List<Long> lsns = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      lsns.add(store.putContent(id, ("v" + i).getBytes(StandardCharsets.UTF_8)));
      store.addTag(id, Tag.of("step:" + i));
    }
    CompactionReport report =
        store.maintenance().retain(List.of(RetentionPolicy.keepNewestContents(3)), false);
    assertEquals(7, report.droppedEvents());
    for (int i = 7; i <= 9; i++) {
      try (Snapshot snapshot = store.asOf(lsns.get(i - 1))) {
        assertEquals(
            "v" + i, new String(snapshot.get(id).orElseThrow().content(), StandardCharsets.UTF_8));
      }
    }
    try (Snapshot snapshot = store.asOf(lsns.get(5))) {
      HistoryNotKeptException refused =
          assertThrows(HistoryNotKeptException.class, () -> snapshot.get(id));
      assertEquals(lsns.get(6), refused.horizonLsn());
    }
    // Nothing was dropped of any tag.
    for (int i = 1; i <= 9; i++) {
      assertEquals(Set.of(id), ids(asOf(lsns.get(i - 1) + 1, "step:" + i)));
    }
    assertEquals(
        9,
        store.history(id).stream()
            .flatMap(change -> change.events().stream())
            .filter(event -> event.kind() == Change.Kind.TAG_ADDED)
            .count());
  }

  @Test
  void shouldFindNothingWhenTheIdIsThatOfANameWhoseHistoryIsCut() {
    EntityId named = EntityId.named("one");
    store.create(EntityDraft.of(named));
    long first = store.setTag(named, Tag.of("cpu:1"));
    for (int i = 2; i < 9; i++) {
      store.setTag(named, Tag.of("cpu:" + i));
    }
    store.maintenance().retain(List.of(RetentionPolicy.keepNewestTags("cpu:*", 1)), false);
    try (Snapshot past = store.asOf(first)) {
      assertThrows(HistoryNotKeptException.class, () -> past.find(named));
      assertTrue(past.find(EntityId.of(named.toUuid())).isEmpty());
    }
  }

  @Test
  void shouldRefuseToSayWhatChangedInASpanWhenNoCommitOfItIsLeft() {
    EntityId id = id(1);
    store.create(EntityDraft.of(id));
    // A commit that defines a tag stays, for the definition.
    for (int i = 0; i < 9; i++) {
      store.setTag(id, Tag.of("cpu:" + i % 3));
    }
    List<Change> changes = store.history(id);
    Instant gone = changes.get(4).timestamp();
    Instant kept = changes.get(0).timestamp();
    store.maintenance().retain(List.of(RetentionPolicy.keepNewestTags("cpu:*", 1)), false);
    Query then = Query.updatedIn(gone, gone.plusNanos(1));
    assertThrows(HistoryNotKeptException.class, () -> count(Query.asOf(gone, then)));
    assertThrows(HistoryNotKeptException.class, () -> count(Query.ever(then)));
    assertEquals(0, count(then));
    assertEquals(1, count(Query.updatedIn(kept, kept.plusNanos(1))));
    assertEquals(0, count(Query.ever(Query.updatedIn(kept.plusNanos(1), null))));
  }

  private long count(Query query) {
    return store.search(query).count();
  }

  private void writeMetrics() {
    for (int i = 0; i < ENTITIES; i++) {
      store.create(
          EntityDraft.of(id(i)).tag(Tag.of("type:metric")).tag(Tag.of("dataset:d" + i % 3)));
    }
    Random random = new Random(42);
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < ENTITIES; i++) {
        store.setTag(id(i), Tag.of("cpu:" + (round + i) % VALUES));
      }
      Set<EntityId> three = new TreeSet<>();
      for (int i = 0; i < ENTITIES; i++) {
        if ((round + i) % VALUES == 3) {
          three.add(id(i));
        }
      }
      withThree.put(store.lsn(), three);
      if (round == 3) {
        early = store.lsn();
      }
      store.addTag(id(random.nextInt(ENTITIES)), Tag.of("round:" + round));
    }
  }

  private void requireEverything() {
    withThree.forEach((lsn, three) -> assertEquals(three, ids(asOf(lsn, "cpu:3"))));
  }

  private void requireMetrics(long lsn) {
    HistoryNotKeptException refused =
        assertThrows(HistoryNotKeptException.class, () -> ids(asOf(early, "cpu:3")));
    long horizon = refused.horizonLsn();
    assertTrue(horizon > early && horizon < lsn, refused::getMessage);
    assertThrows(HistoryNotKeptException.class, () -> ids(asOf(horizon - 1, "cpu:3")));
    assertThrows(HistoryNotKeptException.class, () -> ids(asOf(early, "EVER(cpu:*)")));
    assertThrows(HistoryNotKeptException.class, () -> ids(asOf(early, "cpu >= 2")));
    try (Snapshot past = store.asOf(early)) {
      Search typed = past.search("type:metric");
      assertEquals(ENTITIES, typed.count());
      assertThrows(HistoryNotKeptException.class, () -> typed.orderBy(Order.value("cpu")).ids());
      assertThrows(HistoryNotKeptException.class, () -> typed.facets("cpu"));
      assertThrows(HistoryNotKeptException.class, () -> past.get(id(17)));
      assertEquals(3, typed.facets("dataset").size());
    }
    int exact = 0;
    for (Map.Entry<Long, Set<EntityId>> one : withThree.entrySet()) {
      if (one.getKey() >= horizon) {
        assertEquals(one.getValue(), ids(asOf(one.getKey(), "cpu:3")));
        exact++;
      }
    }
    assertTrue(exact >= 4, "exact=" + exact);
    try (Snapshot at = store.asOf(horizon)) {
      // The horizon is in the middle of a round, and nothing is missing.
      assertEquals(ENTITIES, at.search("cpu:*").entities().toList().size());
      assertEquals(
          ENTITIES, at.search("cpu:*").facets("cpu").stream().mapToLong(Facet::count).sum());
    }
    // What no policy names is exact for all time.
    assertEquals(ENTITIES, asOf(early, "type:metric").count());
    assertEquals(ENTITIES / 3, asOf(early, "dataset:d2").count());
    assertEquals(3, asOf(early, "round:*").count());
    assertEquals(0, asOf(5, "dataset:d2 AND NOT type:metric").count());
    EntityId id = id(17);
    assertEquals(
        1,
        store.history(id).stream()
            .flatMap(change -> change.events().stream())
            .filter(event -> "type:metric".equals(event.subject()))
            .count());
    assertEquals(
        2,
        store.get(id).orElseThrow().tags().stream()
            .filter(tag -> !"cpu".equals(tag.namespace()) && !"round".equals(tag.namespace()))
            .count());
  }

  private Search asOf(long lsn, String query) {
    return store.search("ASOF(" + lsn + ", " + query + ")");
  }

  private static Set<EntityId> ids(Search search) {
    return new TreeSet<>(search.ids().toList());
  }

  /** All that an entity says of itself now. */
  private Map<EntityId, String> entities() {
    Map<EntityId, String> all = new HashMap<>();
    store
        .search("type:metric")
        .entities()
        .forEachRemaining(entity -> all.put(entity.id(), entity + " " + entity.tagTimes()));
    return all;
  }

  private static EntityId id(int number) {
    return EntityId.of(7, number);
  }
}
