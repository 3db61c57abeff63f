package dev.stela.tools.demo;

import dev.stela.BulkLoader;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.LoadStatus;
import dev.stela.RecoveryReport;
import dev.stela.Snapshot;
import dev.stela.StoreStatistics;
import dev.stela.VerificationReport;
import dev.stela.tools.Progress;
import dev.stela.tools.ShutdownHook;
import dev.stela.tools.Text;
import dev.stela.tools.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The steps of the demo, one after the other. One thread, one run. */
final class DemoRun {
  private static final int UPDATES = 1000;

  private final DemoFolder folder;
  private final Path store;
  private final DemoSize size;
  private final PrintWriter out;
  private final Checks checks;
  private final List<ClassRef> classes;

  private KilledLoad killed;
  private long payloadBytes;
  private long droppedTags;
  private LoadTotals resumed;
  private long recoveryNanos;
  private RecoveryReport recovery;
  private List<Updated> updated;
  private long lsnBeforeUpdates;
  private Instant timeBeforeUpdates;
  private final Recount loaded = new Recount();
  private Recount recounted;
  private List<QueryResult> queries;
  private List<SearchResult> searches;
  private long cleanOpenNanos;
  private StoreStatistics statistics;
  private final List<Percentiles> latencies = new ArrayList<>();

  DemoRun(DemoFolder folder, DemoSize size, PrintWriter out) throws IOException {
    this.folder = folder;
    this.store = folder.store();
    this.size = size;
    this.out = out;
    this.checks = new Checks(out);
    this.classes = JdkClasses.list(size.classes());
  }

  /** Runs all steps; the checks say whether it went well. */
  DemoReport run() throws IOException {
    long start = System.nanoTime();
    folder.clear();
    say("%s classes of JDK %s into %s", Text.count(classes.size()), Runtime.version(), store);
    try (ShutdownHook _ = new ShutdownHook(this::sayInterrupted)) {
      loadAndKill();
      reopenAndResume();
      reopenCleanly();
      verify();
      measureWrites();
    }
    return report(System.nanoTime() - start);
  }

  private void sayInterrupted() {
    System.err.printf(
        "%nstela: interrupted; all that was acknowledged is in the store,"
            + " which its next opening recovers: store=%s%n",
        store);
  }

  private void loadAndKill() throws IOException {
    say("loading in another process, which is killed half-way");
    try (Progress progress = Progress.of("load", classes.size())) {
      killed = KilledLoad.run(store, size, classes.size() / 2, progress);
    }
    if (!killed.killed() && killed.exitCode() != 0) {
      throw new IllegalStateException(
          "the loader failed before it could be killed: exitCode=" + killed.exitCode());
    }
    checks.add(
        "the loader was killed in the middle of its work",
        killed.diedOfIt() && killed.acknowledgedClasses() < classes.size(),
        "it ended with exit code " + killed.exitCode());
  }

  private void reopenAndResume() throws IOException {
    say("opening what the killed process has left");
    long start = System.nanoTime();
    try (EntityStore opened = EntityStore.open(store)) {
      recoveryNanos = System.nanoTime() - start;
      recovery = opened.recovery();
      say("opened in %s", Text.duration(recoveryNanos));
      checkRecovered(opened);
      resume(opened);
      checkAll(opened);
      update(opened);
      checkUpdated(opened);
    }
  }

  private void checkRecovered(EntityStore opened) throws IOException {
    StoreCheck check = new StoreCheck(opened);
    List<ClassRef> present = check.present(classes);
    checks.holds(
        "all " + Text.count(killed.acknowledgedClasses()) + " acknowledged classes are there",
        check.lost(killed.acknowledged(), present));
    long position = load(opened).nextPosition();
    checks.holds(
        "the load stands at class " + Text.count(position) + ": all before it are there, none else",
        check.otherThanFirst(classes, position, present));
    checks.holds(
        "the " + Text.count(present.size()) + " recovered classes equal what was read",
        compare(check, present, seen -> {}));
  }

  /** Compares before it is said how it went: the bar is gone by then. */
  private Problems compare(StoreCheck check, List<ClassRef> refs, Consumer<ClassDescription> seen)
      throws IOException {
    try (Progress progress = Progress.of("compare", refs.size())) {
      return check.different(
          refs,
          size.batch(),
          description -> {
            seen.accept(description);
            progress.step(1);
          });
    }
  }

  private void resume(EntityStore opened) throws IOException {
    BulkLoader load = opened.resumeLoad(Loader.LOAD, Loader.options(size, classes.size()));
    long missing = classes.size() - load.nextPosition();
    say("going on with the load: %s classes", Text.count(missing));
    try (Progress progress = Progress.of("load", missing)) {
      resumed =
          new Loader(opened, load, size.batch())
              .load(classes, (lsn, batch) -> progress.step(batch.size()));
    }
    LoadStatus status = load(opened);
    checks.add(
        "the load is finished: every class was created once, none was rejected",
        status.state() == LoadStatus.State.FINISHED
            && status.created() == classes.size()
            && status.nextPosition() == classes.size(),
        status.toString());
  }

  private static LoadStatus load(EntityStore opened) {
    return opened.loads().stream()
        .filter(load -> load.id().equals(Loader.LOAD))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the store knows of no load"));
  }

  private void checkAll(EntityStore opened) throws IOException {
    // Every class is found by its own id, so with one entity more, the mark, none is there twice.
    long entities = opened.statistics().activeEntities();
    checks.add(
        "the store has one entity for each class, and one for the demo",
        entities == classes.size() + 1L,
        "it has " + entities + " for " + classes.size() + " classes");
    checks.holds(
        "every class is there, equal to what was read",
        compare(
            new StoreCheck(opened),
            classes,
            description -> {
              loaded.add(description);
              payloadBytes += description.payloadBytes();
              droppedTags += description.droppedTags();
            }));
  }

  private void update(EntityStore opened) {
    List<ClassRef> sample = Updates.sample(classes, UPDATES);
    say("updating %s of them", Text.count(sample.size()));
    try (Snapshot before = opened.snapshot()) {
      lsnBeforeUpdates = before.lsn();
      timeBeforeUpdates = before.timestamp();
    }
    try (Progress progress = Progress.of("update", sample.size())) {
      updated = Updates.apply(opened, sample, progress);
    }
  }

  private void checkUpdated(EntityStore opened) throws IOException {
    recounted = loaded.after(updated);
    searches(opened, new PrintWriter(Writer.nullWriter())).check("right after the updates");
    checks.holds(
        "updated entities are what they were made",
        new StoreCheck(opened).different(updated, false));
    try (Snapshot past = opened.asOf(lsnBeforeUpdates)) {
      checks.holds(
          "as of the commit before the updates they are what was read",
          new StoreCheck(past).different(updated, true));
    }
    try (Snapshot past = opened.asOf(timeBeforeUpdates)) {
      checks.holds(
          "as of the time before the updates they are what was read",
          new StoreCheck(past).different(updated, true));
    }
  }

  private void reopenCleanly() throws IOException {
    say("closing and reopening");
    long start = System.nanoTime();
    try (EntityStore opened = EntityStore.open(store)) {
      cleanOpenNanos = System.nanoTime() - start;
      say("reopened in %s", Text.duration(cleanOpenNanos));
      checks.add(
          "a clean close leaves nothing to replay",
          opened.recovery().kind() == RecoveryReport.Kind.CLEAN,
          opened.recovery().toString());
      StoreCheck check = new StoreCheck(opened);
      checks.holds(
          "after a clean close updated entities are what they were made",
          check.different(updated, false));
      try (Snapshot past = opened.asOf(lsnBeforeUpdates)) {
        checks.holds(
            "and their past is what it was", new StoreCheck(past).different(updated, true));
      }
      query(opened);
      statistics = opened.statistics();
      measureReads(opened);
    }
  }

  private void query(EntityStore opened) {
    say("asking what is there, and what was: entities, median time to count them, query");
    queries = new Queries(opened, lsnBeforeUpdates, loaded, recounted, checks, out).run();
    new Diffs(opened, lsnBeforeUpdates, checks, out).run(updated);
    say("searching their texts: entities, time to find the best %s, search", Searches.SHOWN);
    searches = searches(opened, out).check("after a clean close");
  }

  private Searches searches(EntityStore opened, PrintWriter to) {
    return new Searches(opened, lsnBeforeUpdates, loaded.texts(), recounted.texts(), checks, to);
  }

  private void measureReads(EntityStore opened) {
    List<EntityId> active = classes.stream().map(ClassRef::id).filter(opened::contains).toList();
    try (Progress progress = Progress.of("measure", 1)) {
      latencies.add(Latencies.reads("point read", opened, active, size.reads(), progress));
    }
  }

  private void verify() {
    say("verifying every checksum, chain and directory entry");
    VerificationReport report = Verification.run(store);
    checks.add(
        "verification found the store sound",
        report.isSound(),
        report.damageCount() + " damages, such as: " + report.damages());
  }

  private void measureWrites() throws IOException {
    say("measuring single writes in a store beside it");
    try (Progress progress = Progress.of("measure", 2)) {
      latencies.addAll(Latencies.writes(folder.scratch(), size, progress));
    }
  }

  private DemoReport report(long totalNanos) throws IOException {
    return new DemoReport(
        checks.allHeld(),
        store.toString(),
        Files.getFileStore(store).type(),
        Runtime.version().toString(),
        Runtime.getRuntime().availableProcessors(),
        classes.size(),
        classes.stream().map(ClassRef::module).distinct().count(),
        payloadBytes,
        droppedTags,
        updated.size(),
        killed.acknowledgedClasses(),
        killed.totals(),
        resumed,
        recoveryNanos,
        recovery,
        cleanOpenNanos,
        queries,
        searches,
        List.copyOf(latencies),
        statistics,
        checks.all(),
        totalNanos);
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
