package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class FollowCommandTest {
  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
  }

  @Test
  void shouldListWhatChangesListsWhenTheStoreIsIdle() {
    List<JsonNode> all = ChangesCommandTest.lines(Cli.run("changes", sample.path, "--json"));

    assertEquals(
        all,
        ChangesCommandTest.lines(
            Cli.run("follow", sample.path, "--json", "--from", 1, "--until-idle")));
    assertEquals(
        all.subList(3, all.size()),
        ChangesCommandTest.lines(
            Cli.run("follow", sample.path, "--json", "--from", 4, "--timeout", 0.05)));
    assertEquals("", Cli.run("follow", sample.path, "--until-idle").out());
  }

  @Test
  void shouldListWhatAnotherProcessWritesWhenItHasTheStoreOpen() throws IOException {
    try (StoreHolder holder = StoreHolder.start(sample.path)) {
      assertTrue(holder.pid() > 0);
      List<JsonNode> changes =
          ChangesCommandTest.lines(
              Cli.run("follow", sample.path, "--json", "--from", 1, "--until-idle"));

      assertEquals("held", changes.getLast().get("id").asString());
    }
  }

  @Test
  void shouldEndWellWhenInterrupted() throws Exception {
    ControlC.assumeHeeded();
    Process follow =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "follow",
                sample.path.toString(),
                "--from",
                "1",
                "--json")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = follow.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < 7; i++) {
        assertTrue(out.readLine().contains("\"lsn\":"));
      }
      try (EntityStore store = EntityStore.open(sample.path, SampleStore.config())) {
        store.addTag(SampleStore.BOOK, "came:later");
        assertTrue(out.readLine().contains("came:later"));
      }
      ControlC.press(follow);
      assertEquals(null, out.readLine());
      assertEquals(ExitCode.OK, follow.waitFor());
    } finally {
      follow.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldRefuseWhenTheCommandLineIsWrong() {
    assertEquals(ExitCode.REFUSED, Cli.run("follow", sample.path, "--from", 0).exitCode());
    assertEquals(ExitCode.REFUSED, Cli.run("follow", sample.path, "--from", 999).exitCode());
    assertEquals(ExitCode.REFUSED, Cli.run("follow", sample.path, "--timeout", -1).exitCode());
    assertEquals(ExitCode.REFUSED, Cli.run("follow", folder, "--from", 1).exitCode());
  }
}
