package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ChangesCommandTest {
  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
  }

  @Test
  void shouldListOneChangeALineInTheOrderOfTheCommitsWhenAskedInJson() {
    List<JsonNode> changes = lines(Cli.run("changes", sample.path, "--json"));

    assertEquals(7, changes.size());
    List<Long> lsns = changes.stream().map(change -> change.get("lsn").asLong()).toList();
    assertEquals(lsns.stream().sorted().toList(), lsns);
    assertEquals(SampleStore.BOOK.toString(), changes.getFirst().get("id").asString());
    assertEquals("DELETED", changes.get(4).get("events").get(0).get("kind").asString());
    assertEquals(
        SampleStore.BLOB_BYTES,
        changes.getLast().get("events").get(0).get("after").get("length").asInt());
  }

  @Test
  void shouldListAPartWhenAskedForOne() {
    List<JsonNode> all = lines(Cli.run("changes", sample.path, "--json"));

    assertEquals(
        all.subList(2, 4),
        lines(Cli.run("changes", sample.path, "--json", "--from", 3, "--to", 4)));
    assertEquals(
        all.subList(1, 3),
        lines(Cli.run("changes", sample.path, "--json", "--from", 2, "--limit", 2)));
  }

  @Test
  void shouldNameEntitiesWhenPrinted() {
    Cli.Result result = Cli.run("changes", sample.path);

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("lsn 2  gone"), result.out());
    assertTrue(result.out().contains("TAG_ADDED  kind:note"), result.out());
  }

  @Test
  void shouldRefuseWhenTheRangeIsNone() {
    assertEquals(ExitCode.REFUSED, Cli.run("changes", sample.path, "--from", 0).exitCode());
    assertEquals(ExitCode.REFUSED, Cli.run("changes", sample.path, "--to", 999).exitCode());
    assertEquals(
        ExitCode.REFUSED, Cli.run("changes", sample.path, "--from", 4, "--to", 2).exitCode());
  }

  static List<JsonNode> lines(Cli.Result result) {
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    List<JsonNode> values = new ArrayList<>();
    result.out().lines().forEach(line -> values.add(Json.MAPPER.readTree(line)));
    return values;
  }
}
