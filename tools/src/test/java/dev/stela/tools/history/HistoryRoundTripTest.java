package dev.stela.tools.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Change;
import dev.stela.Durability;
import dev.stela.Entity;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.HistoryNotKeptException;
import dev.stela.Lifecycle;
import dev.stela.RetentionPolicy;
import dev.stela.Snapshot;
import dev.stela.StagedContent;
import dev.stela.StoreConfig;
import dev.stela.StoreVerifier;
import dev.stela.Transaction;
import dev.stela.VerificationReport;
import dev.stela.tools.Cli;
import dev.stela.tools.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store made of an export answers as the exported one, as of every commit's time. */
@Timeout(300)
class HistoryRoundTripTest {
  private static final int COMMITS = 600;
  private static final int LONG_CONTENT = 300_000;

  @TempDir private Path folder;

  private long now = 1_700_000_000_123_456_789L;
  private final List<EntityId> ids = new ArrayList<>();
  private Random random;
  private int made;

  @Test
  void shouldAnswerTheSameWhenExportedAndImported() throws IOException {
    long seed = Long.getLong("stela.roundTripSeed", ThreadLocalRandom.current().nextLong());
    random = new Random(seed);
    try {
      Path original = folder.resolve("original");
      try (EntityStore store = open(original)) {
        write(store);
        assertTrue(store.statistics().segments() > 3, "one segment is no test of rolling");
      }
      Path copy = folder.resolve("copy");
      Path export = folder.resolve("first.ndjson");
      run("export", original, export);
      run("import", "--history", copy, export);
      Path again = folder.resolve("second.ndjson");
      run("export", copy, again);

      assertEquals(-1, Files.mismatch(export, again), "the second export is another");
      VerificationReport report = StoreVerifier.verify(copy);
      assertTrue(report.isSound(), report.damages().toString());
      compare(original, copy);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("repeat with -Dstela.roundTripSeed=" + seed, e);
    }
  }

  @Test
  void shouldHoldWhatIsKeptWhenRetentionHasDroppedHistory() throws IOException {
    long seed = Long.getLong("stela.roundTripSeed", ThreadLocalRandom.current().nextLong());
    random = new Random(seed);
    try {
      Path original = folder.resolve("original");
      try (EntityStore store = open(original)) {
        for (int i = 0; i < 3; i++) {
          write(store);
          List<RetentionPolicy> policies =
              List.of(
                  RetentionPolicy.keepNewestTags("single:*", 1 + random.nextInt(3)),
                  RetentionPolicy.keepNewestTags("t*", 1 + random.nextInt(3)),
                  RetentionPolicy.keepNewestContents(random.nextInt(3)));
          assertTrue(store.maintenance().retain(policies, false).droppedEvents() > 0);
        }
      }
      Path copy = folder.resolve("copy");
      Path export = folder.resolve("first.ndjson");
      run("export", original, export);
      run("import", "--history", copy, export);

      compareKept(original, copy);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("repeat with -Dstela.roundTripSeed=" + seed, e);
    }
  }

  private void compareKept(Path original, Path copy) throws IOException {
    int compared = 0;
    int refused = 0;
    try (EntityStore one = open(original);
        EntityStore other = open(copy)) {
      for (Instant time : times(one)) {
        try (Snapshot was = one.asOf(time);
            Snapshot is = other.asOf(time)) {
          for (EntityId id : ids) {
            try {
              was.find(id);
            } catch (HistoryNotKeptException e) {
              refused++;
              continue;
            }
            compareStates(was, is, id);
            compared++;
          }
        }
      }
    }
    assertTrue(compared > ids.size(), "only the present was compared");
    assertTrue(refused > 0, "nothing was dropped");
  }

  private static void compareStates(Snapshot was, Snapshot is, EntityId id) throws IOException {
    Optional<Entity> expected = was.find(id);
    Optional<Entity> actual = is.find(id);
    assertEquals(expected.isPresent(), actual.isPresent());
    if (expected.isPresent()) {
      Entity one = expected.get();
      Entity other = actual.get();
      assertEquals(one.lifecycle(), other.lifecycle());
      assertEquals(one.tags(), other.tags());
      assertEquals(one.texts(), other.texts());
      assertEquals(one.contentLength(), other.contentLength());
      if (one.contentLength() >= 0 && one.lifecycle() == Lifecycle.ACTIVE) {
        assertArrayEquals(content(was, id), content(is, id));
      }
    }
  }

  private static void run(Object... arguments) {
    Cli.Result result = Cli.run(arguments);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
  }

  private EntityStore open(Path path) {
    return EntityStore.open(
        path,
        StoreConfig.builder()
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .durability(Durability.ASYNC)
            .clock(() -> now)
            .build());
  }

  private void write(EntityStore store) throws IOException {
    for (int i = 0; i < COMMITS; i++) {
      // Mostly the clock stands still, so that commits are a nanosecond apart.
      now += random.nextInt(4) == 0 ? random.nextInt(1_000_000_000) : 0;
      byte[] bytes = new byte[LONG_CONTENT + random.nextInt(3)];
      random.nextBytes(bytes);
      StagedContent staged =
          random.nextInt(20) == 0 ? store.stage(new ByteArrayInputStream(bytes)) : null;
      store.write(
          tx -> {
            for (int k = random.nextInt(4); k >= 0; k--) {
              change(tx, staged);
            }
          });
    }
  }

  private void change(Transaction tx, StagedContent staged) {
    if (ids.size() < 20 || random.nextInt(30) == 0) {
      EntityId id = newId();
      tx.create(EntityDraft.of(id).tag("z" + random.nextInt(100)).tag("type:x"));
      if (random.nextInt(5) == 0) {
        // Defines a tag that no event is left of.
        String gone = "gone:" + made;
        tx.addTag(id, gone);
        tx.removeTag(id, gone);
      }
      ids.add(id);
      return;
    }
    EntityId id = ids.get(random.nextInt(ids.size()));
    if (tx.get(id).isEmpty()) {
      tx.restore(id);
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      step(tx, id, staged);
    }
    switch (random.nextInt(30)) {
      case 0 -> tx.delete(id);
      case 1 -> tx.archive(id);
      case 2 -> {
        tx.purge(id);
        ids.remove(id);
      }
      default -> {
        // It stays active.
      }
    }
  }

  private void step(Transaction tx, EntityId id, StagedContent staged) {
    Entity now = tx.get(id).orElseThrow();
    switch (random.nextInt(10)) {
      case 0 -> tx.putContent(id, randomBytes(random.nextInt(5_000)));
      case 1 -> tx.putContent(id, randomBytes(60_000));
      case 2 -> {
        if (staged != null) {
          tx.putContent(id, staged);
        } else {
          tx.removeContent(id);
        }
      }
      case 3, 4 ->
          tx.putText(
              id,
              "field\n" + random.nextInt(3),
              "\u0001\u00e9\ud83d\ude00\"".repeat(random.nextInt(9)));
      case 5 -> tx.removeText(id, "field\n" + random.nextInt(3));
      case 6 -> {
        if (!now.tags().isEmpty()) {
          tx.removeTag(id, now.tags().iterator().next());
        }
      }
      case 7 -> tx.setTag(id, "single:" + random.nextInt(50));
      default ->
          tx.addTag(
              id,
              random.nextInt(5) == 0
                  ? "\u00fc: \u2028" + random.nextInt(9)
                  : "t" + random.nextInt(40));
    }
  }

  private EntityId newId() {
    return switch (random.nextInt(3)) {
      case 0 -> EntityId.named("n/\u00e9:" + made++);
      case 1 -> EntityId.named("00000000-0000-7000-8000-" + "%012d".formatted(made++));
      default -> EntityId.of(random.nextLong(), random.nextLong());
    };
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private void compare(Path original, Path copy) throws IOException {
    try (EntityStore one = open(original);
        EntityStore other = open(copy)) {
      for (Instant time : times(one)) {
        try (Snapshot was = one.asOf(time);
            Snapshot is = other.asOf(time)) {
          assertEquals(was.timestamp(), is.timestamp());
          for (EntityId id : ids) {
            compare(was, is, id);
          }
          assertEquals(
              was.search("type:x AND NOT t1").count(), is.search("type:x AND NOT t1").count());
          assertEquals(was.values("single"), is.values("single"));
        }
      }
      for (EntityId id : ids) {
        assertEquals(history(one, id), history(other, id));
      }
    }
  }

  private static Set<Instant> times(EntityStore store) {
    Set<Instant> times = new LinkedHashSet<>();
    store.changes(0).forEachRemaining(change -> times.add(change.timestamp()));
    return times;
  }

  private static void compare(Snapshot was, Snapshot is, EntityId id) throws IOException {
    Optional<Entity> expected = was.find(id);
    Optional<Entity> actual = is.find(id);
    assertEquals(expected.isPresent(), actual.isPresent());
    if (expected.isPresent()) {
      Entity one = expected.get();
      Entity other = actual.get();
      assertEquals(one.id(), other.id());
      assertEquals(one.updated(), other.updated());
      assertEquals(one.created(), other.created());
      assertEquals(one.lifecycle(), other.lifecycle());
      assertEquals(one.tagTimes(), other.tagTimes());
      assertEquals(one.texts(), other.texts());
      assertEquals(one.contentLength(), other.contentLength());
      if (one.contentLength() >= 0 && one.lifecycle() == Lifecycle.ACTIVE) {
        assertArrayEquals(content(was, id), content(is, id));
      }
    }
  }

  private static byte[] content(Snapshot snapshot, EntityId id) throws IOException {
    try (InputStream in = snapshot.openContent(id)) {
      return in.readAllBytes();
    }
  }

  /** What happened, without LSNs, and the tags of a creation in the order of their texts. */
  private static List<String> history(EntityStore store, EntityId id) {
    return store.history(id).stream()
        .map(
            change ->
                change.timestamp()
                    + (isCreation(change)
                            ? change.events().stream().map(Object::toString).sorted().toList()
                            : change.events())
                        .toString())
        .toList();
  }

  private static boolean isCreation(Change change) {
    return change.events().getFirst().kind() == Change.Kind.CREATED;
  }
}
