package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class HistoryCommandTest {
  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
  }

  @Test
  void shouldListChangesNewestFirstWhenAskedInJson() {
    JsonNode changes = Cli.run("history", sample.path, SampleStore.BOOK, "--json").json();

    List<String> kinds = new ArrayList<>();
    List<Long> lsns = new ArrayList<>();
    for (JsonNode change : changes) {
      lsns.add(change.get("lsn").asLong());
      assertTrue(Instant.parse(change.get("timestamp").asString()).isBefore(Instant.now()));
      for (JsonNode event : change.get("events")) {
        kinds.add(event.get("kind").asString());
      }
    }
    assertEquals(lsns.stream().sorted((a, b) -> Long.compare(b, a)).toList(), lsns);
    assertEquals("CONTENT_PUT", kinds.getFirst());
    assertTrue(kinds.contains("TAG_REMOVED"), kinds.toString());
    assertTrue(kinds.contains("CREATED"), kinds.toString());
  }

  @Test
  void shouldNameTagsAndLengthsWhenPrinted() {
    Cli.Result result = Cli.run("history", sample.path, SampleStore.BOOK);

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("TAG_ADDED  status:read"), result.out());
    assertTrue(
        result.out().contains("CONTENT_PUT  " + SampleStore.NEW_CONTENT.length() + " bytes"),
        result.out());
  }

  @Test
  void shouldShowTheHistoryOfADeletedEntity() {
    Cli.Result result = Cli.run("history", sample.path, SampleStore.GONE);

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("DELETED"), result.out());
  }

  @Test
  void shouldSayNotFoundWhenTheEntityNeverWas() {
    Cli.Result result = Cli.run("history", sample.path, "nobody");

    assertEquals(ExitCode.REFUSED, result.exitCode());
    assertTrue(result.err().contains("no such entity: id=nobody"), result.err());
  }
}
