package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LoadsCommandTest {
  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void load() throws Exception {
    path = folder.resolve("store");
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      BulkOptions options = BulkOptions.builder().total(3).build();
      try (BulkLoader loader = store.bulkLoader("half", options)) {
        loader.submit(0, EntityDraft.of(EntityId.named("a")));
        loader.reject(1, "wrong", null, 0);
      }
      store.bulkLoader("none\u0007", BulkOptions.defaults()).finish();
    }
  }

  @Test
  void shouldTellHowFarLoadsAre() throws Exception {
    JsonNode loads = Cli.run("loads", path, "--json").json();

    assertEquals(2, loads.size());
    JsonNode half = loads.get(0);
    assertEquals("half", half.get("id").asString());
    assertEquals("PAUSED", half.get("state").asString());
    assertEquals(2, half.get("nextPosition").asLong());
    assertEquals(1, half.get("indexed").asLong());
    assertEquals(1, half.get("rejected").asLong());
    assertEquals(1, half.get("remaining").asLong());
    assertEquals("FINISHED", loads.get(1).get("state").asString());
    assertEquals(-1, loads.get(1).get("remaining").asLong());
    Cli.Result text = Cli.run("loads", path);
    assertTrue(
        text.out().lines().anyMatch(line -> line.matches("paused +2 +1 +1 +0 +1 .* half")),
        text.out());
    assertTrue(text.out().contains("none\\u0007"), text.out());
  }

  @Test
  void shouldTellHowManyLinesAreLeftWhenALoadIsAnImport() throws Exception {
    Path lines = folder.resolve("lines.ndjson");
    Files.writeString(lines, "{\"id\":\"x\"}\n\n{\"id\":\"y\"}");
    Path imported = folder.resolve("imported");
    assertEquals(ExitCode.OK, Cli.run("import", imported, lines, "--load-id", "all").exitCode());
    JsonNode load = Cli.run("loads", imported, "--json").json().get(0);
    assertEquals(3, load.get("total").asLong());
    assertEquals(0, load.get("remaining").asLong());
    Cli.Result again = Cli.run("import", imported, lines, "--load-id", "all", "--resume");
    assertTrue(again.out().contains("the load had come to its end, at line 3"), again.out());
  }

  @Test
  void shouldForgetALoadAndKeepWhatItBrought() throws Exception {
    assertEquals(ExitCode.OK, Cli.run("loads", path, "--forget", "half").exitCode());
    assertEquals(1, Cli.run("loads", path, "--json").json().size());
    Cli.Result again = Cli.run("loads", path, "--forget", "half");
    assertEquals(ExitCode.REFUSED, again.exitCode());
    assertTrue(again.err().contains("there is no load of that id: id=half"), again.err());
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      assertTrue(store.contains(EntityId.named("a")));
    }
  }

  @Test
  void shouldRefuseWhenThereIsNoStore() {
    assertEquals(ExitCode.REFUSED, Cli.run("loads", folder.resolve("nothing")).exitCode());
  }
}
