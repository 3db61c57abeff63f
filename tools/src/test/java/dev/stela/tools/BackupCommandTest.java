package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands that make and use backups and checkpoints. */
class BackupCommandTest {
  @TempDir private Path folder;
  private SampleStore sample;
  private Path backup;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
    backup = folder.resolve("backup");
  }

  @Test
  void shouldSayWhatWasDoneWhenACheckpointIsMade() {
    JsonNode first = Cli.run("checkpoint", sample.path, "--json").json();
    Cli.Result second = Cli.run("checkpoint", sample.path);

    assertTrue(first.get("lsn").asLong() > sample.lsnBefore, first.toString());
    assertEquals(1, first.get("segments").asInt());
    assertTrue(first.get("indexBytes").asLong() > 0);
    assertEquals(ExitCode.OK, second.exitCode(), second.err());
    assertTrue(second.out().contains("0 segments"), second.out());
  }

  @Test
  void shouldBeAStoreWhenABackupIsMade() {
    JsonNode report = Cli.run("backup", sample.path, backup, "--json").json();

    assertEquals(backup.toString(), report.get("target").asString());
    assertEquals(2, report.get("linkedFiles").asInt() + report.get("copiedFiles").asInt());
    assertTrue(report.get("durationNanos").asLong() > 0);
    assertEquals(ExitCode.OK, Cli.run("verify", backup).exitCode());
    assertEquals(ExitCode.OK, Cli.run("get", backup, SampleStore.BOOK).exitCode());
    assertEquals("BACKUP", dumpedState(backup));
  }

  @Test
  void shouldTakeFilesFromAnEarlierOneWhenThereIsOne() {
    assertEquals(ExitCode.OK, Cli.run("backup", sample.path, backup).exitCode());
    Path second = folder.resolve("second");

    JsonNode report = Cli.run("backup", sample.path, second, "--earlier", backup, "--json").json();

    assertEquals(0, report.get("copiedFiles").asInt());
    assertEquals(ExitCode.OK, Cli.run("verify", second).exitCode());
  }

  @Test
  void shouldShareNothingWithTheBackupWhenItIsRestored() throws IOException {
    assertEquals(ExitCode.OK, Cli.run("backup", sample.path, backup).exitCode());
    Path restored = folder.resolve("restored");

    JsonNode report = Cli.run("restore", backup, restored, "--json").json();

    assertEquals(0, report.get("linkedFiles").asInt());
    assertEquals(2, report.get("copiedFiles").asInt());
    try (Stream<Path> all = Files.walk(restored)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertEquals(1, Files.getAttribute(file, "unix:nlink"), file.toString());
      }
    }
    try (EntityStore store = EntityStore.open(restored)) {
      store.addTag(SampleStore.BOOK, "restored");
      assertFalse(store.contains(SampleStore.GONE));
    }
    assertEquals("BACKUP", dumpedState(backup));
  }

  @Test
  void shouldRefuseWhenWhatIsToBeRestoredIsNoBackup() {
    Cli.Result store = Cli.run("restore", sample.path, folder.resolve("restored"));
    Cli.Result nothing = Cli.run("restore", folder.resolve("none"), folder.resolve("restored"));

    assertEquals(ExitCode.REFUSED, store.exitCode());
    assertTrue(store.err().contains("not a backup"), store.err());
    assertEquals(ExitCode.REFUSED, nothing.exitCode());
    assertFalse(Files.exists(folder.resolve("restored")));
  }

  @Test
  void shouldFindDamageWhenABackupIsRestored() throws IOException {
    assertEquals(ExitCode.OK, Cli.run("backup", sample.path, backup).exitCode());
    SampleStore.flip(backup.resolve("log/0000000001.log"), 4096 + 60);

    Cli.Result result = Cli.run("restore", backup, folder.resolve("restored"));

    assertEquals(ExitCode.DAMAGED, result.exitCode(), result.err());
    assertFalse(Files.exists(folder.resolve("restored/superblock")));
  }

  @Test
  void shouldRefuseWhenTheTargetIsNotEmpty() throws IOException {
    Files.writeString(Files.createDirectory(backup).resolve("precious"), "bytes");

    Cli.Result result = Cli.run("backup", sample.path, backup);

    assertEquals(ExitCode.REFUSED, result.exitCode());
    assertTrue(result.err().contains("not an empty folder"), result.err());
  }

  @Test
  void shouldEndWithThreeWhenTheStoreIsInUse() throws IOException {
    try (StoreHolder _ = StoreHolder.start(sample.path)) {
      for (String command : new String[] {"checkpoint", "compact", "backup"}) {
        Object[] arguments =
            command.equals("backup")
                ? new Object[] {command, sample.path, backup}
                : new Object[] {command, sample.path};
        assertEquals(ExitCode.UNREADABLE, Cli.run(arguments).exitCode(), command);
      }
    }
    assertFalse(Files.exists(backup));
  }

  @Test
  void shouldRefuseWhenTheStoreWouldLieInTheBackup() {
    assertEquals(ExitCode.OK, Cli.run("backup", sample.path, backup).exitCode());

    Cli.Result inside = Cli.run("restore", backup, backup.resolve("inside"));

    assertEquals(ExitCode.REFUSED, inside.exitCode(), inside.err());
    assertFalse(Files.exists(backup.resolve("inside")));
  }

  @Test
  void shouldSayWhatEachPolicyWouldLetGoWhenItIsADryRun() {
    Cli.Result result = Cli.run("retain", sample.path, "contents newest 0", "--dry-run");

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("contents newest 0: "), result.out());
    assertTrue(result.out().contains("would drop "), result.out());
  }

  @Test
  void shouldRefuseWhenThereIsNoStore() {
    Path nothing = folder.resolve("nothing");
    for (Object[] arguments :
        new Object[][] {
          {"checkpoint", nothing},
          {"compact", nothing},
          {"retain", nothing, "contents newest 1"},
          {"backup", nothing, backup},
          {"export", nothing, folder.resolve("file")}
        }) {
      assertEquals(ExitCode.REFUSED, Cli.run(arguments).exitCode(), arguments[0].toString());
      assertFalse(Files.exists(nothing));
    }
  }

  @Test
  void shouldRefuseWhenAPolicyIsNone() {
    Cli.Result result = Cli.run("retain", sample.path, "everything newest 1");

    assertEquals(ExitCode.REFUSED, result.exitCode(), result.err());
  }

  private static String dumpedState(Path store) {
    String dump = Cli.run("dump", store.resolve("superblock")).out();
    return dump.contains("BACKUP") ? "BACKUP" : dump;
  }
}
