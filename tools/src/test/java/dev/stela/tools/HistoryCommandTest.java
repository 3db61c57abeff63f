package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
  void shouldTellWhatStoodBeforeWhenAskedInJson() {
    JsonNode changes = Cli.run("history", sample.path, SampleStore.BOOK, "--json").json();

    JsonNode put = changes.get(0).get("events").get(0);
    assertEquals(SampleStore.OLD_CONTENT.length(), put.get("before").get("length").asInt());
    assertEquals(SampleStore.NEW_CONTENT.length(), put.get("after").get("length").asInt());
    assertEquals(changes.get(0).get("timestamp"), put.get("after").get("since"));
    JsonNode created = changes.get(changes.size() - 1);
    assertEquals(created.get("timestamp"), put.get("before").get("since"));
    assertEquals(SampleStore.BOOK.toString(), created.get("id").asString());
    assertFalse(created.get("events").get(0).has("before"));
  }

  @Test
  void shouldListAPartWhenRangeLimitAndOrderAreGiven() {
    JsonNode all = Cli.run("history", sample.path, SampleStore.BOOK, "--json").json();
    JsonNode oldest =
        Cli.run("history", sample.path, SampleStore.BOOK, "--json", "--oldest-first", "--limit", 1)
            .json();
    JsonNode before =
        Cli.run("history", sample.path, SampleStore.BOOK, "--json", "--to", sample.timeBefore)
            .json();
    JsonNode after =
        Cli.run(
                "history",
                sample.path,
                SampleStore.BOOK,
                "--json",
                "--from",
                "lsn:" + (sample.lsnBefore + 1))
            .json();

    assertEquals(3, all.size());
    assertEquals(1, oldest.size());
    assertEquals(all.get(2), oldest.get(0));
    assertEquals(1, before.size());
    assertEquals(all.get(2), before.get(0));
    assertEquals(2, after.size());
    assertEquals(all.get(0), after.get(0));
  }

  @Test
  void shouldRefuseWhenTheRangeIsNone() {
    for (String[] range :
        new String[][] {
          {"--limit", "0"}, {"--from", "lsn:3", "--to", "lsn:2"}, {"--to", "lsn:999"}
        }) {
      Object[] command = new Object[3 + range.length];
      command[0] = "history";
      command[1] = sample.path;
      command[2] = SampleStore.BOOK;
      System.arraycopy(range, 0, command, 3, range.length);
      Cli.Result result = Cli.run(command);

      assertEquals(ExitCode.REFUSED, result.exitCode(), result.out());
      assertEquals(1, result.err().lines().count(), result.err());
    }
  }

  @Test
  void shouldNameTagsAndLengthsWhenPrinted() {
    Cli.Result result = Cli.run("history", sample.path, SampleStore.BOOK);

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("TAG_ADDED  status:read"), result.out());
    assertTrue(
        result.out().contains("CONTENT_PUT  " + SampleStore.NEW_CONTENT.length() + " bytes"),
        result.out());
    assertTrue(
        result.out().contains("(before: " + SampleStore.OLD_CONTENT.length() + " bytes since "),
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
