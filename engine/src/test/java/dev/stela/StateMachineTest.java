package dev.stela;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight writers move entities through the states of a machine, eight readers search for them: each
 * entity is always in exactly one state, and of two entities exactly one has the owner that they
 * pass on to each other. {@code -Dstela.stateMachineSeconds=60} makes it take a minute.
 */
class StateMachineTest {
  private static final int SECONDS = Integer.getInteger("stela.stateMachineSeconds", 3);
  private static final int THREADS = 8;
  private static final int ENTITIES = 96;
  private static final List<String> STATES = List.of("new", "active", "waiting", "done");

  /** Which states may follow; after the last one the next round begins. */
  private static final Map<String, List<String>> NEXT =
      Map.of(
          "new", List.of("active"),
          "active", List.of("waiting", "done"),
          "waiting", List.of("active"),
          "done", List.of("new"));

  @TempDir Path folder;

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final AtomicLong moves = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();
  private EntityStore store;

  /** What a reader saw an entity in. */
  private record Seen(long lsn, int round, String state) {}

  @Test
  void shouldShowEachEntityInExactlyOneAllowedStateWhenOthersMoveThem() throws Exception {
    StoreConfig config =
        StoreConfig.builder().durability(Durability.ASYNC).segmentBytes(4 << 20).build();
    try (EntityStore opened = EntityStore.open(folder.resolve("store"), config);
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS)) {
      store = opened;
      store.write(StateMachineTest::createAll);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random writing = new Random(seed + i);
        Random reading = new Random(seed + THREADS + i);
        all.add(threads.submit(until(end, () -> move(writing))));
        Map<EntityId, Seen> seen = new HashMap<>();
        all.add(threads.submit(until(end, () -> look(reading, seen))));
      }
      for (Future<Void> one : all) {
        one.get();
      }
      try (Snapshot snapshot = store.snapshot()) {
        requireOneStateEach(snapshot, new HashMap<>());
      }
      System.out.printf("state machine: moves=%s looks=%s seed=%d%n", moves, looks, seed);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed=" + seed, e);
    }
  }

  private static Callable<Void> until(long end, Runnable work) {
    return () -> {
      do {
        work.run();
      } while (System.nanoTime() < end);
      return null;
    };
  }

  private static EntityId id(int number) {
    return number % 3 == 0 ? EntityId.of(77, number) : EntityId.named("entity " + number);
  }

  /** Entities 2n and 2n+1 are a pair with one owner between them. */
  private static void createAll(Transaction transaction) {
    for (int i = 0; i < ENTITIES; i++) {
      EntityDraft draft = EntityDraft.of(id(i)).tag("state:new").tag("round:0");
      transaction.create(draft.tag("pair:" + i / 2));
      if (i % 2 == 0) {
        transaction.addTag(id(i), "owner:x");
      }
    }
  }

  private void move(Random random) {
    int number = random.nextInt(ENTITIES);
    if (random.nextInt(4) == 0) {
      store.write(transaction -> pass(transaction, id(number), id(number ^ 1)));
    } else {
      store.write(transaction -> step(transaction, id(number), random));
    }
    moves.incrementAndGet();
  }

  private static void pass(Transaction transaction, EntityId one, EntityId other) {
    boolean first = transaction.get(one).orElseThrow().hasTag("owner:x");
    transaction.addTag(first ? other : one, "owner:x");
    transaction.removeTag(first ? one : other, "owner:x");
  }

  private static void step(Transaction transaction, EntityId id, Random random) {
    Entity entity = transaction.get(id).orElseThrow();
    String state = value(entity, "state");
    List<String> next = NEXT.get(state);
    String chosen = next.get(random.nextInt(next.size()));
    if (random.nextBoolean()) {
      transaction.setTag(id, "state:" + chosen);
    } else {
      transaction.removeTag(id, "state:" + state);
      transaction.addTag(id, "state:" + chosen);
    }
    if (state.equals("done")) {
      transaction.setTag(id, "round:" + (Integer.parseInt(value(entity, "round")) + 1));
    }
  }

  private static String value(Entity entity, String namespace) {
    List<String> values =
        entity.tags().stream()
            .filter(tag -> namespace.equals(tag.namespace()))
            .map(Tag::value)
            .toList();
    assertEquals(1, values.size(), () -> "values of " + namespace + " in " + entity);
    return values.getFirst();
  }

  private void look(Random random, Map<EntityId, Seen> seen) {
    switch (random.nextInt(4)) {
      case 0 -> requireOneStateNow(random);
      case 1 -> requireOneOwnerOfEachPair();
      case 2 -> requireAllowedStep(random);
      default -> {
        try (Snapshot snapshot = store.snapshot()) {
          requireOneStateEach(snapshot, seen);
        }
      }
    }
    looks.incrementAndGet();
  }

  private void requireOneStateEach(Snapshot snapshot, Map<EntityId, Seen> seen) {
    Set<EntityId> all = new HashSet<>();
    long count = 0;
    Map<String, Long> counts = new HashMap<>();
    for (String state : STATES) {
      try (Hits<Entity> hits = snapshot.search("state:" + state).entities()) {
        while (hits.hasNext()) {
          Entity entity = hits.next();
          assertTrue(all.add(entity.id()), () -> "in two states: " + entity.id());
          assertEquals(state, value(entity, "state"), "state read and state searched for");
          requireLater(entity, seen);
        }
        counts.put(state, hits.total());
        count += hits.total();
      }
    }
    assertEquals(ENTITIES, count, "entities in all states");
    assertEquals(ENTITIES, all.size(), "entities in all states");
    counts.values().removeIf(zero -> zero == 0);
    Map<String, Long> facets = new HashMap<>();
    snapshot
        .search(Query.all())
        .facets("state")
        .forEach(facet -> facets.put(facet.value(), facet.count()));
    assertEquals(counts, facets, "facets of the states");
  }

  private static void requireLater(Entity entity, Map<EntityId, Seen> seen) {
    Seen now =
        new Seen(entity.lsn(), Integer.parseInt(value(entity, "round")), value(entity, "state"));
    Seen before = seen.put(entity.id(), now);
    if (before == null) {
      return;
    }
    assertTrue(now.lsn >= before.lsn, () -> "an older version: " + before + " then " + now);
    boolean back =
        now.round < before.round
            || now.round == before.round
                && (now.state.equals("new") && !before.state.equals("new")
                    || before.state.equals("done") && !now.state.equals("done"));
    assertFalse(back, () -> before + " cannot become " + now + " of " + entity.id());
  }

  /** Each question is asked of another moment, so only what holds at all moments can be asked. */
  private void requireOneStateNow(Random random) {
    String one = STATES.get(random.nextInt(STATES.size()));
    String other = STATES.get(random.nextInt(STATES.size()));
    if (!one.equals(other)) {
      Query both = Query.and(Query.tag("state:" + one), Query.tag("state:" + other));
      assertEquals(0, store.search(both).count(), () -> "both " + one + " and " + other);
      assertFalse(store.search(both).exists());
    }
    assertEquals(
        ENTITIES,
        store.search("state:new OR state:active OR state:waiting OR state:done").count(),
        "in any state");
    assertEquals(0, store.search("NOT state:*").count(), "in no state");
    long sum = store.search(Query.all()).facets("state").stream().mapToLong(Facet::count).sum();
    assertEquals(ENTITIES, sum, "sum of the facets");
    assertEquals(
        ENTITIES, store.values("state").stream().mapToLong(Facet::count).sum(), "sum of values");
  }

  private void requireOneOwnerOfEachPair() {
    List<Facet> owned = store.search("owner:x").facets("pair");
    assertEquals(ENTITIES / 2, owned.size(), "pairs that have an owner");
    owned.forEach(facet -> assertEquals(1, facet.count(), () -> "owners of " + facet.value()));
    assertEquals(ENTITIES / 2, store.search("NOT owner:x").count(), "entities without an owner");
  }

  /** From the version before the newest, one allowed step leads to the newest. */
  private void requireAllowedStep(Random random) {
    EntityId id = id(random.nextInt(ENTITIES));
    try (Snapshot snapshot = store.snapshot()) {
      Entity entity = snapshot.get(id).orElseThrow();
      long before = entity.lsn() - 1;
      if (before < entity.createdLsn()) {
        return;
      }
      String now = value(entity, "state");
      List<String> found = new ArrayList<>();
      for (String state : STATES) {
        Query then = Query.and(Query.tag("state:" + state), Query.ids(id));
        if (snapshot.search(Query.asOf(before, then)).exists()) {
          found.add(state);
        }
      }
      assertEquals(1, found.size(), () -> "states of " + id + " as of " + before + ": " + found);
      String state = found.getFirst();
      boolean passed =
          snapshot.search(Query.asOf(before, Query.tag("owner:x"))).ids().toList().contains(id)
              != entity.hasTag("owner:x");
      assertTrue(
          passed ? state.equals(now) : NEXT.get(state).contains(now),
          () -> state + " became " + now + " in " + entity.lsn() + " of " + id);
    }
  }
}
