package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DiffCommandTest {
  @TempDir private Path folder;
  private SampleStore sample;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
  }

  @Test
  void shouldShowWhatIsDifferentWhenAskedInJson() {
    for (Object from : new Object[] {sample.timeBefore, "lsn:" + sample.lsnBefore}) {
      JsonNode diff =
          Cli.run("diff", sample.path, SampleStore.BOOK, "--from", from, "--json").json();

      assertEquals(SampleStore.BOOK.toString(), diff.get("id").asString());
      assertTrue(diff.get("different").asBoolean());
      assertEquals(sample.lsnBefore, diff.get("before").get("asOfLsn").asLong());
      assertEquals("ACTIVE", diff.get("after").get("presence").asString());
      assertTrue(diff.get("tagsAdded").has("status:read"));
      assertTrue(diff.get("tagsRemoved").has("status:new"));
      assertEquals(0, diff.get("tagsRefreshed").size());
      JsonNode content = diff.get("content");
      assertEquals(SampleStore.OLD_CONTENT.length(), content.get("before").get("length").asInt());
      assertEquals(SampleStore.NEW_CONTENT.length(), content.get("after").get("length").asInt());
      assertEquals(0, diff.get("texts").size());
    }
  }

  @Test
  void shouldPrintWhatIsDifferentWhenTheEntityDidNotExistYet() {
    Cli.Result result =
        Cli.run("diff", sample.path, SampleStore.BOOK, "--from", "lsn:0", "--to", "lsn:1");

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("lsn 0  ABSENT"), result.out());
    assertTrue(result.out().contains("+ tag   status:new"), result.out());
    assertTrue(result.out().contains("+ text  title: Die"), result.out());
    assertFalse(result.out().contains("status:read"), result.out());
  }

  @Test
  void shouldSayThatThereIsNoneWhenNothingIsDifferent() {
    Cli.Result result =
        Cli.run("diff", sample.path, SampleStore.BOOK, "--from", "lsn:1", "--to", "lsn:2");

    assertTrue(result.out().contains("no difference"), result.out());
  }

  @Test
  void shouldRefuseWhenTheEntityNeverWasOrTheMomentIsToCome() {
    Cli.Result nobody = Cli.run("diff", sample.path, "nobody", "--from", "lsn:1");
    Cli.Result future = Cli.run("diff", sample.path, SampleStore.BOOK, "--from", "lsn:999");

    assertEquals(ExitCode.REFUSED, nobody.exitCode());
    assertTrue(nobody.err().contains("no such entity at either moment: id=nobody"), nobody.err());
    assertEquals(ExitCode.REFUSED, future.exitCode());
    assertTrue(future.err().contains("lsn=999"), future.err());
  }
}
