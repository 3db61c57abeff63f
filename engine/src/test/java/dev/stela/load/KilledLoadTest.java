package dev.stela.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityStore;
import dev.stela.LoadStatus;
import dev.stela.SeamOpener;
import dev.stela.StoreConfig;
import dev.stela.StoreVerifier;
import dev.stela.internal.storage.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills a process that loads documents, at random moments, and has the next one go on, until all
 * are there: each once, as it was in the source. {@code -Dstela.documents=100000} loads so many,
 * {@code -Dstela.seed=…} repeats the choices of a run.
 */
@Timeout(1800)
class KilledLoadTest {
  private static final int SIGKILL_EXIT = 128 + 9;

  /** Stays where it is after a failure. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private Path path;
  private Path rejects;

  @ParameterizedTest
  @CsvSource({"8000,1,SYNC,20,65536", "20000,12,ASYNC,150,65536", "8000,5,ASYNC,7,1000000"})
  void shouldHoldEveryDocumentOnceWhenKilledAndResumed(
      int documents, int threads, String durability, int batch, long bytes) throws Exception {
    long count = Integer.getInteger("stela.documents", documents);
    long seed = Long.getLong("stela.seed", System.nanoTime());
    path = folder.resolve("store");
    rejects = folder.resolve("rejects");
    Documents source = new Documents(seed);
    Random random = new Random(seed);
    int kills = 0;
    try (ScheduledExecutorService killer = Executors.newScheduledThreadPool(1)) {
      List<String> arguments =
          List.of(
              path.toString(),
              durability,
              Long.toString(seed),
              Long.toString(count),
              Integer.toString(threads),
              Integer.toString(batch),
              Long.toString(bytes),
              rejects.toString());
      while (!run(arguments, killer, random, kills)) {
        kills++;
        if (kills % 3 == 0) {
          checkOnTheWay(source);
        }
      }
      check(source, count, durability);
    } catch (Throwable e) {
      throw new AssertionError(
          "kills=%d documents=%d threads=%d seed=%d store=%s"
              .formatted(kills, count, threads, seed, path),
          e);
    }
    System.out.printf("documents=%d threads=%d kills=%d seed=%d%n", count, threads, kills, seed);
    assertTrue(kills > 0, "the load was finished before anybody could kill it");
  }

  /** Lets a process load until it is killed; true if it has finished. */
  private static boolean run(
      List<String> arguments, ScheduledExecutorService killer, Random random, int kills)
      throws IOException, InterruptedException {
    Process child = ChildJvm.start(LoadChild.class, arguments.toArray(String[]::new));
    boolean finished = false;
    try (BufferedReader output = child.inputReader()) {
      for (String said = output.readLine(); said != null; said = output.readLine()) {
        if (said.startsWith(LoadChild.LOADING)) {
          // Later and later, so that it comes to an end on a slow machine, too.
          long millis = random.nextInt(200 + 400 * kills);
          killer.schedule(child.toHandle()::destroyForcibly, millis, TimeUnit.MILLISECONDS);
        }
        finished |= said.equals(LoadChild.FINISHED);
      }
      int exit = child.waitFor();
      assertTrue(finished && exit == 0 || exit == SIGKILL_EXIT, () -> "exit code " + exit);
    } finally {
      child.toHandle().destroyForcibly();
      child.waitFor();
    }
    return finished;
  }

  /** What is there is exactly what the load says. */
  private void checkOnTheWay(Documents source) throws IOException {
    if (!Files.exists(path.resolve("superblock"))) {
      return;
    }
    StoreConfig readOnly = StoreConfig.builder().readOnly(true).build();
    try (EntityStore store = EntityStore.open(path, readOnly)) {
      for (LoadStatus status : store.loads()) {
        source.requireExactly(store, status.nextPosition());
        Documents.requireCounts(status, status.nextPosition());
      }
    }
  }

  private void check(Documents source, long count, String durability) throws IOException {
    LoadFrames frames = new LoadFrames(source, LoadChild.LOAD);
    SeamOpener.segments(path, LoadChild.config(durability), frames::check);
    assertEquals(count, frames.position());
    try (EntityStore store = EntityStore.open(path, LoadChild.config(durability))) {
      source.requireExactly(store, count);
      source.requirePostings(store, count);
      LoadStatus status = store.loads().getFirst();
      Documents.requireCounts(status, count);
      assertEquals(LoadStatus.State.FINISHED, status.state());
      assertEquals(Documents.distinct(count), store.statistics().textDocuments(), "texts");
      assertEquals(0, status.remaining());
    }
    Set<Long> told = new HashSet<>();
    for (String line : Files.readAllLines(rejects)) {
      told.add(Long.parseLong(line));
    }
    for (long i = 0; i < count; i++) {
      assertEquals(Documents.isDuplicate(i), told.contains(i), "told of " + i);
    }
    assertEquals(List.of(), StoreVerifier.verify(path).damages());
  }
}
