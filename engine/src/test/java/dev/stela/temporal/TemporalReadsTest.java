package dev.stela.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Change;
import dev.stela.Change.Event;
import dev.stela.Change.Kind;
import dev.stela.Change.Stamp;
import dev.stela.ChangeFeed;
import dev.stela.Durability;
import dev.stela.EntityDiff;
import dev.stela.EntityDiff.Presence;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityNotFoundException;
import dev.stela.EntityReader;
import dev.stela.EntityStore;
import dev.stela.HistoryRange;
import dev.stela.InvalidArgumentException;
import dev.stela.Lifecycle;
import dev.stela.Opening;
import dev.stela.Snapshot;
import dev.stela.StoreClosedException;
import dev.stela.StoreConfig;
import dev.stela.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class TemporalReadsTest {
  private static final EntityId ID = EntityId.named("one");
  private static final int EVENTS = 100_000;

  @TempDir private Path folder;

  @Test
  void shouldAnswerAsTheReferenceWhenAskedAtRandom() throws IOException {
    long seed = Long.getLong("stela.temporal.seed", ThreadLocalRandom.current().nextLong());
    try {
      Random random = new Random(seed);
      RandomHistory history = new RandomHistory(random, 12);
      for (int round = 0; round < 4; round++) {
        try (EntityStore store = open(round == 2)) {
          for (int i = 0; i < 400; i++) {
            history.write(store);
          }
          compare(store, history, random);
        }
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("repeat with -Dstela.temporal.seed=" + seed, e);
    }
  }

  private static void compare(EntityStore store, RandomHistory history, Random random) {
    Reference reference = history.reference;
    long newest = store.lsn();
    for (EntityId id : history.ids) {
      if (reference.state(id) != null) {
        assertEquals(reference.history(id, HistoryRange.all()), store.history(id));
      }
    }
    for (int i = 0; i < 400; i++) {
      EntityId id = history.id();
      HistoryRange range = range(reference.changes, newest, random);
      if (reference.state(id) != null) {
        assertEquals(reference.history(id, range), store.history(id, range), range::toString);
        past(store, reference, id, range, random);
      }
      long a = random.nextLong(newest + 1);
      long b = random.nextLong(newest + 1);
      EntityDiff expected = reference.diff(id, a, b);
      if (expected == null) {
        assertThrows(EntityNotFoundException.class, () -> store.diff(id, a, b));
      } else {
        assertEquals(expected, store.diff(id, a, b));
        Instant from = time(store, a);
        Instant to = time(store, b);
        // The end of a segment shares the time of the commit before it.
        EntityDiff wanted = reference.diff(id, lsn(store, from), lsn(store, to));
        assertEquals(wanted, store.diff(id, from, to));
      }
    }
    for (int i = 0; i < 20; i++) {
      long after = random.nextLong(newest + 1);
      long to = after + random.nextLong(newest - after + 1);
      try (ChangeFeed feed = store.changes(after, to)) {
        List<Change> found = new ArrayList<>();
        feed.forEachRemaining(found::add);
        assertEquals(reference.feed(after, to), found);
        assertEquals(to, feed.lsn());
      }
    }
  }

  /** The same question to a snapshot of an earlier moment. */
  private static void past(
      EntityStore store, Reference reference, EntityId id, HistoryRange range, Random random) {
    long lsn = random.nextLong(store.lsn() + 1);
    try (Snapshot snapshot = store.asOf(lsn)) {
      if (range.fromLsn() > lsn || range.toLsn() > lsn && range.toLsn() != Long.MAX_VALUE) {
        assertThrows(InvalidArgumentException.class, () -> snapshot.history(id, range));
      } else if (reference.history(id, HistoryRange.all().toLsn(lsn)).isEmpty()) {
        assertThrows(EntityNotFoundException.class, () -> snapshot.history(id, range));
      } else {
        HistoryRange cut = range.toLsn(Math.min(lsn, range.toLsn()));
        assertEquals(reference.history(id, cut), snapshot.history(id, range));
      }
    }
  }

  private static long lsn(EntityStore store, Instant time) {
    try (Snapshot snapshot = store.asOf(time)) {
      return snapshot.lsn();
    }
  }

  private static Instant time(EntityStore store, long lsn) {
    try (Snapshot snapshot = store.asOf(lsn)) {
      return snapshot.timestamp();
    }
  }

  private static HistoryRange range(List<Change> changes, long newest, Random random) {
    HistoryRange range = HistoryRange.all();
    if (random.nextBoolean()) {
      range = range.fromOldest();
    }
    if (random.nextBoolean()) {
      range = range.limit(1 + random.nextInt(20));
    }
    switch (random.nextInt(3)) {
      case 0 -> {
        long from = random.nextLong(newest + 1);
        range = range.toLsn(from + random.nextLong(newest - from + 1)).fromLsn(from);
      }
      case 1 -> {
        int from = random.nextInt(changes.size());
        int to = from + random.nextInt(changes.size() - from);
        // Exact to the nanosecond: at the commits' times, and one beside them.
        Instant begin = changes.get(from).timestamp().plusNanos(random.nextInt(3) - 1);
        Instant end = changes.get(to).timestamp().plusNanos(random.nextInt(3) - 1);
        range = range.from(begin).to(end.isBefore(begin) ? begin : end);
      }
      default -> {
        // All.
      }
    }
    return range;
  }

  @Test
  void shouldReadAnyPartWhenAnEntityHasManyEvents() {
    try (EntityStore store = open(false)) {
      long created = store.create(EntityDraft.of(ID).tag("kept:1").text("title", "T"));
      for (int i = 0; i < EVENTS; i++) {
        store.setTag(ID, "level:" + i % 7);
      }
      List<Change> all = store.history(ID);
      assertEquals(EVENTS + 1, all.size());
      assertEquals(all.reversed(), store.history(ID, HistoryRange.all().fromOldest()));
      for (int i = 0; i + 1 < all.size(); i++) {
        assertTrue(all.get(i).lsn() > all.get(i + 1).lsn());
        assertTrue(all.get(i).timestamp().isAfter(all.get(i + 1).timestamp()));
      }
      // Each removal names the addition seven commits ago, which the older change tells.
      Change newest = all.getFirst();
      assertEquals(Kind.TAG_REMOVED, newest.events().getFirst().kind());
      assertEquals(new Stamp(all.get(1).timestamp(), -1), newest.events().getFirst().before());
      for (int limit : new int[] {1, 2, 100, 5_000}) {
        HistoryRange some = HistoryRange.all().limit(limit);
        assertEquals(all.subList(0, limit), store.history(ID, some));
        assertEquals(all.reversed().subList(0, limit), store.history(ID, some.fromOldest()));
      }
      assertEquals(
          all.subList(EVENTS - 99, EVENTS + 1),
          store.history(ID, HistoryRange.all().fromLsn(created).toLsn(all.get(EVENTS - 99).lsn())));
    }
  }

  @Test
  void shouldTellWhatStoodBeforeWhenSeveralEventsAreInOneCommit() {
    try (EntityStore store = open(false)) {
      store.create(EntityDraft.of(ID).tag("a:1").content(new byte[3]).text("t", "old"));
      Instant created = store.get(ID).orElseThrow().created();
      store.write(
          tx -> {
            tx.addTag(ID, "a:1");
            tx.removeTag(ID, "a:1");
            tx.addTag(ID, "a:1");
            tx.putContent(ID, new byte[5]);
            tx.removeContent(ID);
            tx.putContent(ID, new byte[7]);
            tx.putText(ID, "t", "é");
            tx.removeText(ID, "t");
            tx.delete(ID);
            tx.restore(ID);
          });
      Change change = store.history(ID, HistoryRange.all().limit(1)).getFirst();
      Instant now = change.timestamp();
      assertEquals(
          List.of(
              new Event(Kind.TAG_ADDED, "a:1", new Stamp(created, -1), new Stamp(now, -1)),
              new Event(Kind.TAG_REMOVED, "a:1", new Stamp(now, -1), null),
              new Event(Kind.TAG_ADDED, "a:1", null, new Stamp(now, -1)),
              new Event(Kind.CONTENT_PUT, null, new Stamp(created, 3), new Stamp(now, 5)),
              new Event(Kind.CONTENT_REMOVED, null, new Stamp(now, 5), null),
              new Event(Kind.CONTENT_PUT, null, null, new Stamp(now, 7)),
              new Event(Kind.TEXT_PUT, "t", new Stamp(created, 3), new Stamp(now, 2)),
              new Event(Kind.TEXT_REMOVED, "t", new Stamp(now, 2), null),
              new Event(Kind.DELETED, null, null, null),
              new Event(Kind.RESTORED, null, null, null)),
          change.events());
      assertEquals(ID, change.id());
    }
  }

  @Test
  void shouldTellWhatStoodBeforeWhenItLiesSegmentsBack() {
    EntityId other = EntityId.named("other");
    try (EntityStore store = open(false)) {
      store.create(EntityDraft.of(ID).tag("a:1").content(new byte[3]).text("t", "old"));
      Instant created = store.get(ID).orElseThrow().created();
      store.create(EntityDraft.of(other));
      for (int i = 0; i < 60; i++) {
        store.putContent(other, new byte[60_000]);
        store.addTag(ID, "b:" + i);
      }
      assertTrue(store.statistics().segments() > 2);
      store.putContent(ID, new byte[4]);
      store.putText(ID, "t", "new");
      store.addTag(ID, "a:1");
      List<Change> changes = store.history(ID, HistoryRange.all().limit(3));
      assertEquals(new Stamp(created, -1), changes.get(0).events().getFirst().before());
      assertEquals(new Stamp(created, 3), changes.get(1).events().getFirst().before());
      assertEquals(new Stamp(created, 3), changes.get(2).events().getFirst().before());
    }
  }

  @Test
  void shouldRefuseRangesWhenTheyAreNone() {
    try (EntityStore store = open(false)) {
      store.create(EntityDraft.of(ID));
      long lsn = store.addTag(ID, "a:1");
      Instant time = store.get(ID).orElseThrow().updated();
      HistoryRange all = HistoryRange.all();
      Instant future = Instant.now().plus(Duration.ofDays(1));
      assertThrows(InvalidArgumentException.class, () -> all.fromLsn(-1));
      assertThrows(InvalidArgumentException.class, () -> all.toLsn(-1));
      assertThrows(InvalidArgumentException.class, () -> all.limit(0));
      assertThrows(InvalidArgumentException.class, () -> all.toLsn(1).fromLsn(2));
      assertThrows(InvalidArgumentException.class, () -> all.to(time).from(time.plusNanos(1)));
      for (HistoryRange wrong :
          List.of(all.fromLsn(lsn + 1), all.toLsn(lsn + 1), all.from(future), all.to(future))) {
        assertThrows(InvalidArgumentException.class, () -> store.history(ID, wrong));
      }
      assertEquals(1, store.history(ID, all.from(time)).size());
      assertEquals(1, store.history(ID, all.to(time.minusNanos(1))).size());
      assertEquals(List.of(), store.history(ID, all.from(time.plusNanos(1))));
      assertEquals(List.of(), store.history(ID, all.to(Instant.EPOCH)));
      assertEquals(List.of(), store.history(ID, all.toLsn(0)));
      EntityId nobody = EntityId.named("nobody");
      assertThrows(EntityNotFoundException.class, () -> store.history(nobody, all));
      assertThrows(InvalidArgumentException.class, () -> store.diff(ID, 0, lsn + 1));
      assertThrows(InvalidArgumentException.class, () -> store.diff(ID, time, future));
      assertThrows(InvalidArgumentException.class, () -> store.changes(-1));
      assertThrows(InvalidArgumentException.class, () -> store.changes(lsn + 1));
      assertThrows(InvalidArgumentException.class, () -> store.changes(lsn, lsn - 1));
      assertThrows(InvalidArgumentException.class, () -> store.follow(lsn + 1));
    }
  }

  @Test
  void shouldReadTheHistoryBeforeItWhenInATransaction() {
    try (EntityStore store = open(false)) {
      store.create(EntityDraft.of(ID));
      store.write(
          tx -> {
            tx.addTag(ID, "a:1");
            Instant created = tx.find(ID).orElseThrow().created();
            assertEquals(1, tx.history(ID).size());
            assertEquals(1, tx.history(ID, HistoryRange.all().to(created)).size());
          });
    }
  }

  @Test
  void shouldBeExactToTheNanosecondWhenAskedForAMoment() {
    try (EntityStore store = open(false)) {
      store.create(EntityDraft.of(EntityId.named("before")));
      store.create(EntityDraft.of(ID).tag("s:1").content(new byte[1]).text("t", "1"));
      Instant created = store.get(ID).orElseThrow().created();
      store.write(
          tx -> {
            tx.setTag(ID, "s:2");
            tx.putContent(ID, new byte[2]);
            tx.putText(ID, "t", "2");
          });
      Instant changed = store.get(ID).orElseThrow().updated();
      store.delete(ID);
      Instant deleted = store.find(ID).orElseThrow().updated();

      assertTrue(store.asOf(created.minusNanos(1)).find(ID).isEmpty());
      requireState(store.asOf(created), "1", Lifecycle.ACTIVE);
      requireState(store.asOf(changed.minusNanos(1)), "1", Lifecycle.ACTIVE);
      requireState(store.asOf(changed), "2", Lifecycle.ACTIVE);
      requireState(store.asOf(deleted.minusNanos(1)), "2", Lifecycle.ACTIVE);
      requireState(store.asOf(deleted), "2", Lifecycle.DELETED);
      assertThrows(
          InvalidArgumentException.class, () -> store.asOf(Instant.now().plus(Duration.ofDays(1))));

      EntityDiff whole = store.diff(ID, created.minusNanos(1), deleted);
      assertEquals(Presence.ABSENT, whole.before().presence());
      assertNull(whole.before().created());
      assertEquals(Presence.DELETED, whole.after().presence());
      assertEquals(created, whole.after().created());
      assertEquals(changed, whole.tagsAdded().get(Tag.of("s:2")));
      assertEquals(2, whole.content().after().length());
      assertEquals(changed, whole.content().after().since());
      assertEquals(new EntityDiff.TextChange(null, "2"), whole.texts().get("t"));
      assertTrue(store.diff(ID, changed, deleted.minusNanos(1)).isEmpty());
      EntityDiff deletion = store.diff(ID, changed, deleted);
      assertFalse(deletion.isEmpty());
      assertTrue(deletion.tagsRemoved().isEmpty());
      EntityDiff back = store.diff(ID, changed, created);
      assertEquals(created, back.tagsAdded().get(Tag.of("s:1")));
      assertEquals(changed, back.tagsRemoved().get(Tag.of("s:2")));
      assertThrows(
          EntityNotFoundException.class,
          () -> store.diff(ID, Instant.EPOCH, created.minusNanos(1)));
    }
  }

  private static void requireState(EntityReader reader, String value, Lifecycle lifecycle) {
    var entity = reader.find(ID).orElseThrow();
    assertEquals(lifecycle, entity.lifecycle());
    assertEquals(1, entity.tags().size());
    assertTrue(entity.hasTag("s:" + value));
    assertEquals(Integer.parseInt(value), entity.contentLength());
    assertEquals(value, entity.texts().get("t"));
  }

  @Test
  void shouldGoOnWithoutGapOrRepeatWhenAFeedIsResumedAnywhere() throws IOException {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    RandomHistory history = new RandomHistory(random, 5);
    try (EntityStore store = open(false)) {
      for (int i = 0; i < 300; i++) {
        history.write(store);
      }
      List<Change> found = new ArrayList<>();
      long lsn = 0;
      while (lsn < store.lsn()) {
        try (ChangeFeed feed = store.changes(lsn)) {
          List<Change> open = new ArrayList<>();
          for (int i = random.nextInt(6); i >= 0 && feed.hasNext(); i--) {
            open.add(feed.next());
          }
          long done = feed.lsn();
          assertTrue(done >= lsn && done <= store.lsn());
          open.stream().filter(change -> change.lsn() <= done).forEach(found::add);
          lsn = done;
          if (open.isEmpty()) {
            break;
          }
        }
      }
      assertEquals(history.reference.feed(0, store.lsn()), found, () -> "seed=" + seed);
    }
  }

  @Test
  void shouldEndWithTheStoreWhenAFeedIsOpen() {
    ChangeFeed feed;
    try (EntityStore store = open(false)) {
      store.create(EntityDraft.of(ID));
      feed = store.changes(0);
      ChangeFeed closed = store.changes(0);
      closed.close();
      assertThrows(StoreClosedException.class, closed::hasNext);
      assertTrue(feed.hasNext());
    }
    assertThrows(StoreClosedException.class, feed::next);
  }

  private EntityStore open(boolean rebuild) {
    return EntityStore.open(
        folder.resolve("store"),
        StoreConfig.builder()
            .durability(Durability.ASYNC)
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .opening(rebuild ? Opening.REBUILD : Opening.AUTO)
            .build());
  }
}
