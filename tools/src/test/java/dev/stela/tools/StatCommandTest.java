package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StatCommandTest {
  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
  }

  @Test
  void shouldCountEntitiesWhenTheStoreIsClosed() {
    JsonNode stat = Cli.run("stat", sample.path, "--json").json();

    assertFalse(stat.get("inUse").asBoolean());
    assertEquals(2, stat.get("activeEntities").asLong());
    assertEquals(1, stat.get("deletedEntities").asLong());
    assertTrue(stat.get("visibleLsn").asLong() >= sample.lsnBefore + 5, stat.toString());
  }

  @Test
  void shouldPrintNamesAndValuesWhenNotAskedForJson() {
    Cli.Result result = Cli.run("stat", sample.path);

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().lines().anyMatch(line -> line.matches("activeEntities +2")));
    assertTrue(result.out().contains(sample.path.toString()), result.out());
  }

  @Test
  void shouldShowTheLiveHeaderWhenAnotherProcessHasTheStoreOpen() throws IOException {
    try (StoreHolder holder = StoreHolder.start(sample.path)) {
      JsonNode stat = Cli.run("stat", sample.path, "--json").json();

      assertTrue(stat.get("inUse").asBoolean());
      assertEquals(holder.pid(), stat.get("pid").asLong());
      assertEquals(3, stat.get("activeEntities").asLong());
      assertEquals(1, stat.get("deletedEntities").asLong());
      assertTrue(stat.get("visibleLsn").asLong() > sample.lsnBefore + 5, stat.toString());
    }
  }

  @Test
  void shouldShowTheLiveHeaderWhenThisProcessHasTheStoreOpen() {
    try (EntityStore open = EntityStore.open(sample.path)) {
      JsonNode stat = Cli.run("stat", sample.path, "--json").json();

      assertTrue(stat.get("inUse").asBoolean());
      assertEquals(open.lsn(), stat.get("visibleLsn").asLong());
      assertEquals(ProcessHandle.current().pid(), stat.get("pid").asLong());
    }
  }
}
