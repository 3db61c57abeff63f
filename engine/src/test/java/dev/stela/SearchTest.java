package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Query.AsOf;
import dev.stela.Query.AsOfLsn;
import dev.stela.Query.CreatedIn;
import dev.stela.Query.Ever;
import dev.stela.Query.InLifecycle;
import dev.stela.Query.UpdatedIn;
import dev.stela.internal.format.Timestamps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entities queries find: now, as of earlier moments, and ever. */
class SearchTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Instant START = Instant.parse("2024-05-01T12:00:00Z");

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong(Timestamps.nanos(START));
  private EntityStore store;

  @BeforeEach
  void open() {
    // A second passes from each look at the clock to the next, so that no moment is another's.
    StoreConfig config = StoreConfig.builder().clock(() -> nanos.getAndAdd(SECOND)).build();
    store = EntityStore.open(folder.resolve("store"), config);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldFindNothingWhenStoreIsEmpty() {
    requireFound(Query.all());
    requireFound(Query.not(Query.tag("a")));
    requireFound(new Ever(Query.tag("a")));
    requireFound(new AsOfLsn(0, Query.all()));
    assertEquals(List.of(), store.namespaces());
    assertEquals(List.of(), store.values("kind"));
  }

  @Test
  void shouldJoinTagsWhenQueryIsNested() {
    create("a", "type:user", "status:new");
    create("b", "type:user", "status:active", "host:web-1");
    create("c", "type:job", "status:active");
    create("d", "type:user", "status:gone");

    requireFound("type:user", "a", "b", "d");
    requireFound("type:user AND (status:new OR status:active)", "a", "b");
    requireFound("type:user AND (status:new OR status:active) AND NOT host:web-*", "a");
    requireFound("NOT type:user", "c");
    requireFound("NOT (type:user AND NOT status:new)", "a", "c");
    requireFound("NOT NOT type:user", "a", "b", "d");
    requireFound("type:user AND type:job");
    requireFound("type:user OR type:job", "a", "b", "c", "d");
    requireFound("type:nobody OR NOT type:nobody", "a", "b", "c", "d");
    requireFound("type:user AND NOT status:nowhere", "a", "b", "d");
    requireFound("host:*", "b");
    requireFound("nospace:*");
    requireFound("st*s:?e*", "a");
  }

  @Test
  void shouldCompareValuesAsNumbersOrTextsWhenAskedTo() {
    create("a", "size:9");
    create("b", "size:10");
    create("c", "size:1e1", "size:30");
    create("d", "size:large");
    create("e", "other:10");

    requireFound("size < 10", "a");
    requireFound("size = 10", "b", "c");
    requireFound("size >= 10", "b", "c");
    requireFound("size BETWEEN 9 AND 10", "a", "b", "c");
    requireFound("size IN (9, 30)", "a", "c");
    requireFound("size > \"10\"", "a", "c", "d");
    // Not equal: a value, and none that is equal; what is no number is not equal to any.
    requireFound("size != 10", "a", "d");
    requireFound("size != \"10\"", "a", "c", "d");
  }

  @Test
  void shouldFindTheSameWhenAPatternMatchesVeryManyTags() {
    store.write(
        transaction -> {
          for (int i = 0; i < 1000; i++) {
            EntityDraft draft = EntityDraft.of(id("many-" + i)).tag("half:" + i % 2);
            transaction.create(draft.tag((i % 3 == 0 ? "serial:" : "plain:") + i));
          }
          transaction.addTag(id("many-3"), "few:1");
          transaction.addTag(id("many-4"), "few:1");
          transaction.addTag(id("many-6"), "few:1");
        });
    long before = store.lsn();
    store.setTag(id("many-6"), "serial:none");

    assertEquals(334, store.search("serial:*").count());
    assertEquals(167, store.search("serial:* AND half:0").count());
    assertEquals(666, store.search("NOT serial:*").count());
    // Of few entities the tags are read, of many those are found that have any of the tags.
    requireFound("serial:* AND few:1", "many-3", "many-6");
    requireFound("NOT serial:* AND few:1", "many-4");
    requireFound("serial >= 0 AND few:1", "many-3");
    requireFound("(serial:* OR half:0) AND few:1", "many-3", "many-4", "many-6");
    requireFound("serial:none AND NOT serial >= 0", "many-6");
    requireFound(new AsOfLsn(before, Query.parse("serial >= 0 AND few:1")), "many-3", "many-6");
  }

  @Test
  void shouldFindDeletedEntitiesOnlyWhenLifecycleIsAskedFor() {
    create("a", "kind:x");
    create("b", "kind:x");
    long both = store.lsn();
    store.delete(id("a"));
    create("c", "kind:y");

    requireFound("kind:x", "b");
    requireFound("NOT kind:y", "b");
    requireFound("kind:x AND LIFECYCLE(deleted)", "a");
    requireFound("kind:x AND LIFECYCLE(active)", "b");
    requireFound("kind:x AND (LIFECYCLE(active) OR LIFECYCLE(deleted))", "a", "b");
    requireFound(new AsOfLsn(both, Query.tag("kind:x")), "b");
    try (Snapshot snapshot = store.asOf(both)) {
      requireFound(snapshot, Query.tag("kind:x"), "a", "b");
      requireFound(snapshot, new InLifecycle(Lifecycle.DELETED));
    }
    store.restore(id("a"));
    requireFound("kind:x", "a", "b");
  }

  @Test
  void shouldTellWhoWasEverActiveWhenCreatedAndDeletedInOneCommit() {
    store.write(
        transaction -> {
          transaction.create(EntityDraft.of(id("stillborn")).tag("kind:x"));
          transaction.delete(id("stillborn"));
        });
    create("a", "kind:x");
    store.delete(id("a"));
    create("b", "kind:x");

    requireFound("LIFECYCLE(active)", "b");
    requireFound("EVER(LIFECYCLE(active))", "a", "b");
    requireFound("EVER(LIFECYCLE(deleted))", "a", "stillborn");
    store.restore(id("stillborn"));
    requireFound("EVER(LIFECYCLE(active))", "a", "b", "stillborn");
    store.delete(id("stillborn"));
    requireFound("EVER(LIFECYCLE(active))", "a", "b", "stillborn");
  }

  @Test
  void shouldFindByIdWhenItsKindIsTheSame() {
    create("a", "kind:x");
    EntityId plain = EntityId.of(7, 7);
    store.create(EntityDraft.of(plain).tag("kind:x"));
    EntityId sameBitsAsNamed = EntityId.of(id("a").toUuid());
    long before = store.lsn();
    create("later", "kind:x");

    requireFound(Query.ids(Set.of(id("a"), plain, id("nobody"))), "a", plain.toString());
    requireFound(Query.ids(Set.of(sameBitsAsNamed)));
    requireFound(new AsOfLsn(before, Query.ids(Set.of(id("a"), id("later")))), "a");
    assertEquals(List.of(id("a")), store.search(Query.ids(Set.of(id("a")))).ids().toList());
  }

  @Test
  void shouldFindByTimeOfCreationWhenSpanIsOpenOrClosed() {
    Instant a = timeOf(create("a"));
    Instant b = timeOf(create("b"));
    Instant c = timeOf(create("c"));
    store.addTag(id("a"), "late");

    requireFound(new CreatedIn(null, null), "a", "b", "c");
    requireFound(new CreatedIn(b, null), "b", "c");
    requireFound(new CreatedIn(null, b), "a");
    requireFound(new CreatedIn(a, c), "a", "b");
    requireFound(new CreatedIn(b.plusNanos(1), c));
    requireFound(new CreatedIn(c, a));
    requireFound(new CreatedIn(Instant.MIN, Instant.MAX), "a", "b", "c");
    requireFound(new Ever(new CreatedIn(b, c)), "b");
    requireFound(Query.not(new CreatedIn(b, c)), "a", "c");
  }

  @Test
  void shouldFindByLastChangeWhenEntitiesHaveChangedSince() {
    create("a");
    long second = create("b");
    create("c");
    long changed = store.addTag(id("a"), "x");
    Instant a1 = timeOf(changed);
    long again = store.addTag(id("b"), "x");
    Instant b1 = timeOf(again);
    store.addTag(id("a"), "y");

    requireFound(new UpdatedIn(b1, null), "a", "b");
    requireFound(new UpdatedIn(a1, b1));
    requireFound(new Ever(new UpdatedIn(a1, b1)), "a");
    requireFound(new Ever(new UpdatedIn(null, a1)), "a", "b", "c");
    requireFound(new UpdatedIn(null, a1), "c");
    requireFound(Query.not(new UpdatedIn(b1, null)), "c");
    requireFound(Query.and(Query.tag("x"), Query.not(new UpdatedIn(b1, b1.plusNanos(1)))), "a");
    requireFound(Query.or(new UpdatedIn(b1, b1.plusNanos(1)), Query.tag("y")), "a", "b");
    try (Snapshot snapshot = store.asOf(changed)) {
      requireFound(snapshot, new UpdatedIn(a1, null), "a");
      requireFound(snapshot, new UpdatedIn(timeOf(second), a1), "b", "c");
      requireFound(snapshot, new UpdatedIn(timeOf(second), timeOf(second).plusNanos(1)), "b");
    }
  }

  @Test
  void shouldReadTheLogWhenManyEntitiesHaveChangedSince() {
    long first = createMany(0, 500);
    Instant firstTime = timeOf(first);
    createMany(500, 1000);
    long second =
        store.write(
            transaction -> {
              for (int i = 0; i < 100; i++) {
                transaction.addTag(id("many-" + i), "between");
              }
            });
    store.write(
        transaction -> {
          for (int i = 0; i < 1000; i++) {
            transaction.addTag(id("many-" + i), "later");
          }
        });

    try (Snapshot snapshot = store.asOf(second)) {
      Instant end = firstTime.plusNanos(1);
      assertEquals(400, snapshot.search(new UpdatedIn(firstTime, end)).count());
      assertEquals(600, snapshot.search(new UpdatedIn(end, null)).count());
      assertEquals(1000, snapshot.search(new UpdatedIn(firstTime, null)).count());
    }
    assertEquals(0, store.search(new UpdatedIn(null, timeOf(store.lsn()))).count());
    assertEquals(1000, store.search(new Ever(new UpdatedIn(null, timeOf(store.lsn())))).count());
  }

  @Test
  void shouldAnswerAsOfAnEarlierMomentWhenOnlyAPartAsksForIt() {
    create("a", "state:new");
    long before = store.lsn();
    store.setTag(id("a"), "state:done");
    create("b", "state:new");
    store.removeTag(id("b"), "state:new");

    requireFound("state:done", "a");
    requireFound("state:new");
    requireFound("EVER(state:new)", "a", "b");
    requireFound("EVER(state:new AND state:done)", "a");
    requireFound("NOT EVER(state:done)", "b");
    requireFound("EVER(NOT state:done)", "b");
    requireFound(new AsOfLsn(before, Query.tag("state:new")), "a");
    requireFound(
        Query.and(Query.tag("state:done"), new AsOfLsn(before, Query.tag("state:new"))), "a");
    requireFound(new Ever(new AsOfLsn(before, Query.tag("state:done"))));
    // Only who existed then can have been without it then.
    requireFound(new AsOfLsn(before, Query.not(Query.tag("state:done"))), "a");
    requireFound(Query.not(new AsOfLsn(before, Query.tag("state:new"))), "b");
    requireFound(new AsOfLsn(0, Query.not(Query.tag("state:new"))));
    requireFound(new AsOf(timeOf(before).plusNanos(1), Query.tag("state:new")), "a");
    requireFound(new AsOf(timeOf(before).minusNanos(1), Query.tag("state:new")));
    requireFound(new AsOf(START.minus(Duration.ofDays(1)), Query.all()));
  }

  @Test
  void shouldRequireOneMomentWithoutTheValueWhenUnequalIsAskedOfEver() {
    create("always", "level:1");
    create("both", "level:1", "level:2");
    create("moved", "level:1");
    store.setTag(id("moved"), "level:2");
    store.setTag(id("moved"), "level:1");
    create("lost", "level:1");
    store.removeTag(id("lost"), "level:1");
    store.write(
        transaction -> {
          transaction.addTag(id("always"), "level:2");
          transaction.removeTag(id("always"), "level:2");
        });

    requireFound("level != 1");
    requireFound("EVER(level != 1)", "moved");
    requireFound("EVER(level != \"1\")", "moved");
    requireFound("EVER(level != 2)", "always", "lost", "moved");
  }

  @Test
  void shouldRefuseWhenTheQueryAsksOfALaterMoment() {
    create("a");
    long before = store.lsn();
    create("b");
    Instant now = timeOf(store.lsn());

    refused(() -> store.search(new AsOfLsn(store.lsn() + 1, Query.all())).count());
    refused(() -> store.search(new AsOf(now.plus(Duration.ofDays(1)), Query.all())).count());
    refused(() -> store.search(new AsOfLsn(before, new AsOfLsn(store.lsn(), Query.all()))).count());
    try (Snapshot snapshot = store.asOf(before)) {
      refused(() -> snapshot.search(new AsOfLsn(before + 1, Query.all())).count());
      refused(() -> snapshot.search(new AsOf(now, Query.all())).count());
      requireFound(snapshot, new AsOf(now.minusNanos(1), Query.all()), "a");
    }
  }

  @Test
  void shouldSeeItsMomentOnlyWhenAskedThroughASnapshot() {
    create("a", "kind:x", "old:1");
    try (Snapshot snapshot = store.snapshot()) {
      store.removeTag(id("a"), "old:1");
      create("b", "kind:x", "new:1");
      requireFound(snapshot, Query.tag("kind:x"), "a");
      requireFound(snapshot, Query.all(), "a");
      requireFound(snapshot, Query.tag("new:1"));
      assertEquals(List.of("kind", "old"), snapshot.namespaces());
      assertEquals(List.of(), snapshot.values("new"));
    }
    assertEquals(List.of("kind", "new"), store.namespaces());
  }

  @Test
  void shouldAnswerOverManyChunksWhenThereAreManyEntities() {
    int count = 150_000;
    for (int from = 0; from < count; from += 25_000) {
      int start = from;
      store.write(
          transaction -> {
            for (int i = start; i < start + 25_000; i++) {
              EntityDraft draft = EntityDraft.of(EntityId.of(1, i)).tag("all:1");
              if (i % 10 == 3) {
                draft.tag("ten:1");
              }
              if (i % 100 == 33) {
                draft.tag("hundred:1");
              }
              transaction.create(draft);
            }
          });
    }
    store.delete(EntityId.of(1, 149_933));

    assertEquals(count / 100 - 1, store.search("ten:1 AND hundred:1").count());
    assertEquals(count / 100 - 1, store.search("hundred:1 AND ten:1 AND all:1").count());
    assertEquals(count / 10 - 1, store.search("ten:1").count());
    assertEquals(count / 10 - 1, store.search("ten:1 OR hundred:1").count());
    assertEquals(count / 10 - count / 100, store.search("ten:1 AND NOT hundred:1").count());
    assertEquals(count - count / 10, store.search("NOT ten:1").count());
    assertEquals(count - 1, store.search("NOT none:1").count());
    assertEquals(1, store.search("ten:1 AND LIFECYCLE(deleted)").count());
    Search last = store.search("hundred:1").offset(count / 100 - 2);
    assertEquals(List.of(EntityId.of(1, 149_833)), last.ids().toList());
    Search newest = store.search("hundred:1").orderBy(Order.id().reversed()).limit(1);
    assertEquals(List.of(EntityId.of(1, 149_833)), newest.ids().toList());
    // Those of the last commit are equal in their time.
    newest = store.search("hundred:1").orderBy(Order.created().reversed()).limit(2);
    assertEquals(List.of(EntityId.of(1, 125_033), EntityId.of(1, 125_133)), newest.ids().toList());
  }

  private long create(String name, String... tags) {
    EntityDraft draft = EntityDraft.of(id(name));
    for (String tag : tags) {
      draft.tag(tag);
    }
    return store.create(draft);
  }

  private long createMany(int from, int to) {
    return store.write(
        transaction -> {
          for (int i = from; i < to; i++) {
            transaction.create(EntityDraft.of(id("many-" + i)));
          }
        });
  }

  private static EntityId id(String name) {
    return EntityId.named(name);
  }

  private Instant timeOf(long lsn) {
    try (Snapshot snapshot = store.asOf(lsn)) {
      return snapshot.timestamp();
    }
  }

  private void requireFound(String query, String... names) {
    requireFound(store, Query.parse(query), names);
  }

  private void requireFound(Query query, String... names) {
    requireFound(store, query, names);
  }

  /** Asks in every way there is. */
  private static void requireFound(QueryReader reader, Query query, String... names) {
    Search search = reader.search(query);
    List<String> expected = Arrays.stream(names).sorted().toList();
    List<String> found = new ArrayList<>();
    search.ids().forEachRemaining(id -> found.add(id.toString()));
    assertEquals(expected, found.stream().sorted().toList(), () -> "query " + query.text());
    try (Hits<Entity> entities = search.entities()) {
      assertEquals(names.length, entities.total());
      assertEquals(
          expected, entities.toList().stream().map(e -> e.id().toString()).sorted().toList());
    }
    assertEquals(names.length, search.count(), () -> "count of " + query.text());
    if (names.length > 0) {
      assertTrue(search.exists());
    } else {
      assertFalse(search.exists());
    }
    assertEquals(names.length, search.explain().cardinality());
  }

  private static void refused(org.junit.jupiter.api.function.Executable ask) {
    assertThrows(InvalidArgumentException.class, ask);
  }
}
