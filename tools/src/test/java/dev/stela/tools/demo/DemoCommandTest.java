package dev.stela.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityStore;
import dev.stela.tools.Cli;
import dev.stela.tools.ExitCode;
import dev.stela.tools.SampleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several processes take part, so a limit sees to it that none waits for another for ever. */
@Timeout(300)
class DemoCommandTest {
  @TempDir private Path folder;

  @Test
  void shouldHoldEveryCheckWhenTheLoaderIsKilledAndRunAgain() {
    Path store = folder.resolve("demo");

    Cli.Result first = Cli.run("demo", "--classes", "500", "--store", store, "--json");
    Cli.Result second = Cli.run("demo", "--classes", "500", "--store", store);

    assertEquals(ExitCode.OK, first.exitCode(), first.out() + first.err());
    JsonNode report = first.json();
    assertTrue(report.get("allHeld").asBoolean());
    assertEquals(500, report.get("classes").asLong());
    assertTrue(report.get("acknowledgedBeforeKill").asLong() >= 250, first.out());
    assertTrue(report.get("acknowledgedBeforeKill").asLong() < 500, first.out());
    assertTrue(report.get("checks").size() >= 10, first.out());
    assertEquals("TAKEN_OVER", report.get("recovery").get("kind").asString());
    assertEquals(15, report.get("queries").size());
    assertTrue(report.get("queries").get(0).get("count").asLong() > 0, first.out());
    JsonNode searches = report.get("searches");
    assertEquals(2 * DemoSearch.ALL.size(), searches.size());
    JsonNode best = searches.get(0).get("hits").get(0);
    assertTrue(best.get("score").asDouble() > 0, best.toString());
    assertTrue(best.get("highlights").get(0).asString().contains("**"), best.toString());
    assertEquals(3, report.get("latencies").size());
    for (JsonNode latency : report.get("latencies")) {
      assertTrue(latency.get("p50Nanos").asLong() > 0, latency.toString());
      assertTrue(latency.get("maxNanos").asLong() >= latency.get("p9999Nanos").asLong());
    }

    assertEquals(ExitCode.OK, second.exitCode(), second.out() + second.err());
    assertFalse(second.out().contains("FAILED"), second.out());
    assertTrue(second.out().contains(store.toString()), second.out());
    assertTrue(second.out().contains("kind of module:java.base"), second.out());
    assertTrue(second.out().contains("diff of "), second.out());
    assertTrue(second.out().contains("title: "), second.out());
    assertTrue(second.out().contains("**"), second.out());
    assertTrue(second.out().contains("open after kill "), second.out());
    assertTrue(second.out().contains("clean open "), second.out());
    assertEquals(ExitCode.OK, Cli.run("verify", store).exitCode());
    assertEquals(ExitCode.OK, Cli.run("get", store, "stela-demo").exitCode());
    assertFalse(Files.exists(folder.resolve(".demo.stela-demo-scratch")));
  }

  @Test
  void shouldDeleteTheStoreWhenItIsNotToBeKept() {
    Path store = folder.resolve("demo");

    Cli.Result result = Cli.run("demo", "--classes", "100", "--store", store, "--no-keep");

    assertEquals(ExitCode.OK, result.exitCode(), result.out() + result.err());
    assertFalse(Files.exists(store));
  }

  @Test
  void shouldRefuseWhenTheFolderHoldsSomethingElse() throws IOException {
    SampleStore sample = SampleStore.create(folder.resolve("precious"));
    var before = sample.fingerprint();
    Files.writeString(Files.createDirectory(folder.resolve("text")).resolve("file"), "text");

    Cli.Result overStore = Cli.run("demo", "--classes", "100", "--store", sample.path);
    Cli.Result overText = Cli.run("demo", "--classes", "100", "--store", folder.resolve("text"));

    assertEquals(ExitCode.REFUSED, overStore.exitCode(), overStore.out());
    assertEquals(before, sample.fingerprint());
    assertEquals(ExitCode.REFUSED, overText.exitCode(), overText.out());
    assertEquals("text", Files.readString(folder.resolve("text").resolve("file")));
  }

  @Test
  void shouldEndWithThreeWhenTheDemoStoreIsInUse() throws IOException {
    Path path = folder.resolve("demo");
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      store.create(DemoFolder.mark());

      Cli.Result result = Cli.run("demo", "--classes", "100", "--store", path);

      assertEquals(ExitCode.UNREADABLE, result.exitCode(), result.out());
      assertTrue(store.contains(DemoFolder.MARK));
    }
  }

  @Test
  void shouldRefuseWhenThereAreTooFewClassesToBeKilledIn() {
    assertEquals(ExitCode.REFUSED, Cli.run("demo", "--classes", "99").exitCode());
  }
}
