package dev.stela.tools.ndjson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.BulkOptions;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.FaultyStores;
import dev.stela.LoadStatus;
import dev.stela.RecoveryReport;
import dev.stela.StorageFullException;
import dev.stela.tools.Cli;
import dev.stela.tools.ControlC;
import dev.stela.tools.ExitCode;
import dev.stela.tools.Main;
import dev.stela.tools.SampleStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another process takes part, so a limit sees to it that nobody waits for ever. */
@Timeout(120)
class ImportStoppedTest {
  private static final Pattern LAST_LINE =
      Pattern.compile("the last line written was line (\\d+);");

  @TempDir private Path folder;

  @Test
  void shouldSayTheLastLineAndGoOnFromThereWhenTheDiskWasFull() throws IOException {
    Path path = folder.resolve("store");
    Path rejects = folder.resolve("rejects");
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 100; i++) {
      lines.append("{\"id\":\"e%d\",\"content\":\"%s\"}%n".formatted(i, "x".repeat(60_000)));
    }
    lines.insert(0, "bad\n");
    StringWriter err = new StringWriter();
    SampleStore.create(path);

    try (EntityStore store = FaultyStores.openWithRoomFor(path, SampleStore.config(), 2)) {
      assertThrows(
          StorageFullException.class,
          () -> run(input(lines)).into(store, rejects, new PrintWriter(err)));
    }

    assertTrue(err.toString().contains("all that was written is durable"), err.toString());
    Matcher last = LAST_LINE.matcher(err.toString());
    assertTrue(last.find(), err.toString());
    int written = Integer.parseInt(last.group(1));
    assertTrue(written >= 3 && written < 101, err.toString());
    assertEquals(0, written % 3, "whole batches");
    assertEquals(1, Files.readAllLines(rejects).size());
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      for (int i = 1; i <= 100; i++) {
        // The first line was no entity.
        assertEquals(i + 1 <= written, store.contains(EntityId.named("e" + i)), "e" + i);
      }
    }

    Path file = Files.writeString(folder.resolve("lines"), lines);
    Cli.Result again = Cli.run("import", path, file, "--on-exists", "skip", "--json");
    assertEquals(written - 1, again.json().get("skipped").asLong());
    assertEquals(101 - written, again.json().get("imported").asLong());
  }

  @Test
  void shouldSayThatNothingWasWrittenWhenTheInputFailsAtOnce() throws IOException {
    Path path = folder.resolve("store");
    StringWriter err = new StringWriter();
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the cable was pulled");
          }
        };
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      assertThrows(
          IOException.class,
          () -> run(broken).into(store, folder.resolve("rejects"), new PrintWriter(err)));
    }
    assertTrue(err.toString().contains("no line was written"), err.toString());
    assertFalse(Files.exists(folder.resolve("rejects")));
  }

  @Test
  void shouldCloseTheStoreAndSayTheLastLineWhenInterrupted() throws Exception {
    ControlC.assumeHeeded();
    Path path = folder.resolve("store");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "import",
                    path.toString(),
                    "-",
                    "--batch=10",
                    "--rejects=" + folder.resolve("rejects")))
            .start();
    try (OutputStream lines = process.getOutputStream()) {
      for (int i = 1; i <= 25; i++) {
        lines.write("{\"id\":\"e%d\"}\n".formatted(i).getBytes(StandardCharsets.UTF_8));
      }
      lines.flush();
      awaitEntities(path, 20);

      ControlC.press(process);

      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      process.toHandle().destroyForcibly();
    }
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(
        err.contains(
            "stela: interrupted: the last line written was line 25;"
                + " all that was written is durable"),
        err);
    assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(128 + 2, process.exitValue());
    assertFalse(Files.exists(folder.resolve("rejects")));
    try (EntityStore store = EntityStore.open(path)) {
      assertEquals(RecoveryReport.Kind.CLEAN, store.recovery().kind());
      assertEquals(25, store.statistics().activeEntities());
      assertTrue(store.contains(EntityId.named("e25")));
      assertEquals(LoadStatus.State.PAUSED, store.loads().getFirst().state());
    }
  }

  private static ImportRun run(InputStream lines) {
    return new ImportRun(
        lines,
        -1,
        "-",
        "load",
        ImportRun.Begin.NEW,
        BulkOptions.builder()
            .batchDocuments(3)
            .retries(2)
            .pauses(Duration.ofMillis(1), Duration.ofMillis(2)),
        2);
  }

  private static void awaitEntities(Path path, long wanted) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    Cli.Result stat;
    do {
      assertTrue(Instant.now().isBefore(end), "the import has not got to " + wanted);
      Thread.sleep(20);
      stat = Cli.run("stat", path, "--json");
    } while (stat.exitCode() != ExitCode.OK
        || stat.json().get("activeEntities").asLong() != wanted);
  }

  private static InputStream input(CharSequence lines) {
    return new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
