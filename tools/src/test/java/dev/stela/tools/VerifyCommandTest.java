package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  /** In the first frame, whose content any change of a byte must show. */
  private static final long IN_FIRST_FRAME = 4096 + 50;

  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
  }

  @Test
  void shouldEndWithZeroWhenTheStoreIsSound() {
    Cli.Result text = Cli.run("verify", sample.path);
    Cli.Result json = Cli.run("verify", sample.path, "--json");

    assertEquals(ExitCode.OK, text.exitCode(), text.err());
    assertTrue(text.out().contains("sound"), text.out());
    assertEquals(ExitCode.OK, json.exitCode());
    assertTrue(json.json().get("sound").asBoolean(), json.out());
  }

  @Test
  void shouldEndWithTwoAndNameTheFileWhenAFrameIsDamaged() {
    SampleStore.flip(sample.logSegment(), IN_FIRST_FRAME);

    Cli.Result text = Cli.run("verify", sample.path);
    Cli.Result json = Cli.run("verify", sample.path, "--json");

    String file = sample.logSegment().getFileName().toString();
    assertEquals(ExitCode.DAMAGED, text.exitCode(), text.out() + text.err());
    assertTrue((text.out() + text.err()).contains(file), text.out() + text.err());
    assertEquals(ExitCode.DAMAGED, json.exitCode());
    assertTrue(!json.json().get("sound").asBoolean(), json.out());
    assertTrue(json.out().contains(file), json.out());
  }

  @Test
  void shouldEndWithTwoAndNameTheFileWhenAnIndexIsDamaged() {
    for (String prefix : new String[] {"entities-", "posting-heads-", "postings-"}) {
      Path index =
          sample.files().stream()
              .filter(file -> file.getFileName().toString().startsWith(prefix))
              .findFirst()
              .orElseThrow();
      SampleStore.flip(index, IN_FIRST_FRAME);

      Cli.Result result = Cli.run("verify", sample.path);

      assertEquals(ExitCode.DAMAGED, result.exitCode(), result.out() + result.err());
      assertTrue((result.out() + result.err()).contains(index.getFileName().toString()));
      SampleStore.flip(index, IN_FIRST_FRAME);
    }
    assertEquals(ExitCode.OK, Cli.run("verify", sample.path).exitCode());
  }

  @Test
  void shouldEndWithThreeWhenAnotherProcessHasTheStoreOpen() throws IOException {
    try (StoreHolder holder = StoreHolder.start(sample.path)) {
      Cli.Result verify = Cli.run("verify", sample.path);
      Cli.Result get = Cli.run("get", sample.path, SampleStore.BOOK);

      assertEquals(ExitCode.UNREADABLE, verify.exitCode(), verify.out());
      assertTrue(verify.err().contains(Long.toString(holder.pid())), verify.err());
      assertEquals(ExitCode.UNREADABLE, get.exitCode(), get.out());
    }
  }

  @Test
  void shouldEndWithThreeWhenThisProcessHasTheStoreOpen() {
    try (EntityStore open = EntityStore.open(sample.path)) {
      assertEquals(ExitCode.UNREADABLE, Cli.run("verify", sample.path).exitCode());
      assertTrue(open.contains(SampleStore.BOOK), "the store must not have been disturbed");
    }
  }

  @Test
  void shouldEndWithOneWhenThereIsNoStore() throws IOException {
    assertEquals(ExitCode.REFUSED, Cli.run("verify", folder.resolve("none")).exitCode());
    assertEquals(ExitCode.REFUSED, Cli.run("verify", folder).exitCode());
  }

  @Test
  void shouldEndWithTwoInEveryCommandWhenDamageIsInItsWay() {
    SampleStore.flip(sample.path.resolve("superblock"), 100);
    SampleStore.flip(sample.path.resolve("superblock"), 4096 + 100);

    for (Object[] command :
        new Object[][] {
          {"get", sample.path, SampleStore.BOOK},
          {"history", sample.path, SampleStore.BOOK},
          {"stat", sample.path},
          {"verify", sample.path}
        }) {
      Cli.Result result = Cli.run(command);
      assertEquals(ExitCode.DAMAGED, result.exitCode(), command[0] + ": " + result.err());
      assertTrue((result.out() + result.err()).contains("superblock"), result.err());
    }
  }
}
