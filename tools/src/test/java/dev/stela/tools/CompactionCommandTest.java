package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityId;
import dev.stela.EntityStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands that merge segments and let history go. */
class CompactionCommandTest {
  private static final int VALUES = 20;

  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
    try (EntityStore store = EntityStore.open(sample.path)) {
      for (int i = 0; i < VALUES; i++) {
        store.setTag(SampleStore.BOOK, "load:" + i);
      }
    }
  }

  @Test
  void shouldLetGoWhatPoliciesNameAndRefuseThatPast() {
    long before = lsn();
    JsonNode report = Cli.run("retain", sample.path, "tags load:* newest 2", "--json").json();

    assertTrue(report.get("droppedEvents").asLong() >= VALUES, report.toString());
    assertFalse(report.get("dryRun").asBoolean());
    assertEquals(ExitCode.OK, Cli.run("verify", sample.path).exitCode());
    Cli.Result now = Cli.run("get", sample.path, SampleStore.BOOK);
    assertTrue(now.out().contains("load:" + (VALUES - 1)), now.out());
    Cli.Result past =
        Cli.run("get", sample.path, SampleStore.BOOK, "--as-of", "lsn:" + (before - VALUES / 2));
    assertEquals(ExitCode.REFUSED, past.exitCode(), past.out());
    assertTrue(past.err().contains("horizon"), past.err());
  }

  @Test
  void shouldChangeNothingWhenItIsADryRun() {
    long before = lsn();
    JsonNode dry =
        Cli.run("retain", sample.path, "tags load:* newest 2", "--dry-run", "--json").json();
    Cli.Result text = Cli.run("retain", sample.path, "tags load:* newest 2", "--dry-run");
    Cli.Result past =
        Cli.run("get", sample.path, SampleStore.BOOK, "--as-of", "lsn:" + (before - VALUES / 2));

    assertTrue(dry.get("dryRun").asBoolean());
    assertTrue(dry.get("droppedEvents").asLong() >= VALUES, dry.toString());
    assertTrue(text.out().contains("would drop"), text.out());
    assertEquals(ExitCode.OK, past.exitCode(), past.err());
    JsonNode real = Cli.run("retain", sample.path, "tags load:* newest 2", "--json").json();
    assertEquals(dry.get("droppedEvents").asLong(), real.get("droppedEvents").asLong());
  }

  @Test
  void shouldLeaveNoByteOfWhatWasPurgedWhenCompacted() throws IOException {
    EntityId id = SampleStore.BOOK;
    assertTrue(contains(SampleStore.NEW_CONTENT));
    assertEquals(ExitCode.OK, Cli.run("purge", sample.path, id).exitCode());
    JsonNode report = Cli.run("compact", sample.path, "--json").json();

    assertEquals(1, report.get("purgedEntities").asInt(), report.toString());
    assertTrue(report.get("segmentsAfter").asInt() > 0);
    assertFalse(contains(SampleStore.NEW_CONTENT));
    assertFalse(contains("load:1"));
    assertEquals(ExitCode.OK, Cli.run("verify", sample.path).exitCode());
  }

  private long lsn() {
    try (EntityStore store = EntityStore.open(sample.path)) {
      return store.lsn();
    }
  }

  private boolean contains(String text) throws IOException {
    try (Stream<Path> all = Files.walk(sample.path)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }
}
