package dev.stela.tools.ndjson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.LoadStatus;
import dev.stela.tools.Cli;
import dev.stela.tools.ExitCode;
import dev.stela.tools.Json;
import dev.stela.tools.Main;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@code stela import} at random and starts it again with {@code --resume}, until all lines
 * are done. {@code -Dstela.documents=100000} imports so many.
 */
@Timeout(1800)
class ImportKilledTest {
  private static final int SIGKILL_EXIT = 128 + 9;
  private static final int LEAST_KILLS = 5;

  @TempDir private Path folder;

  @Test
  void shouldGoOnWithExactlyTheNextLineWhenKilled() throws Exception {
    int lines = Integer.getInteger("stela.documents", 8_000);
    long seed = Long.getLong("stela.seed", System.nanoTime());
    Random random = new Random(seed);
    Path store = folder.resolve("store");
    Path file = folder.resolve("lines.ndjson");
    Path rejects = folder.resolve("lines.ndjson.rejects.ndjson");
    write(file, lines);

    int kills = 0;
    int exit;
    do {
      exit = run(store, file, random, kills);
      kills += exit == SIGKILL_EXIT ? 1 : 0;
    } while (exit == SIGKILL_EXIT);

    String run = "kills=" + kills + " seed=" + seed;
    System.out.println("import " + run);
    assertTrue(exit == ExitCode.OK || exit == ExitCode.REJECTED, () -> "exit " + run);
    assertTrue(kills >= LEAST_KILLS, run);
    List<Integer> told = new ArrayList<>();
    for (String line : Files.readAllLines(rejects)) {
      told.add(Json.MAPPER.readTree(line).get("line").asInt());
    }
    List<Integer> wrong = new ArrayList<>();
    try (EntityStore opened = EntityStore.open(store)) {
      for (int i = 1; i <= lines; i++) {
        if (isWrong(i)) {
          wrong.add(i);
        } else {
          Entity entity = opened.get(EntityId.named("e" + i)).orElseThrow();
          assertEquals("content " + i, new String(entity.content(), StandardCharsets.UTF_8), run);
          assertEquals("title " + i, entity.texts().get("title"), run);
        }
      }
      assertEquals(wrong, told, "each rejected line once, " + run);
      assertEquals(lines - wrong.size(), opened.statistics().activeEntities(), run);
      assertEquals(lines - wrong.size(), opened.statistics().textDocuments(), run);
      LoadStatus load = opened.loads().getFirst();
      assertEquals(LoadStatus.State.FINISHED, load.state());
      assertEquals(lines, load.nextPosition());
      assertEquals(wrong.size(), load.rejected());
    }
    assertEquals(ExitCode.OK, Cli.run("verify", store).exitCode());
  }

  private static boolean isWrong(int line) {
    return line % 61 == 0;
  }

  private static void write(Path file, int lines) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 1; i <= lines; i++) {
        out.write(
            isWrong(i)
                ? "{\"id\": wrong}"
                : "{\"id\":\"e%d\",\"content\":\"content %d\",\"text\":{\"title\":\"title %d\"}}"
                    .formatted(i, i, i));
        out.write('\n');
      }
    }
  }

  private static int run(Path store, Path file, Random random, int kills)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "import",
                store.toString(),
                file.toString(),
                "--resume",
                "--batch=7",
                "--threads=3",
                "--durability=sync")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      // Later and later, so that it comes to an end on a slow machine, too.
      if (kills < LEAST_KILLS) {
        awaitStore(store, process);
        Thread.sleep(random.nextInt(100));
      } else {
        process.waitFor(1_500 + random.nextInt(1_000 * kills), TimeUnit.MILLISECONDS);
      }
      // Not destroyForcibly of the process, which would not wait for what it had written.
      process.toHandle().destroyForcibly();
      return process.waitFor();
    } finally {
      process.toHandle().destroyForcibly();
    }
  }

  /** Returns when the process has written something, or has ended. */
  private static void awaitStore(Path store, Process process) throws InterruptedException {
    Path live = store.resolve("live");
    long before = modified(live);
    while (process.isAlive() && modified(live) == before) {
      Thread.sleep(5);
    }
  }

  private static long modified(Path live) {
    return live.toFile().lastModified();
  }
}
