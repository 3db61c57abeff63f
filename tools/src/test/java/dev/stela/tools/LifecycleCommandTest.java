package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LifecycleCommandTest {
  @TempDir private Path folder;
  private Path store;

  @BeforeEach
  void createStore() {
    store = folder.resolve("store");
    try (EntityStore opened = EntityStore.open(store)) {
      opened.create(EntityDraft.of(EntityId.named("a")).tag("type:x"));
      opened.create(EntityDraft.of(EntityId.named("b")).tag("type:x"));
    }
  }

  @Test
  void shouldActOnAllEntitiesWhenTheyAreInTheRightState() {
    assertEquals(ExitCode.OK, Cli.run("lifecycle", "archive", store, "a", "b").exitCode());
    assertTrue(
        Cli.run("find", store, "LIFECYCLE(archived)").out().contains("a (archived)"), "archived");
    assertEquals(ExitCode.OK, Cli.run("lifecycle", "restore", store, "a").exitCode());
    assertEquals("ACTIVE", lifecycle("a"));
    assertEquals(ExitCode.OK, Cli.run("lifecycle", "delete", store, "a").exitCode());
    assertEquals("DELETED", lifecycle("a"));

    JsonNode purged = Cli.run("lifecycle", "purge", store, "a", "--json").json();

    assertEquals("purge", purged.get("action").asString());
    assertEquals("DELETED", purged.get("before").asString());
    assertEquals(6, purged.get("lsn").asLong());
    assertEquals(ExitCode.REFUSED, Cli.run("get", store, "a").exitCode());
  }

  @Test
  void shouldChangeNothingWhenOneEntityCannotBeActedOn() {
    assertEquals(ExitCode.REFUSED, Cli.run("lifecycle", "restore", store, "a").exitCode());
    assertEquals(ExitCode.REFUSED, Cli.run("lifecycle", "purge", store, "a", "none").exitCode());
    assertEquals("ACTIVE", lifecycle("a"));
  }

  @Test
  void shouldOnlyShowWhenItIsADryRun() {
    Cli.Result result = Cli.run("lifecycle", "purge", store, "a", "--dry-run");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("would purge a"), result.out());
    assertEquals("ACTIVE", lifecycle("a"));
  }

  private String lifecycle(String id) {
    return Cli.run("get", store, id, "--json").json().get("lifecycle").asString();
  }
}
