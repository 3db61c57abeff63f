package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Durability;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Highlight;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SearchCommandTest {
  private static final Pattern HIT = Pattern.compile("^ *\\d+\\. [0-9.]+  (\\S+)  ");

  @TempDir private Path folder;
  private Path path;
  private long lsnBefore;

  @BeforeEach
  void createStore() {
    path = folder.resolve("store");
    StoreConfig config =
        StoreConfig.builder()
            .segmentBytes(StoreConfig.MIN_SEGMENT_BYTES)
            .durability(Durability.ASYNC)
            .textIndexing(
                TextIndexing.parse("title:standard,code:keyword:nopositions,body:standard"))
            .build();
    try (EntityStore store = EntityStore.open(path, config)) {
      store.create(
          draft("chm", "Concurrent hash map", "A hash table\n  with  full concurrency\u202e")
              .text("code", "ConcurrentHashMap")
              .text("secret", "hash"));
      store.create(draft("tm", "Tree map", "A red-black tree. ".repeat(20) + "No hash in it."));
      store.create(draft("set", "Set", "No duplicates"));
      lsnBefore = store.lsn();
      store.putText(id("set"), "body", "No duplicates, by a hash");
      store.create(draft("gone", "hash hash hash", "hash"));
      store.delete(id("gone"));
    }
  }

  private static EntityDraft draft(String id, String title, String body) {
    return EntityDraft.of(id(id)).tag("kind:" + id).text("title", title).text("body", body);
  }

  @Test
  void shouldShowTheBestFirstWithTheTotal() {
    Cli.Result result = ok("search", path, "hash");

    assertEquals(List.of("chm", "set", "tm"), ids(result));
    assertTrue(result.out().lines().toList().getFirst().endsWith("  kind:chm"), result.out());
    assertTrue(result.out().endsWith("3 entities as of lsn " + lsn() + "\n"), result.out());
  }

  @Test
  void shouldSayThatThereIsNothingWithoutFailing() {
    assertEquals("0 entities as of lsn " + lsn(), ok("search", path, "nothing").out().strip());
    assertEquals("", ok("search", path, "nothing", "--json").out());
  }

  @Test
  void shouldShowThePartThatIsAskedFor() {
    Cli.Result second = ok("search", path, "hash", "--limit", 1, "--offset", 1);

    assertEquals(List.of("set"), ids(second));
    assertTrue(second.out().startsWith("  2. "), second.out());
    assertTrue(second.out().contains("1 of 3 entities as of lsn"), second.out());
    assertEquals(List.of(), ids(ok("search", path, "hash", "--offset", 3)));
    assertEquals(List.of(), ids(ok("search", path, "hash", "--limit", 0)));
  }

  @Test
  void shouldLookIntoTheFieldsThatAreNamedOnly() {
    assertEquals(List.of("chm"), ids(ok("search", path, "hash", "--fields", "title")));
    assertEquals(
        List.of("chm", "set", "tm"), ids(ok("search", path, "hash", "--fields", "title,body")));
    assertEquals(
        List.of("tm"), ids(ok("search", path, "(\"red black\" body:tree)", "--fields", "body")));
    assertEquals(
        List.of("set"), ids(ok("search", path, "no -TAGS(kind:tm) NOT map", "--fields", "body")));
  }

  @Test
  void shouldNotTakeASearchForOptionsWhenItBeginsWithAMinus() {
    assertEquals(List.of("set"), ids(ok("search", path, "--", "-map")));
    assertRefused("QUERY", "search", path, "-hash map");
    assertRefused("QUERY", "search", path, "-Vector");
    assertTrue(ok("search", "--help").out().contains(" -- '-"));
  }

  @Test
  void shouldWantAllWordsWhenAskedTo() {
    assertEquals(List.of("chm", "tm"), ids(ok("search", path, "concurrent map")));
    assertEquals(List.of("chm"), ids(ok("search", path, "concurrent map", "--all")));
  }

  @Test
  void shouldMarkWhatWasFoundOnOneLine() {
    Cli.Result result = ok("search", path, "\"hash table\" title:map", "--highlight");

    assertEquals(
        List.of(
            "     body: A **hash** **table** with full concurrency\\u202e",
            "     title: Concurrent hash **map**"),
        result.out().lines().skip(1).limit(2).toList());
    String cut = ok("search", path, "hash", "--highlight", "--fields", "body").out();
    assertTrue(cut.contains("     body: …"), cut);
    assertTrue(cut.contains("No **hash** in it."), cut);
  }

  @Test
  void shouldMarkInBoldWhenATerminalShowsIt() {
    var piece = new Highlight("f", "a\u001bb\nc", 3, 20, List.of(new Highlight.Mark(0, 2)));
    assertEquals("…\u001b[1ma\\u001b\u001b[22mb c…", HighlightText.of(true).text(piece));
    assertEquals("…**a\\u001b**b c…", HighlightText.of(false).text(piece));
  }

  @Test
  void shouldSearchAsOfAMomentOfThePast() {
    Cli.Result past = ok("search", path, "hash", "--as-of", "lsn:" + lsnBefore);

    assertEquals(List.of("chm", "tm"), ids(past));
    assertTrue(past.out().endsWith("2 entities as of lsn " + lsnBefore + "\n"), past.out());
  }

  @Test
  void shouldFindTheSameInABackup() {
    Path copy = folder.resolve("copy");
    ok("backup", path, copy);
    Path restored = folder.resolve("restored");
    ok("restore", copy, restored);

    assertEquals(ids(ok("search", path, "hash")), ids(ok("search", restored, "hash")));
  }

  @Test
  void shouldFindDeletedEntitiesWhenTheSearchAsksForThem() {
    Cli.Result result = ok("search", path, "hash AND TAGS(LIFECYCLE(deleted))");
    assertEquals(1, result.out().lines().filter(l -> l.contains("gone (deleted)")).count());
  }

  @Test
  void shouldWriteEveryHitAsALineOfJson() {
    List<JsonNode> lines =
        ok("search", path, "hash", "--json").out().lines().map(Json.MAPPER::readTree).toList();

    assertEquals(3, lines.size());
    assertEquals("chm", lines.get(0).get("id").asString());
    assertTrue(lines.get(0).get("score").asDouble() > lines.get(1).get("score").asDouble());
    assertEquals("kind:chm", lines.get(0).get("tags").get(0).asString());
    assertEquals("ACTIVE", lines.get(0).get("lifecycle").asString());
    assertNull(lines.get(0).get("highlights"));
  }

  @Test
  void shouldWriteHighlightsAsJsonWhenAskedTo() {
    JsonNode hit = ok("search", path, "code:Conc*", "--json", "--highlight").json();

    JsonNode piece = hit.get("highlights").get(0);
    assertEquals("code", piece.get("field").asString());
    assertEquals("ConcurrentHashMap", piece.get("text").asString());
    assertEquals(0, piece.get("marks").get(0).get("start").asInt());
    assertEquals(17, piece.get("marks").get(0).get("end").asInt());
  }

  @Test
  void shouldRefuseWithOneWhenTheSearchCannotBe() {
    assertRefused("this quote is not closed", "search", path, "\"hash");
    assertRefused("field=secret", "search", path, "secret:hash");
    assertRefused("field=other", "search", path, "hash", "--fields", "other");
    assertRefused("field=code", "search", path, "code:\"a b\"");
    assertRefused("must not be negative", "search", path, "hash", "--limit", -1);
    assertRefused("no such store", "search", folder.resolve("no"), "hash");
    Path plain = folder.resolve("plain");
    EntityStore.open(plain, SampleStore.config()).close();
    assertRefused("index", "search", plain, "hash");
  }

  private static void assertRefused(String expected, Object... arguments) {
    Cli.Result result = Cli.run(arguments);
    assertEquals(ExitCode.REFUSED, result.exitCode(), result.out() + result.err());
    assertTrue(result.err().contains(expected), result.err());
    assertFalse(result.err().contains("unexpected failure"), result.err());
  }

  private long lsn() {
    try (EntityStore store = EntityStore.open(path, StoreConfig.builder().readOnly(true).build())) {
      return store.lsn();
    }
  }

  private static List<String> ids(Cli.Result result) {
    return result
        .out()
        .lines()
        .map(HIT::matcher)
        .filter(Matcher::find)
        .map(hit -> hit.group(1))
        .toList();
  }

  private static EntityId id(String name) {
    return EntityId.named(name);
  }

  private static Cli.Result ok(Object... arguments) {
    Cli.Result result = Cli.run(arguments);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    return result;
  }
}
