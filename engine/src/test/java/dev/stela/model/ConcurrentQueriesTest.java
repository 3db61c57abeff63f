package dev.stela.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CompactionReport;
import dev.stela.Durability;
import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Facet;
import dev.stela.HistoryNotKeptException;
import dev.stela.Hits;
import dev.stela.InvalidArgumentException;
import dev.stela.Order;
import dev.stela.Query;
import dev.stela.RetentionPolicy;
import dev.stela.Search;
import dev.stela.Snapshot;
import dev.stela.StelaException;
import dev.stela.StoreConfig;
import dev.stela.model.Model.Commit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers change entities of their own while readers ask random queries, and one thread checkpoints
 * and compacts. What the readers were answered is compared afterwards, with the writers' models put
 * together in the order of the LSNs. {@code -Dstela.concurrentQuerySeconds=…} makes it take longer.
 */
class ConcurrentQueriesTest {
  private static final int SECONDS = Integer.getInteger("stela.concurrentQuerySeconds", 2);
  private static final int WRITERS = 3;
  private static final int READERS = 3;
  private static final int IDS_PER_WRITER = 60;

  /** Comparing a query takes longer than asking it; later ones are as good as earlier ones. */
  private static final int MAX_REMEMBERED = 400;

  /** So few that their sets are kept, and change while they are asked for. */
  private static final List<String> TAGS =
      List.of("type:value1", "type:value2", "status:value1", "status:value2", "number:1", "ü:");

  private static final List<RetentionPolicy> POLICIES =
      List.of(RetentionPolicy.keepNewestTags("status:*", 2), RetentionPolicy.keepNewestContents(2));

  @TempDir Path folder;

  private final long seed = ThreadLocalRandom.current().nextLong();
  private EntityStore store;
  private boolean keepsAll;
  private final CountDownLatch writersAtWork = new CountDownLatch(WRITERS);
  private final AtomicLong refused = new AtomicLong();

  /** What was asked of an LSN, and what was answered. */
  private record Remembered(
      long lsn, Query query, Order order, String namespace, long total, List<?> found) {}

  /** A writer's entities and what they went through. */
  private record Written(Model model, List<EntityId> ids) {}

  /** What was done to the segments meanwhile. */
  private record Maintained(int passes, long merges, long droppedEvents) {}

  @Test
  void shouldAnswerAsOfTheirLsnWhenOthersWriteAndSegmentsAreMergedMeanwhile() throws Exception {
    run(List.of());
    assertEquals(0, refused.get(), "all of the past is kept");
  }

  @Test
  void shouldAnswerAsOfTheirLsnOrRefuseWhenRetentionWorksMeanwhile() throws Exception {
    run(POLICIES);
  }

  private void run(List<RetentionPolicy> policies) throws Exception {
    keepsAll = policies.isEmpty();
    StoreConfig config =
        StoreConfig.builder()
            .durability(Durability.ASYNC)
            .segmentBytes(1 << 20)
            .retention(policies)
            .build();
    try (EntityStore opened = EntityStore.open(folder.resolve("store"), config);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      store = opened;
      List<RandomOperations> operations = new ArrayList<>();
      List<EntityId> ids = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        // Names carry the writer's number: no two writers have an entity in common.
        operations.add(new RandomOperations(new Random(seed + i), IDS_PER_WRITER, 0, TAGS));
        operations.getLast().ids.replaceAll(new Renaming(i)::rename);
        ids.addAll(operations.getLast().ids);
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      List<Future<Written>> written = new ArrayList<>();
      List<Future<List<Remembered>>> remembered = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        RandomOperations own = operations.get(i);
        written.add(threads.submit(until(end, () -> write(own, end))));
      }
      for (int i = 0; i < READERS; i++) {
        Random random = new Random(seed + 100 + i);
        remembered.add(threads.submit(until(end, () -> read(random, ids, end))));
      }
      Future<Maintained> maintained = threads.submit(until(end, () -> maintain(end)));
      List<Written> all = new ArrayList<>();
      for (Future<Written> one : written) {
        all.add(one.get());
      }
      Model merged = merge(all);
      long compared = 0;
      for (Future<List<Remembered>> one : remembered) {
        for (Remembered what : one.get()) {
          if (keepsAll || !asksSinceEver(what.query())) {
            compare(merged, what);
            compared++;
          }
        }
      }
      assertTrue(compared >= READERS, "each reader has asked");
      Maintained done = maintained.get();
      assertTrue(done.merges() > 0, "segments were merged");
      assertEquals(!keepsAll, done.droppedEvents() > 0, "events were dropped");
      System.out.printf(
          "queries under writes: compared=%d refused=%d commits=%d %s seed=%d%n",
          compared, refused.get(), merged.commits.size(), done, seed);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed=" + seed, e);
    }
  }

  /** Gives every writer its own ids, of the same kinds. */
  private record Renaming(int writer) {
    EntityId rename(EntityId id) {
      return id.isNamed()
          ? EntityId.named(writer + id.name().substring(0, Math.min(60, id.name().length())))
          : EntityId.of(id.high() ^ (long) writer << 40, id.low());
    }
  }

  private static <T> Callable<T> until(long end, Callable<T> work) {
    return () -> {
      try {
        return work.call();
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "failed " + TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) + " ms early", e);
      }
    };
  }

  private Written write(RandomOperations operations, long end) throws Exception {
    Model model = new Model();
    for (long i = 0; i == 0 || System.nanoTime() < end; i++) {
      Operation operation = operations.next(store);
      ModelTransaction changes = new ModelTransaction(model);
      Class<? extends StelaException> refused = operation.model().apply(changes);
      if (refused != null) {
        assertThrows(refused, () -> operation.single().on(store), operation::toString);
      } else {
        long lsn = operation.single().on(store);
        changes.commit(
            lsn,
            changes.isEmpty()
                ? 0
                : ModelQuery.nanos(store.find(operation.id()).orElseThrow().updated()));
      }
      if (i == 0) {
        writersAtWork.countDown();
      }
      if (i % 16 == 0) {
        // Histories of a few thousand commits, whatever the machine.
        Thread.sleep(1);
      }
    }
    return new Written(model, operations.ids);
  }

  private Maintained maintain(long end) throws Exception {
    Maintained done = new Maintained(0, 0, 0);
    writersAtWork.await();
    boolean last;
    do {
      // The last time nobody writes any more: what may go is sealed then.
      last = System.nanoTime() >= end;
      store.maintenance().checkpoint();
      CompactionReport report = store.maintenance().compact();
      done =
          new Maintained(
              done.passes() + 1,
              done.merges() + report.segmentsAfter(),
              done.droppedEvents() + report.droppedEvents());
      Thread.sleep(5);
    } while (!last);
    return done;
  }

  private List<Remembered> read(Random random, List<EntityId> ids, long end) throws Exception {
    List<Remembered> answers = new ArrayList<>();
    List<Commit> seen = new ArrayList<>();
    RandomOperations names = new RandomOperations(random, 1, 0, TAGS);
    names.ids.clear();
    names.ids.addAll(ids);
    RandomQueries queries = new RandomQueries(random, names, seen);
    writersAtWork.await();
    while (answers.isEmpty() || System.nanoTime() < end) {
      boolean past = random.nextBoolean();
      try (Snapshot snapshot =
          past ? store.asOf(random.nextLong(store.lsn() + 1)) : store.snapshot()) {
        if (snapshot.lsn() > (seen.isEmpty() ? 0 : seen.getLast().lsn())) {
          seen.add(new Commit(snapshot.lsn(), ModelQuery.nanos(snapshot.timestamp())));
        }
        Query query = queries.query(snapshot.lsn());
        Order order = queries.order();
        String namespace = queries.namespace();
        int limit = 1 + random.nextInt(20);
        Search search = snapshot.search(query).orderBy(order);
        Search now = store.search(query).orderBy(order);
        // Nobody who asks for what is now may be told that it is past.
        boolean ofPast = asksForPast(query);
        remember(answers, random, query, past || ofPast, () -> ids(query, order, search));
        remember(
            answers,
            random,
            query,
            past || ofPast,
            () -> facets(snapshot, query, order, search, namespace));
        remember(answers, random, query, ofPast, () -> ids(query, order, now));
        if (keepsAll || !asksSinceEver(query)) {
          remember(answers, random, query, true, () -> pages(query, order, now, limit));
        }
      }
    }
    return answers;
  }

  /** Asks, and keeps the answer in mind; what is past may be refused. */
  private void remember(
      List<Remembered> answers,
      Random random,
      Query query,
      boolean ofPast,
      Supplier<Remembered> question) {
    Remembered answer;
    try {
      answer = question.get();
    } catch (HistoryNotKeptException e) {
      if (!ofPast) {
        throw e;
      }
      refused.incrementAndGet();
      return;
    } catch (InvalidArgumentException e) {
      if (keepsAll || !isNested(query)) {
        throw e;
      }
      refused.incrementAndGet();
      return;
    }
    if (answers.size() < MAX_REMEMBERED) {
      answers.add(answer);
    } else {
      answers.set(random.nextInt(MAX_REMEMBERED), answer);
    }
  }

  /** With retention that is since where all is kept, which is not known here, and may change. */
  private static boolean asksSinceEver(Query query) {
    return query.text().contains("EVER");
  }

  /**
   * Tells whether a moment is asked for as of another one. Where retention has left nothing of the
   * other one's commit it is that of the commit before, which may not see the first.
   */
  private static boolean isNested(Query query) {
    return query.text().indexOf("ASOF") != query.text().lastIndexOf("ASOF");
  }

  private static boolean asksForPast(Query query) {
    return query.text().contains("ASOF") || asksSinceEver(query);
  }

  private static Remembered ids(Query query, Order order, Search search) {
    try (Hits<Entity> hits = search.entities()) {
      List<EntityId> ids = new ArrayList<>();
      hits.forEachRemaining(
          entity -> {
            assertTrue(entity.lsn() <= hits.lsn(), "a version of later");
            ids.add(entity.id());
          });
      return new Remembered(hits.lsn(), query, order, null, hits.total(), ids);
    }
  }

  private static Remembered facets(
      Snapshot snapshot, Query query, Order order, Search search, String namespace) {
    return new Remembered(
        snapshot.lsn(), query, order, namespace, search.count(), search.facets(namespace));
  }

  /** The pages are of one LSN, whatever is written between them. */
  private static Remembered pages(Query query, Order order, Search search, int limit) {
    List<EntityId> all = new ArrayList<>();
    Hits<EntityId> first = search.limit(limit).ids();
    all.addAll(first.toList());
    String cursor = first.cursor();
    while (cursor != null) {
      Hits<EntityId> page = search.limit(limit).after(cursor).ids();
      assertEquals(first.lsn(), page.lsn(), "LSN of a later page");
      assertEquals(first.total(), page.total(), "total of a later page");
      all.addAll(page.toList());
      cursor = page.cursor();
    }
    return new Remembered(first.lsn(), query, order, null, first.total(), all);
  }

  private static Model merge(List<Written> all) {
    Model merged = new Model();
    List<Map.Entry<EntityId, List<ModelVersion>>> entities = new ArrayList<>();
    for (Written written : all) {
      entities.addAll(written.model().entities.entrySet());
      merged.commits.addAll(written.model().commits);
    }
    entities.sort(Comparator.comparingLong(entry -> entry.getValue().getFirst().lsn()));
    entities.forEach(entry -> merged.entities.put(entry.getKey(), entry.getValue()));
    merged.commits.sort(Comparator.comparingLong(Commit::lsn));
    for (int i = 1; i < merged.commits.size(); i++) {
      Commit last = merged.commits.get(i - 1);
      Commit next = merged.commits.get(i);
      assertTrue(last.lsn() < next.lsn() && last.nanos() < next.nanos(), "LSNs and times go up");
    }
    return merged;
  }

  private static void compare(Model merged, Remembered what) {
    ModelQuery expected = new ModelQuery(merged);
    try {
      List<EntityId> found = expected.find(what.query(), what.lsn());
      assertEquals(found.size(), what.total(), "total");
      if (what.namespace() == null) {
        QueryComparison.requireSame(
            expected.sort(found, what.order(), what.lsn()), what.found(), "ids");
      } else {
        List<Facet> facets = expected.facets(found, what.namespace(), what.lsn());
        QueryComparison.requireSame(facets, what.found(), "facets of " + what.namespace());
      }
    } catch (AssertionError e) {
      throw new AssertionError(
          "lsn=" + what.lsn() + " " + what.order() + " " + what.query().text(), e);
    }
  }
}
