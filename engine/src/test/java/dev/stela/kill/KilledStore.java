package dev.stela.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Durability;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Opening;
import dev.stela.RecoveryReport;
import dev.stela.Snapshot;
import dev.stela.StoreConfig;
import dev.stela.StoreStatistics;
import dev.stela.StoreVerifier;
import dev.stela.VerificationReport;
import dev.stela.internal.storage.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.LongHashSet;

/**
 * A store whose writing process is killed again and again, and what it has to hold by what was
 * acknowledged. One thread.
 */
final class KilledStore {
  private static final int SIGKILL_EXIT = 128 + 9;
  private static final Map<String, String> PHASES =
      Map.of(
          KillChild.OPENING, "opening",
          KillChild.OPEN, "writing",
          KillChild.CLOSING, "closing",
          KillChild.CLOSED, "closed");

  /** The first is the default way, and what is most of all to be tested. */
  private static final Opening[] OPENINGS = {
    Opening.AUTO, Opening.AUTO, Opening.AUTO, Opening.AUTO, Opening.REBUILD, Opening.REPLAY
  };

  private final Path path;
  private final Durability durability;
  private final long seed;
  private final SplittableRandom random;
  private final ScheduledExecutorService killer;
  private final KillCounts counts;
  private final List<KillScript> scripts = new ArrayList<>();
  private final LongHashSet lsns = new LongHashSet();
  private long lsn;
  private String phase = "new";

  KilledStore(
      Path path,
      Durability durability,
      long seed,
      int threads,
      ScheduledExecutorService killer,
      KillCounts counts) {
    this.path = path;
    this.durability = durability;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.killer = killer;
    this.counts = counts;
    for (int i = 0; i < threads; i++) {
      scripts.add(new KillScript(seed, i));
    }
  }

  /** Starts a child and kills it in the middle of writing, of opening or of closing. */
  void kill() throws IOException, InterruptedException {
    switch (random.nextInt(8)) {
      case 0, 1 -> killAfter(KillChild.OPENING, random.nextLong(counts.openNanos() * 5 / 4), -1);
      case 2 -> killAfter(KillChild.CLOSING, millis(0, 30), random.nextInt(100));
      // As many kills within a few milliseconds as in the long time after.
      case 3, 4 -> killAfter(KillChild.ACKNOWLEDGED, millis(0, 10), -1);
      default -> killAfter(KillChild.ACKNOWLEDGED, millis(0, 400), -1);
    }
  }

  private void killAfter(String line, long nanos, int closeAfter)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<String>();
    arguments.add(path.toString());
    arguments.add(durability.name());
    arguments.add(Long.toString(seed));
    Opening way = OPENINGS[random.nextInt(OPENINGS.length)];
    arguments.add(way.name());
    arguments.add(Integer.toString(closeAfter));
    scripts.forEach(script -> arguments.add(Integer.toString(script.steps())));
    String before = phase;
    phase = "starting";
    Process child = ChildJvm.start(KillChild.class, arguments.toArray(String[]::new));
    // Process.destroyForcibly would close the pipe too, with what is still in it.
    Runnable kill = child.toHandle()::destroyForcibly;
    var watchdog = new ChildWatchdog(child);
    var watch = killer.scheduleWithFixedDelay(watchdog, 1, 1, TimeUnit.SECONDS);
    var stacks = new StringBuilder();
    try (BufferedReader output = child.inputReader()) {
      boolean aimed = false;
      long opening = 0;
      for (String said = output.readLine(); said != null; said = output.readLine()) {
        if (!aimed && said.startsWith(line)) {
          killer.schedule(kill, nanos, TimeUnit.NANOSECONDS);
          aimed = true;
        }
        String[] words = said.split(" ");
        switch (words[0]) {
          case KillChild.OPENING -> opening = System.nanoTime();
          case KillChild.OPEN -> {
            var kind = RecoveryReport.Kind.valueOf(words[2]);
            counts.opened(System.nanoTime() - opening, kind);
            if (way == Opening.AUTO) {
              requireTakenOver(before, kind);
            }
            assertEquals(lsn, Long.parseLong(words[1]), "LSN after recovery by the child");
          }
          case KillChild.ACKNOWLEDGED -> acknowledged(words);
          case KillChild.CLOSING, KillChild.CLOSED -> {}
          default -> stacks.append(said).append('\n');
        }
        phase = PHASES.getOrDefault(words[0], phase);
      }
      assertEquals(SIGKILL_EXIT, child.waitFor(), () -> "the child ended by itself " + phase);
      assertFalse(watchdog.hung(), () -> "the child hung " + phase + "\n" + stacks);
    } finally {
      watch.cancel(false);
      child.destroyForcibly().waitFor();
    }
    counts.killed(phase);
  }

  /** What was open for writing when its process died must not have to be rebuilt. */
  private static void requireTakenOver(String before, RecoveryReport.Kind kind) {
    switch (before) {
      case "writing" -> assertEquals(RecoveryReport.Kind.TAKEN_OVER, kind);
      case "closing", "closed" ->
          assertTrue(
              kind == RecoveryReport.Kind.CLEAN || kind == RecoveryReport.Kind.TAKEN_OVER,
              () -> before + " " + kind);
      default -> {
        // It may have been in the middle of a rebuild.
      }
    }
  }

  private void acknowledged(String[] words) {
    KillScript script = scripts.get(Integer.parseInt(words[1]));
    script.next();
    assertEquals(
        script.steps(), Integer.parseInt(words[2]), "operations are acknowledged in order");
    commit(script, Long.parseLong(words[3]));
    counts.acknowledged();
  }

  private void commit(KillScript script, long committed) {
    assertTrue(lsns.add(committed), () -> "two commits of one LSN: " + committed);
    script.committed(committed);
  }

  /**
   * Compares the store with what has to be in it, and what is derived from the log with the log.
   * Opens it only for reading half of the time, so that the next child has to recover by itself.
   */
  void check() throws IOException {
    boolean exists = Files.exists(path.resolve("superblock"));
    boolean readOnly = exists && random.nextBoolean();
    StoreConfig config =
        StoreConfig.builder()
            .durability(durability)
            .segmentBytes(KillChild.SEGMENT_BYTES)
            .readOnly(readOnly)
            .build();
    try (EntityStore store = EntityStore.open(path, config)) {
      counts.opened(store.recovery().kind());
      if (!readOnly) {
        requireTakenOver(phase, store.recovery().kind());
      }
      for (KillScript script : scripts) {
        checkWithFlight(script, store);
      }
      StoreStatistics statistics = store.statistics();
      assertEquals(
          scripts.stream().mapToInt(KillScript::active).sum(), statistics.activeEntities());
      assertEquals(
          scripts.stream().mapToInt(KillScript::deleted).sum(), statistics.deletedEntities());
      List<EntityId> ids = scripts.stream().flatMap(script -> script.ids().stream()).toList();
      new Recount(store, ids).requireFound(store);
      checkPast(random.nextInt(scripts.size()), store);
      if (store.lsn() > 0) {
        try (Snapshot past = store.asOf(random.nextLong(store.lsn()))) {
          new Recount(past, ids).requireFound(past);
        }
      }
      lsn = store.lsn();
    }
    if (!readOnly) {
      phase = "closed";
      VerificationReport report = StoreVerifier.verify(path);
      assertTrue(report.isSound(), () -> "after a clean close: " + report.damages());
    }
  }

  /** All that was acknowledged is there, and either all or nothing of the operation in flight. */
  private void checkWithFlight(KillScript script, EntityStore store) {
    String without = script.difference(store);
    if (without == null) {
      return;
    }
    long last = script.steps() == 0 ? 0 : script.lsn(script.steps());
    script.next();
    long found = script.lsnIn(store);
    assertTrue(
        found > last, () -> "lost after " + (script.steps() - 1) + " acknowledged: " + without);
    commit(script, found);
    String with = script.difference(store);
    assertNull(with, () -> "neither before the operation in flight: " + without + "\nnor after it");
    counts.foundInFlight();
  }

  /** One thread's entities as of one of its operations. */
  private void checkPast(int thread, EntityStore store) {
    KillScript script = scripts.get(thread);
    if (script.steps() == 0) {
      return;
    }
    int step = random.nextInt(1, script.steps() + 1);
    KillScript past = new KillScript(seed, thread);
    while (past.steps() < step) {
      past.next();
      past.committed(script.lsn(past.steps()));
    }
    assertNull(past.difference(store.asOf(script.lsn(step))), "as of the past");
  }

  private long millis(long from, long to) {
    return random.nextLong(
        TimeUnit.MILLISECONDS.toNanos(from), TimeUnit.MILLISECONDS.toNanos(to) + 1);
  }
}
