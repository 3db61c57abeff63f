package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class GetCommandTest {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
  }

  @Test
  void shouldShowAllOfAnEntityWhenItIsActive() {
    Cli.Result result = Cli.run("get", sample.path, SampleStore.BOOK);

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains(SampleStore.BOOK.name()), result.out());
    assertTrue(result.out().contains(SampleStore.BOOK.toUuid().toString()), result.out());
    assertTrue(result.out().contains("kind:book"), result.out());
    assertTrue(result.out().contains("status:read"), result.out());
    assertFalse(result.out().contains("status:new"), result.out());
    assertTrue(result.out().contains("title: Die \u00dcbung"), result.out());
    assertTrue(result.out().contains(SampleStore.NEW_CONTENT), result.out());
  }

  @Test
  void shouldAnswerInJsonWhenAsked() {
    JsonNode entity = Cli.run("get", sample.path, SampleStore.BOOK, "--json").json();

    assertEquals(SampleStore.BOOK.name(), entity.get("id").asString());
    assertEquals("ACTIVE", entity.get("lifecycle").asString());
    assertEquals(
        Set.of("kind:book", "status:read"), Set.copyOf(entity.get("tags").propertyNames()));
    assertTrue(
        Instant.parse(entity.get("tags").get("kind:book").asString())
            .isBefore(Instant.parse(entity.get("tags").get("status:read").asString())));
    assertEquals(SampleStore.NEW_CONTENT, entity.get("content").asString());
    assertEquals("Die \u00dcbung", entity.get("texts").get("title").asString());
  }

  @Test
  void shouldShowThePastWhenAMomentIsGiven() {
    Instant before = sample.timeBefore;
    long nanos = before.getEpochSecond() * NANOS_PER_SECOND + before.getNano();
    for (Object moment : List.of("lsn:" + sample.lsnBefore, before, nanos)) {
      JsonNode past =
          Cli.run("get", sample.path, SampleStore.BOOK, "--json", "--as-of", moment).json();

      assertEquals(SampleStore.OLD_CONTENT, past.get("content").asString(), moment.toString());
      assertTrue(past.get("tags").has("status:new"), moment.toString());
      assertFalse(past.get("tags").has("status:read"), moment.toString());
    }
  }

  @Test
  void shouldSayNotFoundWhenTheEntityIsUnknownOrNotYetThere() {
    Cli.Result unknown = Cli.run("get", sample.path, "nobody");
    Cli.Result notYet = Cli.run("get", sample.path, SampleStore.BLOB, "--as-of", "lsn:1");

    assertEquals(ExitCode.REFUSED, unknown.exitCode());
    assertTrue(unknown.err().contains("no such entity: id=nobody"), unknown.err());
    assertEquals("", unknown.out());
    assertEquals(ExitCode.REFUSED, notYet.exitCode());
    assertTrue(notYet.err().contains("asOf=lsn:1"), notYet.err());
  }

  @Test
  void shouldRefuseWhenTheMomentIsInTheFutureOrNoMoment() {
    Cli.Result future = Cli.run("get", sample.path, SampleStore.BOOK, "--as-of", "lsn:999999");
    Cli.Result nothing = Cli.run("get", sample.path, SampleStore.BOOK, "--as-of", "yesterday");

    assertEquals(ExitCode.REFUSED, future.exitCode(), future.out());
    assertEquals(ExitCode.REFUSED, nothing.exitCode());
    assertTrue(nothing.err().contains("'yesterday' is neither a time"), nothing.err());
  }

  @Test
  void shouldShowADeletedEntityAsDeleted() {
    JsonNode gone = Cli.run("get", sample.path, SampleStore.GONE, "--json").json();

    assertEquals("DELETED", gone.get("lifecycle").asString());
  }

  @Test
  void shouldWriteContentByteForByteWhenAskedForItAlone() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    try {
      assertEquals(
          ExitCode.OK, Cli.run("get", sample.path, SampleStore.BLOB, "--content").exitCode());
    } finally {
      System.setOut(before);
    }
    assertArrayEquals(SampleStore.blob(), bytes.toByteArray());
  }

  @Test
  void shouldNotLoadLongContentWhenItIsOnlyShown() {
    Cli.Result text = Cli.run("get", sample.path, SampleStore.BLOB);
    JsonNode json = Cli.run("get", sample.path, SampleStore.BLOB, "--json").json();

    assertTrue(text.out().contains("too long to show here"), text.out());
    assertEquals(SampleStore.BLOB_BYTES, json.get("contentLength").asLong());
    assertFalse(json.has("content"));
    assertFalse(json.has("contentBase64"));
  }

  @Test
  void shouldLeaveTheStoreAsItIsWhenReading() {
    var before = sample.fingerprint();

    assertEquals(ExitCode.OK, Cli.run("get", sample.path, SampleStore.BOOK).exitCode());
    assertEquals(ExitCode.OK, Cli.run("history", sample.path, SampleStore.BOOK).exitCode());
    assertEquals(ExitCode.OK, Cli.run("stat", sample.path).exitCode());
    assertEquals(ExitCode.OK, Cli.run("verify", sample.path).exitCode());

    assertEquals(before, sample.fingerprint());
  }
}
