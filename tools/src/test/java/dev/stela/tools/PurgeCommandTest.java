package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeCommandTest {
  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
  }

  @Test
  void shouldBeGoneWhenItIsPurged() {
    Cli.Result result = Cli.run("purge", sample.path, SampleStore.BOOK, SampleStore.GONE, "--json");

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals(2, result.json().get("purged").size());
    try (EntityStore store = EntityStore.open(sample.path)) {
      assertTrue(store.find(SampleStore.BOOK).isEmpty());
      assertTrue(store.asOf(sample.lsnBefore).find(SampleStore.GONE).isEmpty());
    }
  }

  @Test
  void shouldPurgeNothingWhenOneIsNotThere() {
    Cli.Result result = Cli.run("purge", sample.path, SampleStore.BOOK, "nobody");

    assertEquals(ExitCode.REFUSED, result.exitCode());
    try (EntityStore store = EntityStore.open(sample.path)) {
      assertTrue(store.contains(SampleStore.BOOK));
    }
  }

  @Test
  void shouldChangeNoFileWhenItIsADryRun() {
    Map<String, String> before = sample.fingerprint();

    Cli.Result there = Cli.run("purge", sample.path, SampleStore.BOOK, "--dry-run");
    Cli.Result missing = Cli.run("purge", sample.path, "nobody", "--dry-run");

    assertEquals(ExitCode.OK, there.exitCode(), there.err());
    assertTrue(there.out().startsWith("would be purged: 1"), there.out());
    assertEquals(ExitCode.REFUSED, missing.exitCode());
    assertEquals(before, sample.fingerprint());
  }
}
