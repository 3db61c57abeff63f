package dev.stela.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.CompactionReport;
import dev.stela.Durability;
import dev.stela.Entity;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityNotFoundException;
import dev.stela.EntityStore;
import dev.stela.InvalidArgumentException;
import dev.stela.Opening;
import dev.stela.ReadOnlyException;
import dev.stela.RecoveryReport;
import dev.stela.RetentionPolicy;
import dev.stela.Snapshot;
import dev.stela.StelaException;
import dev.stela.StoreClosedException;
import dev.stela.StoreConfig;
import dev.stela.StoreInUseException;
import dev.stela.Transaction;
import dev.stela.model.Model.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One store and its model, driven by random operations from one seed. */
final class ModelRun {
  private static final int MAX_SNAPSHOTS = 6;

  private final Random random;
  private final RandomOperations operations;
  private final Model model = new Model();
  private final Comparison comparison = new Comparison(model);
  private final QueryComparison queries;
  private final double queriesPerStep;
  private final TestClock clock;
  private final Durability durability;
  private final int segmentBytes;
  private final Path folder;

  /** Null if nothing is ever let go. */
  private final RandomPolicies policies;

  /** Those of the configuration. */
  private final List<RetentionPolicy> own;

  private final List<Snapshot> snapshots = new ArrayList<>();
  private Path path;
  private EntityStore store;
  private long floorNanos;
  private long highestNanos;
  private int copies;
  private long done;

  /**
   * How a run is.
   *
   * @param ids among how many ids is chosen
   * @param tags the only tags; none for all kinds of them
   * @param retains whether policies are run
   */
  record Settings(
      Durability durability, int ids, List<String> tags, double queriesPerStep, boolean retains) {}

  ModelRun(long seed, Settings settings, Path folder) {
    this.random = new Random(seed);
    this.durability = settings.durability();
    this.folder = folder;
    this.operations =
        new RandomOperations(random, settings.ids(), 40, settings.tags()).withPurges();
    this.queries = new QueryComparison(random, operations, model);
    this.queriesPerStep = settings.queriesPerStep();
    this.clock = new TestClock(1_700_000_000_000_000_000L + random.nextLong(1_000_000_000L));
    this.segmentBytes = random.nextInt(4) == 0 ? 4 << 20 : 1 << 20;
    this.path = folder.resolve("store");
    this.policies = settings.retains() ? new RandomPolicies(random) : null;
    this.own = settings.retains() ? policies.some() : List.of();
  }

  /** Returns how many operations have been done so far. */
  long done() {
    return done;
  }

  /** Returns how many queries have been asked so far. */
  long asked() {
    return queries.asked();
  }

  void run(long count) throws IOException {
    store = EntityStore.open(path, config().build());
    try {
      assertEquals(RecoveryReport.Kind.CREATED, store.recovery().kind());
      comparison.all(store, operations.ids);
      long nextRestart = 1_000 + random.nextInt(1_000);
      while (done < count) {
        step();
        if (done >= nextRestart) {
          restart();
          nextRestart = done + 500 + random.nextInt(3_000);
        }
      }
      restart();
    } finally {
      store.close();
    }
  }

  /** Returns how often the past was refused. */
  long refusals() {
    return model.kept.refusals();
  }

  private StoreConfig.Builder config() {
    StoreConfig.Builder config =
        StoreConfig.builder().durability(durability).segmentBytes(segmentBytes).clock(clock);
    // Policies are run when the model knows of it.
    return own.isEmpty() ? config : config.compaction(false).retention(own);
  }

  private void step() throws IOException {
    tick();
    for (double i = random.nextDouble(); i < queriesPerStep; i++) {
      switch (random.nextInt(4)) {
        case 0 -> askAsOf(random.nextLong(store.lsn() + 1));
        case 1 -> queries.continuePaging(store);
        default -> queries.ask(store, now());
      }
    }
    switch (random.nextInt(200)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> transaction();
      case 12, 13, 14, 15, 16, 17, 18, 19 ->
          comparison.entity(store, operations.id(), now(), false);
      case 20 -> comparison.entity(store, operations.id(), now(), true);
      case 21, 22, 23 -> asOfLsn();
      case 24, 25, 26 -> asOfTime();
      case 27 -> future();
      case 28 -> holdSnapshot();
      case 29 -> readSnapshot();
      case 30 -> releaseSnapshot();
      case 31 -> {
        if (random.nextInt(3) == 0) {
          checkpoint();
        } else {
          store.sync();
        }
      }
      case 32 -> {
        if (random.nextInt(20) == 0) {
          comparison.all(store, operations.ids);
        }
      }
      case 33 -> {
        if (random.nextInt(8) == 0) {
          compact(() -> store.maintenance().compact(), List.of());
        }
      }
      case 34 -> {
        if (policies != null && random.nextInt(4) == 0) {
          retain(policies.some());
        } else {
          single();
        }
      }
      default -> single();
    }
  }

  /** A dry run lets nothing go; after one in earnest no more is gone than the policies allow. */
  private void retain(List<RetentionPolicy> some) throws IOException {
    if (random.nextInt(3) == 0) {
      assertTrue(store.maintenance().retain(some, true).dryRun());
      comparison.entity(store, operations.id(), now(), true);
      asOfLsn();
    }
    compact(() -> store.maintenance().retain(some, false), some);
  }

  private void compact(Supplier<CompactionReport> work, List<RetentionPolicy> some)
      throws IOException {
    List<RetentionPolicy> all = new ArrayList<>(own);
    all.addAll(some);
    long limit = snapshots.stream().mapToLong(Snapshot::lsn).min().orElse(Long.MAX_VALUE);
    model.kept.allow(model, all, clock.nanoTime(), limit);
    work.get();
    model.kept.learn(store, model);
    queries.retained();
    queries.aroundHorizons(store);
    comparison.all(store, operations.ids);
    for (int i = 0; i < 10; i++) {
      asOfLsn();
    }
    for (Snapshot snapshot : snapshots) {
      compareHeld(snapshot);
    }
  }

  /** Whoever holds a snapshot is refused nothing as of its LSN. */
  private void compareHeld(Snapshot snapshot) throws IOException {
    long refusals = model.kept.refusals();
    for (int i = 0; i < 4; i++) {
      comparison.entity(snapshot, operations.id(), snapshot.lsn(), random.nextInt(4) == 0);
    }
    assertEquals(refusals, model.kept.refusals(), "what was refused to a snapshot");
    queries.ask(snapshot, snapshot.lsn());
  }

  /** Now and then there is nothing to do for the second one. */
  private void checkpoint() {
    long last = store.lsn();
    assertTrue(store.maintenance().checkpoint().lsn() >= last, "LSN of the checkpoint");
    long lsn = store.lsn();
    assertEquals(lsn, store.maintenance().checkpoint().lsn(), "LSN of another checkpoint");
    assertEquals(lsn, store.lsn(), "a checkpoint of nothing does nothing");
  }

  private void askAsOf(long lsn) {
    try (Snapshot snapshot = store.asOf(lsn)) {
      queries.ask(snapshot, lsn);
    }
  }

  private void tick() {
    highestNanos = Math.max(highestNanos, clock.nanoTime());
    clock.move(random);
  }

  private long now() {
    return model.lastLsn();
  }

  private void single() throws IOException {
    Operation operation = operations.next(store);
    ModelTransaction changes = new ModelTransaction(model);
    Class<? extends StelaException> expected = operation.model().apply(changes);
    done++;
    if (expected != null) {
      assertThrowsExactly(expected, () -> operation.single().on(store), operation);
      comparison.entity(store, operation.id(), now(), false);
      return;
    }
    long lsn = operation.single().on(store);
    committed(changes, lsn, List.of(operation));
    if (random.nextInt(8) == 0) {
      comparison.entity(store, operation.id(), now(), false);
    }
  }

  private void transaction() throws IOException {
    List<Operation> list = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      list.add(operations.next(store));
    }
    boolean rollBack = random.nextInt(4) == 0;
    ModelTransaction changes = new ModelTransaction(model);
    long lsn;
    try {
      lsn =
          store.write(
              tx -> {
                assertThrows(
                    InvalidArgumentException.class, () -> store.addTag(list.get(0).id(), "x:y"));
                for (Operation operation : list) {
                  within(tx, operation, changes);
                }
                for (EntityId id : changes.changed()) {
                  readOwn(tx, id, changes);
                }
                readOwn(tx, operations.id(), changes);
                if (rollBack) {
                  throw new RollBack();
                }
              });
      assertFalse(rollBack, "rolled back");
    } catch (RollBack e) {
      for (EntityId id : changes.changed()) {
        comparison.entity(store, id, now(), false);
      }
      return;
    }
    committed(changes, lsn, list);
    for (EntityId id : changes.changed()) {
      comparison.entity(store, id, now(), false);
    }
  }

  private void within(Transaction tx, Operation operation, ModelTransaction changes)
      throws IOException {
    done++;
    changes.touch(operation.id());
    if (random.nextInt(6) == 0) {
      requireVersion(tx, operation.id(), changes);
    }
    Class<? extends StelaException> expected = operation.model().apply(changes);
    if (expected != null) {
      assertThrowsExactly(
          expected,
          () -> {
            operation.within().on(tx);
            return 0L;
          },
          operation);
    } else {
      operation.within().on(tx);
    }
    if (random.nextInt(3) == 0) {
      readOwn(tx, operation.id(), changes);
    }
  }

  private void requireVersion(Transaction tx, EntityId id, ModelTransaction changes) {
    EntityId taken = model.ids.get(id.toUuid());
    if (taken != null && !taken.equals(id)) {
      return;
    }
    ModelVersion newest = model.newest(id);
    long lsn = random.nextBoolean() && newest != null ? newest.lsn() : random.nextInt(3);
    Class<? extends StelaException> expected = changes.requireVersion(id, lsn);
    if (expected == null) {
      tx.requireVersion(id, lsn);
    } else {
      assertEquals(
          expected,
          assertThrows(StelaException.class, () -> tx.requireVersion(id, lsn)).getClass());
    }
  }

  private void readOwn(Transaction tx, EntityId id, ModelTransaction changes) throws IOException {
    if (changes.isPurged(id)) {
      assertFalse(tx.contains(id), "contains what was purged");
      assertTrue(tx.get(id).isEmpty() && tx.find(id).isEmpty(), "finds what was purged");
      assertThrows(EntityNotFoundException.class, () -> tx.openContent(id));
      return;
    }
    if (!changes.isChanged(id)) {
      comparison.entity(tx, id, Long.MAX_VALUE, false);
      return;
    }
    ModelState state = changes.state(id);
    assertEquals(state.isActive(), tx.contains(id), "contains");
    assertEquals(state.isActive(), tx.get(id).isPresent(), "get");
    Entity found = tx.find(id).orElseThrow();
    assertEquals(0, found.lsn(), "version of what the transaction has changed");
    long pending = found.updated().getEpochSecond() * 1_000_000_000L + found.updated().getNano();
    assertTrue(pending > model.lastNanos(), "preliminary time");
    comparison.state(state, found, pending);
    assertThrows(InvalidArgumentException.class, () -> tx.openContent(id));
  }

  /** Takes over what the store has accepted, after checking its LSN and time. */
  private void committed(ModelTransaction changes, long lsn, List<Operation> what) {
    if (changes.isEmpty()) {
      assertTrue(lsn >= model.lastLsn(), "LSN of a commit without changes");
      changes.commit(lsn, 0);
      return;
    }
    assertTrue(lsn > model.lastLsn(), "LSNs go up");
    assertTrue(store.lsn() >= lsn, "what was returned is visible");
    long nanos;
    try (Snapshot snapshot = store.asOf(lsn)) {
      nanos = ModelQuery.nanos(snapshot.timestamp());
    }
    for (EntityId id : changes.changed()) {
      Entity changed = store.find(id).orElseThrow();
      assertEquals(lsn, changed.lsn(), () -> "LSN of " + what);
      assertEquals(nanos, ModelQuery.nanos(changed.updated()), () -> "time of " + what);
    }
    assertTrue(nanos > model.lastNanos() && nanos > floorNanos, "times go up");
    long least = Math.max(clock.nanoTime(), Math.max(model.lastNanos(), floorNanos) + 1);
    // Every frame takes a time: those that end a segment and those of streamed content, too.
    long most = Math.max(highestNanos, clock.nanoTime()) + lsn;
    assertTrue(nanos >= least && nanos <= most, () -> nanos + " is not in " + least + ".." + most);
    if (clock.nanoTime() > highestNanos + lsn) {
      long frames = lsn - model.lastLsn();
      assertTrue(nanos < clock.nanoTime() + frames, () -> nanos + " is not the clock's");
    }
    changes.commit(lsn, nanos);
    changes.purged().forEach(id -> queries.purged(id, store));
  }

  private void asOfLsn() throws IOException {
    long lsn = random.nextInt(20) == 0 ? 0 : random.nextLong(store.lsn() + 1);
    try (Snapshot snapshot = store.asOf(lsn)) {
      assertEquals(lsn, snapshot.lsn());
      compareSome(snapshot);
    }
    assertThrowsExactly(
        InvalidArgumentException.class, () -> store.asOf(store.lsn() + 1).lsn(), "future LSN");
    assertThrowsExactly(InvalidArgumentException.class, () -> store.asOf(-1L).lsn(), "LSN -1");
  }

  private void asOfTime() throws IOException {
    if (model.commits.isEmpty()) {
      return;
    }
    Commit near = model.commits.get(random.nextInt(model.commits.size()));
    long latest = Math.max(clock.nanoTime(), model.lastNanos());
    long nanos =
        switch (random.nextInt(10)) {
          case 0 -> 0;
          case 1 -> model.commits.getFirst().nanos() - 1;
          case 2 -> model.lastNanos();
          case 3 -> latest;
          case 4, 5 -> near.nanos() - 1;
          case 6 -> Math.min(latest, near.nanos() + 1 + random.nextInt(50_000));
          default -> near.nanos();
        };
    if (nanos >= model.lastNanos()) {
      floorNanos = Math.max(floorNanos, nanos);
    }
    int index = model.commitAt(nanos);
    long least = index < 0 ? 0 : model.commits.get(index).lsn();
    long beyond =
        index + 1 < model.commits.size() ? model.commits.get(index + 1).lsn() : Long.MAX_VALUE;
    try (Snapshot snapshot = store.asOf(Comparison.instant(nanos))) {
      assertTrue(
          (snapshot.lsn() >= least || model.hasNothing(snapshot.lsn() + 1, least))
              && snapshot.lsn() < beyond,
          () -> "as of " + nanos + ": " + snapshot.lsn() + " not in " + least + ".." + beyond);
      assertFalse(snapshot.timestamp().isAfter(Comparison.instant(nanos)), "time of the snapshot");
      if (snapshot.lsn() == least && index >= 0) {
        assertEquals(Comparison.instant(model.commits.get(index).nanos()), snapshot.timestamp());
      }
      compareSome(snapshot);
    }
  }

  private void future() {
    long latest = Math.max(Math.max(clock.nanoTime(), model.lastNanos()), floorNanos);
    Instant future = Comparison.instant(latest + 1_000 + random.nextInt(1_000_000));
    assertThrowsExactly(
        InvalidArgumentException.class, () -> store.asOf(future).lsn(), "future " + future);
  }

  private void compareSome(Snapshot snapshot) throws IOException {
    for (int i = 0; i < 4; i++) {
      comparison.entity(snapshot, operations.id(), snapshot.lsn(), random.nextInt(4) == 0);
    }
    queries.ask(snapshot, snapshot.lsn());
  }

  private void holdSnapshot() {
    if (snapshots.size() < MAX_SNAPSHOTS) {
      snapshots.add(store.snapshot());
      assertTrue(snapshots.getLast().lsn() >= model.lastLsn());
    }
  }

  private void readSnapshot() throws IOException {
    if (!snapshots.isEmpty()) {
      compareHeld(snapshots.get(random.nextInt(snapshots.size())));
    }
  }

  private void releaseSnapshot() throws IOException {
    if (!snapshots.isEmpty()) {
      Snapshot snapshot = snapshots.remove(random.nextInt(snapshots.size()));
      compareHeld(snapshot);
      snapshot.close();
      assertThrowsExactly(
          StoreClosedException.class,
          () -> snapshot.find(operations.ids.get(0)).hashCode(),
          "closed snapshot");
    }
  }

  private void restart() throws IOException {
    int kind = random.nextInt(6);
    if (kind >= 3) {
      openCopy(kind == 3);
    } else {
      EntityStore closed = store;
      List<Snapshot> held = List.copyOf(snapshots);
      snapshots.clear();
      store.close();
      for (EntityId id : operations.ids) {
        assertThrowsExactly(
            StoreClosedException.class, () -> closed.find(id).hashCode(), "closed store");
        for (Snapshot snapshot : held) {
          assertThrowsExactly(
              StoreClosedException.class, () -> snapshot.find(id).hashCode(), "closed store");
        }
      }
      if (kind == 0) {
        readOnly();
      }
      Opening opening = kind == 1 ? anew() : Opening.AUTO;
      store = EntityStore.open(path, config().opening(opening).build());
      requireKind(opening, RecoveryReport.Kind.CLEAN);
    }
    assertEquals(0, store.recovery().cutBytes(), "nothing was torn");
    learnAgain(store);
    if (random.nextInt(3) == 0) {
      // Changes first, so that what was taken over is changed before it is read.
      for (int i = 0; i < 20; i++) {
        tick();
        single();
      }
    }
    askSome(store);
    comparison.all(store, operations.ids);
  }

  /** What is kept does not depend on how a store was opened. */
  private void learnAgain(EntityStore opened) {
    long since = model.kept.since();
    model.kept.learn(opened, model);
    assertEquals(since, model.kept.since(), "horizon after a restart");
  }

  /** All kinds of queries, and those of before go on where they were. */
  private void askSome(EntityStore reading) {
    for (int i = 0; i < 20; i++) {
      queries.ask(reading, now());
      queries.continuePaging(reading);
    }
  }

  /** Goes on with a copy of the files as they are: what a killed process would leave. */
  private void openCopy(boolean readOnlyFirst) throws IOException {
    if (random.nextBoolean()) {
      store.sync();
    }
    Path copy = folder.resolve("copy" + copies++);
    Checkpoints.await(store);
    Folders.copy(path, copy);
    snapshots.clear();
    store.close();
    Folders.delete(path);
    path = copy;
    if (readOnlyFirst) {
      readOnly();
    }
    Opening opening = random.nextBoolean() ? Opening.AUTO : anew();
    if (opening == Opening.AUTO && random.nextInt(3) == 0) {
      loseIndexPart();
    }
    store = EntityStore.open(path, config().opening(opening).build());
    requireKind(opening, RecoveryReport.Kind.REBUILT);
  }

  private Opening anew() {
    return random.nextBoolean() ? Opening.REBUILD : Opening.REPLAY;
  }

  private void requireKind(Opening opening, RecoveryReport.Kind cheapest) {
    RecoveryReport.Kind expected =
        switch (opening) {
          case REBUILD -> RecoveryReport.Kind.REBUILT;
          case REPLAY -> RecoveryReport.Kind.REPLAYED;
          default -> cheapest;
        };
    assertEquals(expected, store.recovery().kind());
  }

  /** What is derived may be missing: it is made anew from the log. */
  private void loseIndexPart() throws IOException {
    Path segments = path.resolve("segments");
    if (Files.exists(segments)) {
      try (Stream<Path> all = Files.list(segments)) {
        List<Path> parts = all.filter(file -> file.toString().endsWith(".idx")).toList();
        if (!parts.isEmpty()) {
          Files.delete(parts.get(random.nextInt(parts.size())));
        }
      }
    }
  }

  private void readOnly() throws IOException {
    try (EntityStore reading = EntityStore.open(path, config().readOnly(true).build());
        EntityStore second = EntityStore.open(path, config().readOnly(true).build())) {
      learnAgain(reading);
      comparison.all(reading, operations.ids);
      askSome(reading);
      assertEquals(reading.lsn(), second.lsn());
      EntityId id = operations.id();
      assertThrowsExactly(ReadOnlyException.class, () -> reading.addTag(id, "a:b"), "addTag");
      assertThrowsExactly(ReadOnlyException.class, () -> reading.write(tx -> {}), "write");
      assertThrowsExactly(
          ReadOnlyException.class, () -> reading.create(EntityDraft.of(id)), "create");
      assertThrowsExactly(
          StoreInUseException.class,
          () -> EntityStore.open(path, config().build()).lsn(),
          "open for writing");
    }
  }

  private static void assertThrowsExactly(
      Class<? extends StelaException> expected, Attempt attempt, Object what) {
    StelaException thrown = assertThrows(StelaException.class, attempt::run, what::toString);
    assertEquals(expected, thrown.getClass(), () -> what + ": " + thrown);
  }

  private interface Attempt {
    long run() throws IOException;
  }

  private static final class RollBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
