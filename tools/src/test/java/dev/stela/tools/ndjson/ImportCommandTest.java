package dev.stela.tools.ndjson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.BulkLoader;
import dev.stela.BulkOptions;
import dev.stela.ChangeFeed;
import dev.stela.Entity;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Lifecycle;
import dev.stela.Tag;
import dev.stela.tools.Cli;
import dev.stela.tools.ExitCode;
import dev.stela.tools.Json;
import dev.stela.tools.SampleStore;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ImportCommandTest {
  private static final EntityId A = EntityId.named("a");
  private static final EntityId B = EntityId.named("b");
  private static final EntityId C = EntityId.named("c");

  @TempDir private Path folder;
  private Path path;
  private Path file;
  private Path rejects;

  @BeforeEach
  void createStore() {
    path = folder.resolve("store");
    file = folder.resolve("lines.ndjson");
    rejects = folder.resolve("lines.ndjson.rejects.ndjson");
    in(store -> {});
  }

  @Test
  void shouldKeepTheGoodLinesOfSixtyThousandWhenThreeAreBad() throws IOException {
    Map<Integer, String> bad =
        Map.of(
            17, "{\"id\": \"e17\", \"tags\": [\"kind:\\u0007\"]}",
            30_000, "{\"id\": \"e30000\", \"tags\"",
            60_000, "{\"id\": \"e60000\", \"labels\": []}");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 1; i <= 60_000; i++) {
        out.write(
            bad.getOrDefault(
                i,
                "{\"id\":\"e%d\",\"tags\":[\"kind:%d\"],\"content\":{\"i\":%d}}"
                    .formatted(i, i % 10, i)));
        out.write('\n');
      }
    }

    Cli.Result first = Cli.run("import", path, file, "--json");
    long lsn = lsn();
    Cli.Result second = Cli.run("import", path, file, "--json", "--on-exists", "skip");

    assertEquals(ExitCode.REJECTED, first.exitCode(), first.err());
    assertEquals(List.of(60_000L, 59_997L, 0L, 0L, 0L, 3L, 0L), counts(first.json()), first.out());
    assertEquals(lsn, first.json().get("lsn").asLong());
    assertEquals(rejects.toString(), first.json().get("rejectsFile").asString());
    in(
        store -> {
          assertEquals(59_997, store.statistics().activeEntities());
          for (int i = 1; i <= 60_000; i++) {
            if (!bad.containsKey(i)) {
              Entity entity = store.get(EntityId.named("e" + i)).orElseThrow();
              assertTrue(entity.hasTag("kind:" + i % 10));
              assertEquals("{\"i\":" + i + "}", text(entity.content()));
            }
          }
        });

    List<JsonNode> lines = rejects();
    assertEquals(
        List.of(17, 30_000, 60_000), lines.stream().map(line -> line.get("line").asInt()).toList());
    for (JsonNode line : lines) {
      assertEquals(bad.get(line.get("line").asInt()), line.get("text").asString());
    }
    assertReason("tags[0]: a tag has no control characters", lines.get(0));
    assertReason("not JSON", lines.get(1));
    assertReason("unknown field: field=labels", lines.get(2));

    assertEquals(ExitCode.REJECTED, second.exitCode(), second.err());
    assertEquals(List.of(60_000L, 0L, 0L, 0L, 59_997L, 3L, 0L), counts(second.json()));
    requireNoChangeAfter(lsn);
  }

  @Test
  void shouldCreateTheStoreWhenThereIsNone() throws IOException {
    Path missing = folder.resolve("new");
    write("{\"id\":\"a\"}");

    Cli.Result result = Cli.run("import", missing, file);

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("imported   1"), result.out());
    try (EntityStore store = EntityStore.open(missing)) {
      assertTrue(store.contains(A));
    }
    assertFalse(Files.exists(rejects));
  }

  @Test
  void shouldTellEveryLineFromTheOthersWhenSomeAreBlankOrOddlyEnded() throws IOException {
    Files.writeString(
        file,
        "\ufeff{\"id\":\"a\"}\r\n\r\n  \t\n{\"id\":\"b\",\"tags\":[\"t:\u00fc\"]}\n{\"id\":\"c\"}");

    JsonNode summary = ok(Cli.run("import", path, file, "--json"));

    assertEquals(List.of(5L, 3L, 0L, 0L, 0L, 0L, 2L), counts(summary));
    in(store -> assertTrue(store.get(B).orElseThrow().hasTag("t:\u00fc")));
  }

  @Test
  void shouldDoNothingWhenTheInputIsEmpty() throws IOException {
    write();

    JsonNode summary = ok(Cli.run("import", path, file, "--json"));

    assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L), counts(summary));
    assertTrue(summary.get("rejectsFile").isNull());
    requireNoChangeAfter(0);
  }

  @Test
  void shouldMakeNewEntitiesEachTimeWhenLinesHaveNoId() throws IOException {
    write("{\"tags\":[\"a:b\"]}", "{}");

    ok(Cli.run("import", path, file, "--json", "--on-exists", "skip"));
    ok(Cli.run("import", path, file, "--json", "--on-exists", "skip"));

    in(store -> assertEquals(4, store.statistics().activeEntities()));
  }

  @Test
  void shouldRejectLinesWhoseEntitiesExistWhenNothingElseIsSaid() throws IOException {
    in(
        store -> {
          store.create(EntityDraft.of(A).tag("old:a"));
          store.create(EntityDraft.of(B));
          store.delete(B);
        });
    write("{\"id\":\"a\"}", "{\"id\":\"b\"}", "{\"id\":\"c\",\"tags\":[\"1:\"]}", "{\"id\":\"c\"}");

    Cli.Result result = Cli.run("import", path, file, "--json");

    assertEquals(ExitCode.REJECTED, result.exitCode(), result.err());
    assertEquals(List.of(4L, 1L, 0L, 0L, 0L, 3L, 0L), counts(result.json()));
    assertReason("the entity exists: id=a", rejects().get(0));
    assertReason("the entity exists and is deleted: id=b", rejects().get(1));
    assertReason("the entity exists: id=c", rejects().get(2));
    assertEquals(4, rejects().get(2).get("line").asLong());
    in(
        store -> {
          assertTrue(store.get(A).orElseThrow().hasTag("old:a"));
          assertFalse(store.contains(B));
          assertTrue(store.get(C).orElseThrow().hasTag("1:"));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 500})
  void shouldChangeNothingWhenEntitiesExistAndAreToBeSkipped(int batch) throws IOException {
    in(
        store -> {
          store.create(EntityDraft.of(A).tag("old:a"));
          store.create(EntityDraft.of(B));
          store.delete(B);
        });
    String large = "x".repeat(300_000);
    write(
        "{\"id\":\"a\",\"content\":\"" + large + "\"}",
        "{\"id\":\"b\"}",
        "{\"id\":\"c\",\"content\":\"" + large + "\"}",
        "{\"id\":\"c\",\"content\":\"other" + large + "\"}");

    JsonNode first =
        ok(Cli.run("import", path, file, "--json", "--on-exists", "skip", "--batch", batch));
    long lsn = lsn();
    JsonNode second =
        ok(Cli.run("import", path, file, "--json", "--on-exists", "SKIP", "--batch", batch));

    assertEquals(List.of(4L, 1L, 0L, 0L, 3L, 0L, 0L), counts(first));
    assertEquals(List.of(4L, 0L, 0L, 0L, 4L, 0L, 0L), counts(second));
    requireNoChangeAfter(lsn);
    in(
        store -> {
          assertEquals(-1, store.get(A).orElseThrow().contentLength());
          assertFalse(store.contains(B));
          assertEquals(large, content(store, C));
        });
  }

  @Test
  void shouldLeaveExactlyWhatTheLineSaysWhenEntitiesAreReplaced() throws IOException {
    in(
        store -> {
          store.create(
              EntityDraft.of(A)
                  .tag("keep:1")
                  .tag("drop:1")
                  .content(bytes("old"))
                  .text("keep", "same")
                  .text("change", "old")
                  .text("drop", "old"));
          store.create(EntityDraft.of(B).tag("b:1").content(bytes("old")));
          store.delete(B);
          store.create(EntityDraft.of(C).tag("c:1").content(bytes("old")).text("t", "old"));
        });
    SortedMap<Tag, Instant> before = read(A).tagTimes();
    write(
        "{\"id\":\"a\",\"tags\":[\"new:1\",\"keep:1\"],\"content\":\"new\","
            + "\"text\":{\"keep\":\"same\",\"change\":\"new\",\"add\":\"new\"}}",
        "{\"id\":\"b\",\"tags\":[\"b:2\"],\"content\":\"old\"}",
        "{\"id\":\"c\"}");

    JsonNode summary = ok(Cli.run("import", path, file, "--json", "--on-exists", "replace"));

    assertEquals(List.of(3L, 0L, 3L, 0L, 0L, 0L, 0L), counts(summary));
    assertEquals(read(A).lsn(), read(C).lsn(), "one transaction");
    Entity a = read(A);
    assertEquals(List.of(Tag.of("keep:1"), Tag.of("new:1")), List.copyOf(a.tags()));
    assertEquals(before.get(Tag.of("keep:1")), a.tagTimes().get(Tag.of("keep:1")));
    assertEquals("new", text(a.content()));
    assertEquals(Map.of("keep", "same", "change", "new", "add", "new"), a.texts());
    Entity b = read(B);
    assertEquals(Lifecycle.ACTIVE, b.lifecycle());
    assertEquals(List.of(Tag.of("b:2")), List.copyOf(b.tags()));
    assertEquals("old", text(b.content()));
    Entity c = read(C);
    assertEquals(List.of(), List.copyOf(c.tags()));
    assertEquals(-1, c.contentLength());
    assertEquals(Map.of(), c.texts());
  }

  @Test
  void shouldWriteNothingWhenEntitiesAreReplacedByWhatTheyAre() throws IOException {
    String large = "\u00fc".repeat(150_000);
    write(
        "{\"id\":\"a\",\"tags\":[\"1:\",\"2:\"],\"content\":\"x\",\"text\":{\"t\":\"x\"}}",
        "{\"id\":\"b\",\"content\":\"" + large + "\"}",
        "{\"id\":\"c\"}");
    ok(Cli.run("import", path, file, "--json"));
    long lsn = lsn();

    JsonNode again = ok(Cli.run("import", path, file, "--json", "--on-exists", "replace"));

    assertEquals(List.of(3L, 0L, 0L, 3L, 0L, 0L, 0L), counts(again));
    requireNoChangeAfter(lsn);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 500})
  void shouldEndWithTheLastOfSeveralLinesWhenAnEntityIsReplacedWithinAFile(int batch)
      throws IOException {
    String large = "x".repeat(200_000);
    write(
        "{\"id\":\"a\",\"content\":\"" + large + "\"}",
        "{\"id\":\"a\",\"content\":\"short\"}",
        "{\"id\":\"b\",\"content\":\"short\"}",
        "{\"id\":\"b\",\"content\":\"y" + large + "\"}",
        "{\"id\":\"b\",\"content\":\"z" + large + "\"}",
        "{\"id\":\"c\",\"content\":\"" + large + "\"}",
        "{\"id\":\"c\",\"content\":\"" + large + "\",\"tags\":[\"2:\"]}");

    JsonNode summary =
        ok(Cli.run("import", path, file, "--json", "--on-exists", "replace", "--batch", batch));

    assertEquals(List.of(7L, 3L, 4L, 0L, 0L, 0L, 0L), counts(summary));
    in(
        store -> {
          assertEquals("short", content(store, A));
          assertEquals("z" + large, content(store, B));
          assertEquals(large, content(store, C));
          assertTrue(store.get(C).orElseThrow().hasTag("2:"));
        });
  }

  @Test
  void shouldReplaceLongContentOfADeletedEntity() throws IOException {
    String large = "x".repeat(200_000);
    in(
        store -> {
          store.create(EntityDraft.of(A).tag("1:"));
          stream(store, A, large);
          store.delete(A);
        });
    write("{\"id\":\"a\",\"content\":\"" + large + "\"}");

    JsonNode summary = ok(Cli.run("import", path, file, "--json", "--on-exists", "replace"));

    assertEquals(List.of(1L, 0L, 1L, 0L, 0L, 0L, 0L), counts(summary));
    in(store -> assertEquals(large, content(store, A)));
  }

  @Test
  void shouldRejectANameWhoseBitsAreAnotherEntitys() throws IOException {
    write("{\"id\":\"a\"}", "{\"id\":\"" + A.toUuid() + "\"}", "{\"id\":\"b\"}");

    for (String policy : List.of("fail", "skip", "replace")) {
      Cli.Result result = Cli.run("import", path, file, "--json", "--on-exists", policy);
      assertEquals(ExitCode.REJECTED, result.exitCode(), policy);
      JsonNode last =
          rejects().stream()
              .filter(line -> line.get("line").asInt() == 2)
              .findFirst()
              .orElseThrow();
      assertReason("another entity has the same 128 bits", last);
    }
    in(store -> assertTrue(store.contains(A) && store.contains(B)));
  }

  @Test
  void shouldMakeSmallerTransactionsWhenOneCannotHoldTheBatch() throws IOException {
    String text = "x".repeat(400_000);
    String[] lines = new String[12];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "{\"id\":\"" + i + "\",\"text\":{\"t\":\"" + text + "\"}}";
    }
    // More than a segment of this store takes, in one entity.
    lines[5] =
        "{\"id\":\"5\",\"text\":{\"t\":\"%s\",\"u\":\"%s\",\"v\":\"%s\"}}"
            .formatted(text, text, text);
    write(lines);

    Cli.Result result = Cli.run("import", path, file, "--json");

    assertEquals(ExitCode.REJECTED, result.exitCode(), result.err());
    assertEquals(List.of(12L, 11L, 0L, 0L, 0L, 1L, 0L), counts(result.json()));
    assertEquals(6, rejects().getFirst().get("line").asLong());
    assertReason("a transaction has to fit into one log segment", rejects().getFirst());
    in(
        store -> {
          assertEquals(11, store.statistics().activeEntities());
          assertEquals(text, store.get(EntityId.named("11")).orElseThrow().texts().get("t"));
          assertFalse(store.contains(EntityId.named("5")));
        });
    assertEquals(ExitCode.OK, Cli.run("verify", path).exitCode());
  }

  @Test
  void shouldPutBatchSizeLinesIntoATransaction() throws IOException {
    write("{\"id\":\"1\"}", "{\"id\":\"2\"}", "{\"id\":\"3\"}", "{\"id\":\"4\"}", "{\"id\":\"5\"}");

    ok(Cli.run("import", path, file, "--json", "--batch", 2));

    List<Long> lsns = List.of("1", "2", "3", "4", "5").stream().map(this::lsnOf).toList();
    assertEquals(lsns.get(0), lsns.get(1));
    assertEquals(lsns.get(2), lsns.get(3));
    assertEquals(lsns.get(0) + 1, lsns.get(2));
    assertEquals(lsns.get(2) + 1, lsns.get(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "async"})
  void shouldLeaveAllDurableInEitherDurability(String durability) throws IOException {
    write("{\"id\":\"1\"}", "{\"id\":\"2\"}", "{\"id\":\"3\"}");

    ok(Cli.run("import", path, file, "--json", "--batch", 1, "--durability", durability));

    in(store -> assertEquals(store.lsn(), store.statistics().durableLsn()));
    in(store -> assertEquals(3, store.statistics().activeEntities()));
  }

  @Test
  void shouldRejectALineThatIsTooLongAndGoOn() throws IOException {
    write("{\"id\":\"a\"}", "{\"content\":\"" + "x".repeat(17 << 20) + "\"}", "{\"id\":\"b\"}");

    Cli.Result result = Cli.run("import", path, file, "--json");

    assertEquals(List.of(3L, 2L, 0L, 0L, 0L, 1L, 0L), counts(result.json()));
    assertReason("the line is too long", rejects().getFirst());
    assertEquals(LineReader.KEPT_BYTES, rejects().getFirst().get("text").asString().length());
    in(store -> assertTrue(store.contains(A) && store.contains(B)));
  }

  @Test
  void shouldKeepABrokenLineReadableInTheRejectsFile() throws IOException {
    Files.write(
        file,
        new byte[] {
          '{', '"', 'i', 'd', '"', ':', '"', (byte) 0xFC, '"', '}', '\n', '\t', '"', '\\', 'x', '\n'
        });

    Cli.Result result = Cli.run("import", path, file);

    assertEquals(ExitCode.REJECTED, result.exitCode());
    assertReason("not UTF-8: index=7 byte=0xfc", rejects().get(0));
    assertEquals("{\"id\":\"\ufffd\"}", rejects().get(0).get("text").asString());
    assertEquals("\t\"\\x", rejects().get(1).get("text").asString());
    assertTrue(result.out().contains("line 1: not UTF-8"), result.out());
    assertTrue(result.out().contains(rejects.toString()), result.out());
  }

  @Test
  void shouldReplaceTheRejectsFileOfAnEarlierRun() throws IOException {
    Path chosen = folder.resolve("chosen");
    write("bad");
    assertEquals(ExitCode.REJECTED, Cli.run("import", path, file, "--rejects", chosen).exitCode());
    assertEquals(1, Files.readAllLines(chosen).size());
    assertFalse(Files.exists(rejects));

    write("{\"id\":\"a\"}");
    assertEquals(ExitCode.OK, Cli.run("import", path, file, "--rejects", chosen).exitCode());

    assertFalse(Files.exists(chosen), "it would tell of what is no longer so");
  }

  @Test
  void shouldReadStandardInputWhenTheFileIsAMinus() throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(bytes("{\"id\":\"a\"}\nbad")));
    try {
      Cli.Result result = Cli.run("import", path, "-", "--json", "--rejects", rejects);
      assertEquals(List.of(2L, 1L, 0L, 0L, 0L, 1L, 0L), counts(result.json()));
    } finally {
      System.setIn(before);
    }
    in(store -> assertTrue(store.contains(A)));
  }

  @Test
  void shouldRefuseBeforeAnythingIsMadeWhenTheCommandLineIsWrong() throws IOException {
    Path missing = folder.resolve("new");
    write("{\"id\":\"a\"}");

    for (Object[] wrong :
        new Object[][] {
          {"import", missing},
          {"import", missing, folder.resolve("nothing")},
          {"import", missing, folder},
          {"import", missing, file, "--batch", 0},
          {"import", missing, file, "--batch", 100_001},
          {"import", missing, file, "--on-exists", "overwrite"},
          {"import", missing, file, "--durability", "maybe"},
          {"import", missing, file, "--rejects", file},
          {"import", missing, file, "--threads", 0},
          {"import", missing, file, "--threads", 65},
          {"import", missing, "-", "--resume"},
          {"import", missing, file, "--history", "--resume"}
        }) {
      Cli.Result result = Cli.run(wrong);
      assertEquals(ExitCode.REFUSED, result.exitCode(), result.out() + result.err());
      assertFalse(Files.exists(missing));
    }
    assertEquals(List.of("{\"id\":\"a\"}"), Files.readAllLines(file));
  }

  @Test
  void shouldLeaveTheRejectsFileAloneWhenTheStoreIsInUse() throws IOException {
    write("{\"id\":\"a\"}");
    Files.writeString(rejects, "of an earlier run");
    try (EntityStore open = EntityStore.open(path)) {
      assertEquals(ExitCode.UNREADABLE, Cli.run("import", path, file).exitCode());
      assertFalse(open.contains(A));
    }
    assertEquals("of an earlier run", Files.readString(rejects));
  }

  @Test
  void shouldShowExampleLinesThatCanBeImportedWhenAskedForHelp() throws IOException {
    Cli.Result help = Cli.run("import", "--help");

    assertTrue(help.out().contains("some lines were rejected"), help.out());
    write(help.out().lines().filter(line -> line.startsWith("  {\"")).toArray(String[]::new));
    JsonNode summary = ok(Cli.run("import", path, file, "--json"));
    assertEquals(3, summary.get("imported").asLong(), help.out());
  }

  @Test
  void shouldIndexTheTextsOfANewStoreAsAskedFor() throws IOException {
    write(
        "{\"id\":\"a\",\"text\":{\"title\":\"one\"}}",
        "{\"id\":\"b\",\"text\":{\"body\":\"two\"}}",
        "{\"id\":\"c\"}");
    assertEquals(2, indexed("every", List.of()));
    assertEquals(1, indexed("title", List.of("--text", "title:whitespace")));
    assertEquals(0, indexed("none", List.of("--text", "none")));
    Cli.Result wrong = Cli.run("import", folder.resolve("wrong"), file, "--text", "title");
    assertEquals(ExitCode.REFUSED, wrong.exitCode());
    assertFalse(Files.exists(folder.resolve("wrong")));
  }

  private long indexed(String name, List<String> options) {
    Path fresh = folder.resolve(name);
    List<Object> arguments = new ArrayList<>(List.of("import", fresh, file, "--json"));
    arguments.addAll(options);
    ok(Cli.run(arguments.toArray()));
    try (EntityStore store = EntityStore.open(fresh)) {
      return store.statistics().textDocuments();
    }
  }

  @Test
  void shouldGoOnAtTheNextLineWhenResumed() throws IOException {
    write("{\"id\":\"a\"}", "bad", "{\"id\":\"b\"}");
    Cli.Result first = Cli.run("import", path, file, "--json", "--load-id", "mine");
    assertEquals(ExitCode.REJECTED, first.exitCode(), first.err());
    String torn = "{\"line\":3,\"reason\":\"of a batch that was lost\"";
    Files.writeString(rejects, torn, StandardOpenOption.APPEND);
    in(
        store -> {
          // As if the process had died before its end: with two lines done.
          store.forgetLoad("mine");
          store.delete(B);
          try (BulkLoader loader = store.bulkLoader("mine", BulkOptions.defaults())) {
            loader.pass(0);
            loader.pass(1);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    write("{\"id\":\"a\"}", "bad", "{\"id\":\"b\"}", "", "{\"id\":\"c\"}", "worse");

    Cli.Result refused = Cli.run("import", path, file, "--json", "--load-id", "mine");
    Cli.Result resumed =
        Cli.run("import", path, file, "--json", "--load-id", "mine", "--resume", "--threads", 3);
    Cli.Result again = Cli.run("import", path, file, "--json", "--load-id", "mine", "--resume");

    assertEquals(ExitCode.REFUSED, refused.exitCode());
    assertTrue(refused.err().contains("--resume goes on with it"), refused.err());
    assertEquals(ExitCode.REJECTED, resumed.exitCode(), resumed.err());
    assertEquals(List.of(4L, 1L, 0L, 0L, 0L, 2L, 1L), counts(resumed.json()));
    assertEquals(3, resumed.json().get("firstLine").asLong());
    assertEquals("mine", resumed.json().get("loadId").asString());
    assertEquals(
        List.of(2L, 3L, 6L), rejects().stream().map(line -> line.get("line").asLong()).toList());
    assertReason("the entity exists and is deleted: id=b", rejects().get(1));
    in(store -> assertTrue(store.contains(C)));
    assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L), counts(ok(again)), "finished before");
    assertEquals(3, rejects().size());
  }

  @Test
  void shouldBeginWhenThereIsNothingToResume() throws IOException {
    write("{\"id\":\"a\"}");
    JsonNode summary = ok(Cli.run("import", path, file, "--json", "--resume"));
    assertEquals(List.of(1L, 1L, 0L, 0L, 0L, 0L, 0L), counts(summary));
    assertTrue(summary.get("loadId").asString().startsWith("lines.ndjson-"), summary.toString());
    JsonNode again = ok(Cli.run("import", path, file, "--json", "--resume"));
    assertEquals(0, again.get("lines").asLong());
    assertEquals(summary.get("loadId"), again.get("loadId"));
  }

  @Test
  void shouldRefuseToResumeWhenTheInputIsShorterThanWhatIsDone() throws IOException {
    write("{\"id\":\"a\"}", "{\"id\":\"b\"}");
    in(
        store -> {
          try (BulkLoader loader = store.bulkLoader("mine", BulkOptions.defaults())) {
            for (int i = 0; i < 3; i++) {
              loader.pass(i);
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    Cli.Result result = Cli.run("import", path, file, "--load-id", "mine", "--resume");
    assertEquals(ExitCode.REFUSED, result.exitCode());
    assertTrue(result.err().contains("the input has fewer lines"), result.err());
    in(store -> assertFalse(store.contains(A)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12})
  void shouldKeepTheOrderOfLinesWhateverTheThreads(int threads) throws IOException {
    String[] lines = new String[5_000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] =
          i % 50 == 7 ? "bad " + i : "{\"id\":\"e%d\",\"content\":\"%d\"}".formatted(i % 1_000, i);
    }
    write(lines);
    Cli.Result result =
        Cli.run("import", path, file, "--json", "--on-exists", "replace", "--threads", threads);
    assertEquals(ExitCode.REJECTED, result.exitCode(), result.err());
    assertEquals(List.of(5_000L, 980L, 3_920L, 0L, 0L, 100L, 0L), counts(result.json()));
    List<JsonNode> told = rejects();
    for (int i = 0; i < 100; i++) {
      assertEquals(i * 50 + 8, told.get(i).get("line").asInt());
    }
    in(
        store -> {
          for (int i = 4_000; i < 5_000; i++) {
            if (i % 50 != 7) {
              EntityId id = EntityId.named("e" + i % 1_000);
              assertEquals(Integer.toString(i), text(store.get(id).orElseThrow().content()));
            }
          }
        });
  }

  private long lsnOf(String name) {
    return read(EntityId.named(name)).lsn();
  }

  private void requireNoChangeAfter(long lsn) {
    in(
        store -> {
          try (ChangeFeed changes = store.changes(lsn)) {
            assertFalse(changes.hasNext());
          }
        });
  }

  private void in(Consumer<EntityStore> action) {
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      action.accept(store);
    }
  }

  private long lsn() {
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      return store.lsn();
    }
  }

  private Entity read(EntityId id) {
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      return store.get(id).orElseThrow();
    }
  }

  private void write(String... lines) throws IOException {
    Files.write(file, List.of(lines));
  }

  private List<JsonNode> rejects() throws IOException {
    return Files.readAllLines(rejects).stream().map(Json.MAPPER::readTree).toList();
  }

  private static JsonNode ok(Cli.Result result) {
    assertEquals(ExitCode.OK, result.exitCode(), result.out() + result.err());
    return result.json();
  }

  private static void assertReason(String reason, JsonNode reject) {
    assertTrue(reject.get("reason").asString().startsWith(reason), reject.toString());
  }

  /** Returns lines, imported, replaced, unchanged, skipped, rejected, blank. */
  private static List<Long> counts(JsonNode summary) {
    List<Long> counts =
        List.of("lines", "imported", "replaced", "unchanged", "skipped", "rejected", "blank")
            .stream()
            .map(name -> summary.get(name).asLong())
            .toList();
    assertEquals(
        counts.getFirst(), counts.stream().skip(1).mapToLong(Long::longValue).sum(), "all lines");
    return counts;
  }

  private static String content(EntityStore store, EntityId id) {
    try (InputStream in = store.openContent(id)) {
      return text(in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void stream(EntityStore store, EntityId id, String content) {
    try {
      store.putContent(id, new ByteArrayInputStream(bytes(content)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
