package dev.stela.tools.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityStore;
import dev.stela.tools.Cli;
import dev.stela.tools.ExitCode;
import dev.stela.tools.Json;
import dev.stela.tools.SampleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ExportCommandTest {
  private static final String FIRST =
      "{\"format\":\"stela-history\",\"version\":1,\"segmentBytes\":1048576}";
  private static final String CREATION =
      "{\"time\":\"2026-01-31T12:00:00.123456789Z\",\"id\":\"a\",\"named\":true,"
          + "\"events\":[{\"kind\":\"CREATED\"}]}";
  private static final String LAST = "{\"commits\":1,\"changes\":1}";

  @TempDir private Path folder;
  private SampleStore sample;
  private Path file;
  private Path copy;

  @BeforeEach
  void createStore() throws IOException {
    sample = SampleStore.create(folder.resolve("store"));
    file = folder.resolve("history.ndjson");
    copy = folder.resolve("copy");
  }

  @Test
  void shouldSayWhatWasExportedAndImportedWhenAskedForJson() throws IOException {
    Map<String, String> before = sample.fingerprint();
    JsonNode export = Cli.run("export", sample.path, file, "--json").json();
    JsonNode imported = Cli.run("import", "--history", copy, file, "--json").json();

    assertEquals(7, export.get("commits").asLong());
    assertEquals(7, export.get("changes").asLong());
    assertEquals(7, imported.get("commits").asLong());
    assertEquals(copy.toString(), imported.get("store").asString());
    assertEquals(before, sample.fingerprint(), "an export changes no file");
    assertTrue(
        Files.readAllLines(file).stream().allMatch(line -> Json.MAPPER.readTree(line) != null));
    try (EntityStore store = EntityStore.open(copy)) {
      assertEquals(
          SampleStore.BLOB_BYTES, store.get(SampleStore.BLOB).orElseThrow().contentLength());
      assertFalse(store.contains(SampleStore.GONE));
    }
  }

  @Test
  void shouldRefuseWhenTheFileIsThere() throws IOException {
    Files.writeString(file, "precious");

    Cli.Result refused = Cli.run("export", sample.path, file);
    assertEquals(ExitCode.REFUSED, refused.exitCode());
    assertEquals("precious", Files.readString(file));

    assertEquals(ExitCode.OK, Cli.run("export", sample.path, file, "--force").exitCode());
    assertTrue(Files.readString(file).startsWith(FIRST));
  }

  @Test
  void shouldRefuseWhenItWouldReplaceWhatIsNoFile() throws IOException {
    Files.createDirectory(file);

    Cli.Result refused = Cli.run("export", sample.path, file, "--force");

    assertEquals(ExitCode.REFUSED, refused.exitCode(), refused.err());
    assertTrue(Files.isDirectory(file));
  }

  @Test
  void shouldRefuseWhenTheFolderOfTheFileIsMissing() {
    Cli.Result refused = Cli.run("export", sample.path, file.resolve("nowhere"));

    assertEquals(ExitCode.REFUSED, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains("no such folder"), refused.err());
  }

  @Test
  void shouldLeaveNoFileWhenTheStoreIsDamaged() throws IOException {
    SampleStore.flip(sample.logSegment(), 4096 + 60);

    Cli.Result result = Cli.run("export", sample.path, file);

    assertEquals(ExitCode.DAMAGED, result.exitCode(), result.err());
    try (Stream<Path> inside = Files.list(folder)) {
      assertEquals(List.of(sample.path), inside.toList());
    }
  }

  @Test
  void shouldRefuseWhenTheStoreToImportIntoIsThere() {
    assertEquals(ExitCode.OK, Cli.run("export", sample.path, file).exitCode());

    Cli.Result result = Cli.run("import", "--history", sample.path, file);

    assertEquals(ExitCode.REFUSED, result.exitCode());
    assertTrue(result.err().contains("new store only"), result.err());
  }

  @Test
  void shouldRefuseWhenAnOptionIsForLines() {
    Cli.Result result = Cli.run("import", "--history", copy, file, "--on-exists", "skip");

    assertEquals(ExitCode.REFUSED, result.exitCode());
    assertTrue(result.err().contains("--on-exists"), result.err());
  }

  @Test
  void shouldImportWhenTheFolderIsEmpty() throws IOException {
    Files.createDirectory(copy);
    write(FIRST, CREATION, LAST);

    assertEquals(ExitCode.OK, Cli.run("import", "--history", copy, file).exitCode());

    try (EntityStore store = EntityStore.open(copy)) {
      assertEquals("2026-01-31T12:00:00.123456789Z", store.asOf(1).timestamp().toString());
    }
  }

  @Test
  void shouldTellTheEndFromACutExportWhenLinesAreMissing() throws IOException {
    assertEquals(ExitCode.OK, Cli.run("export", sample.path, file).exitCode());
    List<String> lines = Files.readAllLines(file);
    for (int missing = 0; missing < lines.size(); missing++) {
      List<String> rest = new ArrayList<>(lines);
      rest.remove(missing);
      Files.write(file, rest);
      requireRefused("without line " + (missing + 1));
    }
    Files.write(file, lines.subList(0, lines.size() - 1));
    requireRefused("without its end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"time\"",
        "{\"unknown\":1}",
        "{\"time\":\"2026-01-31T12:00:00Z\",\"id\":\"a\",\"named\":true}",
        "{\"time\":\"yesterday\",\"id\":\"a\",\"named\":true,\"events\":[{\"kind\":\"CREATED\"}]}",
        "{\"time\":\"2026-01-31T12:00:00Z\",\"id\":\"a\",\"named\":false,\"events\":[]}",
        "{\"time\":\"2026-01-31T12:00:00Z\",\"id\":\"a\",\"named\":true,\"events\":[{}]}",
        "{\"time\":\"2026-01-31T12:00:00Z\",\"id\":\"a\",\"named\":true,"
            + "\"events\":[{\"kind\":\"TAG_ADDED\",\"subject\":\"x\"}]}",
        "{\"time\":\"2026-01-31T12:00:00Z\",\"id\":\"a\",\"named\":true,"
            + "\"events\":[{\"kind\":\"CREATED\"},{\"kind\":\"TAG_ADDED\"}]}",
        "{\"time\":\"2026-01-31T12:00:00Z\",\"id\":\"a\",\"named\":true,"
            + "\"events\":[{\"kind\":\"CREATED\"},{\"kind\":\"CONTENT_PUT\",\"content\":1}]}",
        "{\"content\":2,\"data\":\"AAEC\"}",
        "{\"content\":1,\"data\":\"?\"}",
        "{\"format\":\"stela-history\",\"version\":1,\"segmentBytes\":1048576}",
        "{\"commits\":0,\"changes\":0}"
      })
  void shouldNameTheLineWhenItIsBad(String line) throws IOException {
    write(FIRST, line, CREATION, LAST);

    Cli.Result result = requireRefused(line);

    assertTrue(result.err().contains("line "), result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"kind\":\"TAG_ADDED\"}",
        "{\"kind\":\"TEXT_PUT\",\"text\":\"x\"}",
        "{\"kind\":\"TEXT_PUT\",\"subject\":\"bio\"}",
        "{\"kind\":\"CONTENT_PUT\"}"
      })
  void shouldNameTheLineWhenAStateThatReplacesAnotherIsBad(String event) throws IOException {
    String state =
        "{\"time\":\"2027-01-31T12:00:00Z\",\"id\":\"a\",\"named\":true,\"cut\":true,\"events\":["
            + event
            + "]}";
    write(FIRST, CREATION, state, LAST);

    assertTrue(requireRefused(event).err().contains("line 3"), event);
  }

  @Test
  void shouldRefuseWhenTimesDoNotGrow() throws IOException {
    write(FIRST, CREATION, CREATION.replace("789Z", "788Z").replace("\"a\"", "\"b\""), LAST);

    assertTrue(requireRefused("times").err().contains("line 3"));
  }

  @Test
  void shouldRefuseWhenTheVersionIsAnother() throws IOException {
    write(FIRST.replace("\"version\":1", "\"version\":2"), CREATION, LAST);

    assertTrue(requireRefused("version").err().contains("version=2"));
  }

  private Cli.Result requireRefused(String what) throws IOException {
    Cli.Result result = Cli.run("import", "--history", copy, file);
    assertEquals(ExitCode.REFUSED, result.exitCode(), what + ": " + result.err());
    assertFalse(Files.exists(copy), what);
    try (Stream<Path> inside = Files.list(folder)) {
      assertTrue(inside.noneMatch(path -> path.toString().endsWith(".importing")), what);
    }
    return result;
  }

  private void write(String... lines) throws IOException {
    Files.write(file, List.of(lines));
  }
}
