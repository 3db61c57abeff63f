package dev.stela.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Query;
import dev.stela.RetentionPolicy;
import dev.stela.Snapshot;
import dev.stela.StelaException;
import dev.stela.StoreFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Random writes to a store that may lose power, fail or be killed, and the model that knows what it
 * has to hold as of any LSN. One thread.
 */
public final class Workload {
  private static final int LONG_CONTENTS = 300;

  /** Longer than a compaction takes by the clock of a workload. */
  private static final long LONG_NANOS = 1_000_000_000;

  private final Random random;
  private final RandomOperations operations;
  private final RandomPolicies policies;
  private final Model model;

  /** Never stands still, so that each frame has a time of its own. */
  private final AtomicLong clock;

  /** How many tags and fields there were after each commit, as {@code lsn, tags, fields}. */
  private final List<long[]> definitions;

  /** What there was before each commit that purged something: the model forgets it then. */
  private final NavigableMap<Long, Model> beforePurges = new TreeMap<>();

  private ModelTransaction unsettled;

  /** Begins with an empty store. */
  public Workload(long seed, int ids) {
    this.random = new Random(seed);
    this.operations = new RandomOperations(random, ids, LONG_CONTENTS).withPurges();
    this.policies = new RandomPolicies(random);
    this.model = new Model();
    this.definitions = new ArrayList<>();
    this.clock = new AtomicLong(1_700_000_000_000_000_000L + random.nextLong(1_000_000_000L));
  }

  /** Goes on from what another one had up to an LSN. */
  private Workload(Workload other, long lsn, long seed) {
    this.random = new Random(seed);
    this.operations = new RandomOperations(random, other.operations).withPurges();
    this.policies = new RandomPolicies(random);
    var purge = other.beforePurges.higherEntry(lsn);
    Model known = purge == null ? other.model : purge.getValue();
    this.model = known.upTo(lsn, other.tagsAt(lsn), other.fieldsAt(lsn));
    this.model.kept.allow(other.model.kept);
    this.beforePurges.putAll(other.beforePurges.headMap(lsn, true));
    this.definitions =
        new ArrayList<>(other.definitions.stream().filter(of -> of[0] <= lsn).toList());
    this.clock = new AtomicLong(other.clock.get());
  }

  /** What a store has that has come back with everything up to an LSN and nothing else. */
  public Workload upTo(long lsn, long seed) {
    return new Workload(this, lsn, seed);
  }

  /** The clock that the store is to be given. */
  public EpochNanoClock clock() {
    return () -> clock.addAndGet(10);
  }

  /** The LSN of the last commit that has been acknowledged, or found again. */
  public long lastLsn() {
    return model.lastLsn();
  }

  /** Does one random write, or asks something. */
  public void step(EntityStore store) throws IOException {
    clock.addAndGet(random.nextInt(100_000));
    switch (random.nextInt(12)) {
      case 0, 1 -> transaction(store);
      case 2 -> queriesOf(store, 1);
      default -> single(store, operations.next(store));
    }
  }

  /** Puts content of so many bytes, so that a segment is soon full. */
  public void putLong(EntityStore store, int length) throws IOException {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    EntityId id = operations.id();
    single(
        store,
        new Operation(
            "putContent streamed " + length,
            id,
            s -> s.putContent(id, new ByteArrayInputStream(bytes)),
            tx -> {
              throw new AssertionError("only by itself");
            },
            changes -> changes.putContent(id, bytes, true)));
  }

  /** Lets some of the past go. */
  public void retain(EntityStore store) {
    List<RetentionPolicy> some = policies.some();
    // Whatever becomes of it, no more than this is gone; the store asks the clock later.
    model.kept.allow(model, some, clock.get() + LONG_NANOS, Long.MAX_VALUE);
    store.maintenance().retain(some, false);
    model.kept.learn(store, model);
  }

  private void single(EntityStore store, Operation operation) throws IOException {
    ModelTransaction changes = new ModelTransaction(model);
    Class<? extends StelaException> expected = operation.model().apply(changes);
    if (expected != null) {
      try {
        operation.single().on(store);
      } catch (StelaException e) {
        if (e.getClass() != expected) {
          throw e;
        }
        return;
      }
      throw new AssertionError("not refused: " + operation);
    }
    unsettled = changes;
    long lsn = operation.single().on(store);
    unsettled = null;
    committed(store, changes, lsn);
  }

  private void transaction(EntityStore store) throws IOException {
    List<Operation> list = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      list.add(operations.next(store));
    }
    ModelTransaction changes = new ModelTransaction(model);
    unsettled = changes;
    long lsn =
        store.write(
            tx -> {
              for (Operation operation : list) {
                // Asked first: the order of what is created is that in which it was asked for.
                changes.touch(operation.id());
                ModelState own = changes.state(operation.id());
                assertEquals(own != null && own.isActive(), tx.contains(operation.id()));
                Class<? extends StelaException> expected = operation.model().apply(changes);
                try {
                  operation.within().on(tx);
                } catch (StelaException e) {
                  if (e.getClass() != expected) {
                    throw e;
                  }
                  expected = null;
                }
                assertEquals(null, expected, () -> "not refused: " + operation);
              }
            });
    unsettled = null;
    committed(store, changes, lsn);
  }

  private void committed(EntityStore store, ModelTransaction changes, long lsn) {
    long nanos = 0;
    if (!changes.isEmpty()) {
      assertTrue(lsn > model.lastLsn(), "LSNs go up");
      try (Snapshot snapshot = store.asOf(lsn)) {
        nanos = ModelQuery.nanos(snapshot.timestamp());
      }
      assertTrue(nanos > model.lastNanos(), "times go up");
      for (EntityId id : changes.changed()) {
        assertEquals(lsn, store.find(id).orElseThrow().lsn(), "read your write");
      }
    }
    if (changes.purged().iterator().hasNext()) {
      long before = model.lastLsn();
      beforePurges.put(lsn, model.upTo(before, tagsAt(before), fieldsAt(before)));
    }
    changes.commit(lsn, nanos);
    definitions.add(new long[] {lsn, model.tags, model.fields.size()});
  }

  /**
   * Takes note of whether the write that failed is there after all, once the store was reopened: it
   * may be, as a whole.
   */
  public void settle(EntityStore store) {
    ModelTransaction changes = unsettled;
    unsettled = null;
    if (changes == null || changes.isEmpty()) {
      return;
    }
    for (EntityId id : changes.changed()) {
      Entity found = store.find(id).orElse(null);
      if (found != null && found.lsn() > model.lastLsn()) {
        committed(store, changes, found.lsn());
      }
      return;
    }
    if (store.find(changes.purged().iterator().next()).isEmpty()) {
      // Nothing was written after it.
      committed(store, changes, store.lsn());
    }
  }

  /** Forgets the write that failed: the store goes on, so nothing of it can be there. */
  public void forget() {
    unsettled = null;
  }

  /** Compares everything that can be read, and so many random queries. */
  public void compare(EntityStore store, int queries) throws IOException {
    model.kept.learn(store, model);
    new Comparison(model).all(store, operations.ids);
    order(store);
    queriesOf(store, queries);
    compareTexts(store);
  }

  /** Compares the text index, if there is one, as of now and of an earlier moment. */
  public void compareTexts(EntityStore store) {
    new TextComparison(store, model).compare(model.lastLsn(), random.nextLong(model.lastLsn() + 1));
  }

  /** All entities in the order of their creation, which is that of their ordinals. */
  private void order(EntityStore store) {
    List<EntityId> expected = new ModelQuery(model).find(Query.all(), model.lastLsn());
    QueryComparison.requireSame(
        expected, store.search(Query.all()).ids().toList(), "order of creation");
  }

  /** Compares only what can be read without any sync: a store that has failed serves it. */
  public void compareFailed(EntityStore store) throws IOException {
    for (EntityId id : operations.ids) {
      new Comparison(model).entity(store, id, model.lastLsn(), true);
    }
    ModelTransaction failed = unsettled;
    try {
      single(store, operations.next(store));
      throw new AssertionError("a failed store has taken a write");
    } catch (StoreFailedException e) {
      unsettled = failed;
    }
  }

  private void queriesOf(EntityStore store, int count) throws IOException {
    QueryComparison asking = new QueryComparison(random, operations, model);
    for (int i = 0; i < count; i++) {
      asking.ask(store, model.lastLsn());
      if (i % 4 == 0) {
        earlier(store, asking);
      }
    }
  }

  private void earlier(EntityStore store, QueryComparison asking) throws IOException {
    long lsn = random.nextLong(model.lastLsn() + 1);
    try (Snapshot snapshot = store.asOf(lsn)) {
      asking.ask(snapshot, lsn);
      new Comparison(model).entity(snapshot, operations.id(), lsn, true);
    }
    if (!model.commits.isEmpty()) {
      int index = random.nextInt(model.commits.size());
      Model.Commit commit = model.commits.get(index);
      boolean last = index + 1 == model.commits.size();
      long beyond = last ? Long.MAX_VALUE : model.commits.get(index + 1).lsn();
      try (Snapshot snapshot = store.asOf(Comparison.instant(commit.nanos()))) {
        long found = snapshot.lsn();
        assertTrue(
            (found >= commit.lsn() || model.hasNothing(found + 1, commit.lsn())) && found < beyond,
            () -> "as of the time of commit " + commit + ": lsn=" + found);
      }
    }
  }

  private long tagsAt(long lsn) {
    return defined(lsn, 1);
  }

  private long fieldsAt(long lsn) {
    return defined(lsn, 2);
  }

  private long defined(long lsn, int column) {
    long count = 0;
    for (long[] of : definitions) {
      if (of[0] <= lsn) {
        count = of[column];
      }
    }
    return count;
  }
}
