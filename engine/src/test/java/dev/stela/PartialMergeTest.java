package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.internal.compaction.PartialMerges;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.model.Folders;
import dev.stela.takeover.SameFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs of segments are merged in any order, as in stores of more than one gigabyte: what was purged
 * goes from one segment before it goes from an older or a newer one.
 */
@Timeout(300)
class PartialMergeTest {
  private static final int IDS = 12;
  private static final int ROUNDS = Integer.getInteger("stela.partialMerges", 4);

  @TempDir Path folder;

  private final long seed =
      Long.getLong("stela.partialMerge.seed", ThreadLocalRandom.current().nextLong());
  private final Random random = new Random(seed);
  private final List<EntityId> ids = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldAnswerTheSameHoweverItIsOpenedWhenRunsAreMergedInAnyOrder(boolean retains)
      throws Exception {
    for (int i = 0; i < IDS; i++) {
      ids.add(i % 2 == 0 ? EntityId.named("entity/" + i) : EntityId.of(i + 1, random.nextLong()));
    }
    Path path = folder.resolve("store");
    List<RetentionPolicy> policies =
        retains
            ? List.of(
                RetentionPolicy.keepNewestTags("number:*", 2),
                RetentionPolicy.keepNewestContents(1))
            : List.of();
    Opening[] openings = {Opening.AUTO, Opening.REBUILD, Opening.REPLAY};
    for (int round = 0; round < ROUNDS; round++) {
      Opening opening = openings[random.nextInt(openings.length)];
      String what = "round=" + round + " opening=" + opening + " seed=" + seed;
      try (EntityStore store = open(path, opening);
          PartialMerges merges = new PartialMerges(parts(store), policies)) {
        for (int i = 0; i < 6; i++) {
          write(store, 15 + random.nextInt(40));
          store.maintenance().checkpoint();
          Map<String, String> before = answers(store, store.lsn());
          int from = random.nextInt(merges.segments());
          merges.merge(from, from + 1 + random.nextInt(merges.segments() - from));
          compare(before, answers(store, store.lsn()), retains, what);
        }
        // A copy is that of one moment if nothing goes on.
        for (int i = 0; i < 4; i++) {
          parts(store).trimming().run();
        }
        reopen(store, path, what);
      }
      assertEquals(List.of(), StoreVerifier.verify(path).damages(), what);
    }
  }

  @Test
  void shouldAnswerWhenNothingIsLeftOfASegment() throws Exception {
    Path path = folder.resolve("store");
    EntityId purged = EntityId.named("purged");
    EntityId kept = EntityId.named("kept");
    ids.addAll(List.of(purged, kept));
    try (EntityStore store = open(path, Opening.AUTO);
        PartialMerges merges = new PartialMerges(parts(store), List.of())) {
      store.create(EntityDraft.of(purged));
      store.putContent(purged, new ByteArrayInputStream(new byte[100_000]));
      long middle = store.lsn();
      store.maintenance().checkpoint();
      store.create(EntityDraft.of(kept).tag("number:1"));
      store.maintenance().checkpoint();
      store.setTag(kept, "number:2");
      store.purge(purged);
      store.maintenance().checkpoint();
      store.setTag(kept, "number:3");
      List<Instant> times = new ArrayList<>();
      for (long lsn = 1; lsn <= store.lsn(); lsn++) {
        times.add(store.asOf(lsn).timestamp());
      }
      Map<String, String> before = answers(store, store.lsn());
      merges.merge(0, 1);
      assertEquals(before, answers(store, store.lsn()));
      Instant early = times.get((int) middle - 1);
      try (Snapshot then = store.asOf(early)) {
        assertEquals(0, then.search(Query.all()).count());
      }
      assertEquals(3, count(store.changes(0, store.lsn())));
      reopen(store, path, "");
      Path backup = store.maintenance().backup(folder.resolve("backup")).target();
      assertEquals(List.of(), StoreVerifier.verify(backup).damages());
      try (StoreFollower follower = StoreFollower.open(path, 0)) {
        for (int i = 0; i < 3; i++) {
          assertEquals(kept, follower.poll(Duration.ofSeconds(10)).orElseThrow().id());
        }
      }
    }
  }

  private static int count(ChangeFeed feed) {
    int count = 0;
    try (feed) {
      for (; feed.hasNext(); feed.next()) {
        count++;
      }
    }
    return count;
  }

  /** Opens what the process would leave if it died now. */
  private void reopen(EntityStore store, Path path, String what) throws IOException {
    Map<String, String> before = answers(store, store.lsn());
    for (Opening opening : Opening.values()) {
      Path copy = folder.resolve("copy");
      Folders.copy(path, copy);
      try (EntityStore opened = open(copy, opening)) {
        compare(before, answers(opened, store.lsn()), false, what + " copy=" + opening);
      }
      assertEquals(List.of(), StoreVerifier.verify(copy).damages(), what + " copy=" + opening);
      Folders.delete(copy);
    }
  }

  private static EntityStore open(Path path, Opening opening) {
    return EntityStore.open(
        new SameFiles(),
        path,
        StoreConfig.builder()
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .durability(Durability.ASYNC)
            .compaction(false)
            .opening(opening)
            .build());
  }

  /** A store does not let out its parts. */
  private static OpenStore parts(EntityStore store) throws ReflectiveOperationException {
    var field = EntityStore.class.getDeclaredField("store");
    field.setAccessible(true);
    return (OpenStore) field.get(store);
  }

  private void write(EntityStore store, int operations) throws IOException {
    for (int i = 0; i < operations; i++) {
      EntityId id = ids.get(random.nextInt(IDS));
      if (!store.contains(id)) {
        if (store.find(id).isEmpty()) {
          store.create(
              EntityDraft.of(id)
                  .tag("type:thing")
                  .tag("own:" + id)
                  .tag("lone" + random.nextInt(4)));
        } else {
          store.restore(id);
        }
        continue;
      }
      switch (random.nextInt(12)) {
        case 0 -> store.putContent(id, new byte[random.nextInt(3_000)]);
        case 1 -> {
          byte[] bytes = new byte[70_000 + random.nextInt(200_000)];
          random.nextBytes(bytes);
          store.putContent(id, new ByteArrayInputStream(bytes));
        }
        case 2 -> store.delete(id);
        case 3 -> store.archive(id);
        case 4 -> store.putText(id, "body", "text ".repeat(random.nextInt(50)));
        case 5 -> store.purge(id);
        default -> store.setTag(id, "number:" + random.nextInt(9));
      }
    }
  }

  private static void compare(
      Map<String, String> expected, Map<String, String> found, boolean retains, String what) {
    if (retains) {
      // What happened before a horizon is not answered, or does not count.
      expected.entrySet().removeIf(one -> "not kept".equals(found.get(one.getKey())));
      expected.keySet().removeIf(key -> key.contains("EVER"));
      found.keySet().removeIf(key -> !expected.containsKey(key));
    }
    expected.forEach((key, answer) -> assertEquals(answer, found.get(key), what + " " + key));
    assertEquals(expected.keySet(), found.keySet(), what);
  }

  private Map<String, String> answers(EntityStore store, long lsn) throws IOException {
    Map<String, String> answers = new TreeMap<>();
    for (long at = lsn; at > 0; at -= Math.max(1, lsn / 7)) {
      String when = at == lsn ? "now " : at + " ";
      try (Snapshot snapshot = store.asOf(at)) {
        for (EntityId id : ids) {
          answers.put(when + id, answer(() -> describe(snapshot, id)));
        }
        for (String query :
            List.of("number:1", "type:thing", "lone1", "EVER(number:2)", "NOT number:3")) {
          answers.put(when + query, answer(() -> snapshot.search(query).ids().toList().toString()));
        }
        answers.put(when + "own", answer(() -> snapshot.values("own").toString()));
      }
    }
    StoreStatistics statistics = store.statistics();
    answers.put(
        "counts",
        statistics.activeEntities()
            + " "
            + statistics.deletedEntities()
            + " "
            + statistics.archivedEntities()
            + " "
            + statistics.purgedEntities());
    return answers;
  }

  /** An answer that may be refused. */
  private interface Answer {
    String get() throws IOException;
  }

  private static String answer(Answer answer) throws IOException {
    try {
      return answer.get();
    } catch (HistoryNotKeptException e) {
      return "not kept";
    }
  }

  private static String describe(Snapshot snapshot, EntityId id) throws IOException {
    Entity entity = snapshot.find(id).orElse(null);
    if (entity == null) {
      return "none";
    }
    int content = 0;
    if (entity.contentLength() >= 0 && entity.lifecycle() == Lifecycle.ACTIVE) {
      try (var in = snapshot.openContent(id)) {
        content = Arrays.hashCode(in.readAllBytes());
      }
    }
    return entity + " " + entity.updated() + entity.tagTimes() + entity.texts() + content;
  }
}
