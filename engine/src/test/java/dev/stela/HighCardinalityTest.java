package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many distinct tags, many entities, many events of one entity. {@code
 * -Dstela.distinctTags=1000000} makes the tags and entities a million.
 */
class HighCardinalityTest {
  private static final int TAGS = Integer.getInteger("stela.distinctTags", 100_000);
  private static final int BATCH = 2_000;
  private static final int EVENTS = 100_000;
  private static final int CHUNK = 1 << 16;

  @TempDir Path folder;

  private static StoreConfig config() {
    return StoreConfig.builder().durability(Durability.ASYNC).segmentBytes(8 << 20).build();
  }

  private static EntityId id(int number) {
    return EntityId.of(1, number);
  }

  private static void createAll(EntityStore store) {
    for (int from = 0; from < TAGS; from += BATCH) {
      int first = from;
      store.write(
          transaction -> {
            for (int i = first; i < Math.min(TAGS, first + BATCH); i++) {
              transaction.create(
                  EntityDraft.of(id(i))
                      .tag("serial:" + i)
                      .tag("mod7:" + i % 7)
                      .tag("mod1000:" + i % 1_000));
            }
          });
    }
  }

  @Test
  void shouldFindExactlyWhenEachEntityHasATagOfItsOwn() {
    long seed = ThreadLocalRandom.current().nextLong();
    Path path = folder.resolve("tags");
    try {
      try (EntityStore store = EntityStore.open(path, config())) {
        createAll(store);
        requireAll(store, new Random(seed));
        changeSome(store);
      }
      try (EntityStore store = EntityStore.open(path, config())) {
        requireChanged(store);
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed=" + seed, e);
    }
  }

  private static void requireAll(EntityStore store, Random random) {
    assertEquals(TAGS, store.search(Query.all()).count());
    assertEquals(TAGS, store.search(Query.namespace("serial")).count());
    assertEquals(TAGS, store.values("serial").size());
    assertEquals(List.of("mod1000", "mod7", "serial"), store.namespaces());
    for (int i = 0; i < 200; i++) {
      int number = random.nextInt(TAGS);
      require(store, Query.tag("serial:" + number), n -> n == number);
      int low = random.nextInt(TAGS);
      int high = low + random.nextInt(3_000);
      assertEquals(
          Math.min(high, TAGS - 1) - low + 1,
          store.search(Query.between("serial", low, high)).count(),
          () -> "numbers from " + low + " to " + high);
    }
    int middle = CHUNK - 100;
    require(
        store, Query.between("serial", middle, middle + 200), n -> n >= middle && n <= CHUNK + 100);
    require(store, Query.matches("serial:9?9?9"), n -> ("" + n).matches("9.9.9"));
    require(
        store,
        Query.and(Query.tag("mod7:3"), Query.tag("mod1000:10")),
        n -> n % 7 == 3 && n % 1_000 == 10);
    require(
        store,
        Query.and(Query.tag("mod7:3"), Query.not(Query.less("serial", TAGS - 500))),
        n -> n % 7 == 3 && n >= TAGS - 500);
    require(store, Query.less("serial", "11"), n -> ("" + n).compareTo("11") < 0);
    Search backwards = store.search(Query.all()).orderBy(Order.number("serial").reversed());
    assertEquals(
        IntStream.range(0, 50).mapToObj(n -> id(TAGS - 1 - CHUNK + 20 - n)).toList(),
        backwards.offset(CHUNK - 20).limit(50).ids().toList());
    assertEquals(List.of(), backwards.offset(TAGS).ids().toList());
    assertEquals(TAGS, backwards.offset(TAGS).ids().total());
    List<Facet> facets = store.search("mod7:0").facets("mod1000");
    assertEquals(1_000, facets.size());
    assertEquals((TAGS + 6) / 7, facets.stream().mapToLong(Facet::count).sum());
    assertEquals(
        Set.of("17", "1017"),
        Set.copyOf(
            store.search("serial:17 OR serial:1017").facets("serial").stream()
                .map(Facet::value)
                .toList()));
  }

  /** Every 1,000th entity loses its serial tag, every 7th of those is deleted. */
  private static void changeSome(EntityStore store) {
    store.write(
        transaction -> {
          for (int i = 0; i < TAGS; i += 1_000) {
            transaction.removeTag(id(i), "serial:" + i);
            if (i % 7 == 0) {
              transaction.delete(id(i));
            }
          }
        });
  }

  private static void requireChanged(EntityStore store) {
    require(store, Query.not(Query.namespace("serial")), n -> n % 1_000 == 0 && n % 7 != 0);
    require(store, Query.lifecycle(Lifecycle.DELETED), n -> n % 7_000 == 0);
    assertEquals(TAGS - TAGS / 1_000, store.search("serial:*").count());
    assertEquals(TAGS - TAGS / 1_000, store.values("serial").size());
    assertEquals(
        TAGS - (TAGS + 6_999) / 7_000, store.search(Query.ever(Query.namespace("serial"))).count());
    assertEquals(TAGS, store.search(Query.asOf(store.lsn() - 1, Query.all())).count() + deleted());
    try (Snapshot before = store.asOf(store.find(id(0)).orElseThrow().lsn() - 1)) {
      assertEquals(TAGS, before.search("serial:*").count());
      assertEquals(TAGS, before.values("serial").size());
    }
  }

  private static int deleted() {
    return (TAGS + 6_999) / 7_000;
  }

  private static void require(EntityStore store, Query query, IntPredicate wanted) {
    List<EntityId> expected =
        IntStream.range(0, TAGS).filter(wanted).mapToObj(HighCardinalityTest::id).toList();
    try (Hits<EntityId> hits = store.search(query).ids()) {
      assertEquals(expected.size(), hits.total(), query::text);
      assertEquals(expected, hits.toList(), query::text);
    }
    assertEquals(expected.size(), store.search(query).count(), query::text);
  }

  @Test
  void shouldAnswerAsOfAnyMomentWhenOneEntityHasManyEvents() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    Path path = folder.resolve("events");
    List<Integer> values = new ArrayList<>();
    List<Long> lsns = new ArrayList<>();
    EntityId metric = EntityId.named("cpu");
    try {
      try (EntityStore store = EntityStore.open(path, config())) {
        store.create(EntityDraft.of(metric).tag("type:metric"));
        store.create(EntityDraft.of(EntityId.named("other")).tag("value:5"));
        // Each setTag adds one value and removes another.
        while (values.size() < EVENTS / 2) {
          int value = random.nextInt(1_000);
          values.add(value);
          lsns.add(store.setTag(metric, "value:" + value));
        }
        requireValues(store, metric, values, lsns, random);
      }
      try (EntityStore store = EntityStore.open(path, config())) {
        requireValues(store, metric, values, lsns, random);
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed=" + seed, e);
    }
  }

  private static void requireValues(
      EntityStore store, EntityId metric, List<Integer> values, List<Long> lsns, Random random) {
    for (int i = 0; i < 300; i++) {
      int index = i == 0 ? values.size() - 1 : random.nextInt(values.size());
      int value = values.get(index);
      Query is = Query.and(Query.tag("type:metric"), Query.tag("value:" + value));
      try (Snapshot snapshot = store.asOf(lsns.get(index))) {
        assertEquals(List.of(metric), snapshot.search(is).ids().toList());
        assertEquals(1, snapshot.search(is).facets("value").size());
        assertEquals(
            value >= 500, snapshot.search("type:metric AND value >= 500").exists(), "at least");
        assertEquals(
            0, snapshot.search(Query.and(Query.not(is), Query.tag("type:metric"))).count());
      }
      assertEquals(1, store.search(Query.asOf(lsns.get(index), is)).count());
      int other = random.nextInt(1_000);
      boolean ever = values.subList(0, index + 1).contains(other);
      assertEquals(
          ever,
          store
              .search(
                  Query.asOf(
                      lsns.get(index),
                      Query.ever(Query.and(Query.tag("type:metric"), Query.tag("value:" + other)))))
              .exists(),
          "ever");
    }
    int last = values.getLast();
    assertTrue(store.search("type:metric AND value:" + last).exists());
    assertFalse(store.search("type:metric AND value != " + last).exists());
    assertEquals(
        new HashSet<>(values).size(),
        new HashSet<>(values)
            .stream()
                .filter(v -> store.search("type:metric AND EVER(value:" + v + ")").exists())
                .count());
  }
}
