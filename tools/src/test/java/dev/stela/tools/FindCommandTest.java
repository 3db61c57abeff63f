package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FindCommandTest {
  private static final int ENTITIES = 50;
  private static final Pattern CURSOR = Pattern.compile("more with --after (\\S+)");

  @TempDir private Path folder;
  private Path path;
  private long lsnBefore;

  /** Entities e00 to e49; e00 was new once, and is old now; e49 is deleted. */
  @BeforeEach
  void createStore() {
    path = folder.resolve("store");
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      for (int i = 0; i < ENTITIES; i++) {
        EntityDraft draft = EntityDraft.of(id(i)).tag("kind:" + i % 3).tag("rank:" + (100 - i));
        store.create(i % 10 == 0 ? draft.tag("state:new").tag("extra:a b\u202e") : draft);
      }
      lsnBefore = store.lsn();
      store.setTag(id(0), "state:old");
      store.putContent(id(1), "\u00fc".getBytes(StandardCharsets.UTF_8));
      store.delete(id(49));
    }
  }

  @Test
  void shouldShowEntitiesWithTheirTagsAndTheTotalWhenPrinted() {
    Cli.Result result = ok("find", path, "state:old");

    assertEquals(
        List.of("e00  extra:a b\\u202e kind:0 rank:100 state:old", "1 entity as of lsn " + lsn()),
        result.out().lines().toList());
  }

  @Test
  void shouldSayThatThereIsNothingWithoutFailing() {
    Cli.Result result = ok("find", path, "state:never");

    assertEquals("0 entities as of lsn " + lsn(), result.out().strip());
    assertEquals("", ok("find", path, "state:never", "--json").out());
  }

  @Test
  void shouldShowTwentyAndHowToGoOnWhenThereAreMore() {
    List<String> found = new ArrayList<>();
    String out = ok("find", path, "*").out();
    int pages = 1;
    Matcher cursor = CURSOR.matcher(out);
    while (cursor.find()) {
      assertTrue(out.contains("20 of 49 entities"), out);
      collect(out, found);
      out = ok("find", path, "*", "--after", cursor.group(1)).out();
      cursor = CURSOR.matcher(out);
      pages++;
    }
    collect(out, found);

    assertEquals(3, pages);
    assertEquals(ids(49), found);
  }

  @Test
  void shouldWriteEveryEntityAsALineOfJsonWhenNoLimitIsGiven() {
    Cli.Result result = ok("find", path, "*", "--json");

    List<JsonNode> lines = lines(result);
    assertEquals(ids(49), lines.stream().map(line -> line.get("id").asString()).toList());
    assertEquals("\u00fc", lines.get(1).get("content").asString());
    assertTrue(lines.get(0).get("tags").has("state:old"), lines.get(0).toString());
    assertEquals("", result.err());
  }

  @Test
  void shouldSayOnStandardErrorHowToGoOnWhenJsonIsLimited() {
    Cli.Result first = ok("find", path, "*", "--json", "--limit", 30);
    Matcher cursor = CURSOR.matcher(first.err());
    assertTrue(cursor.find(), first.err());

    Cli.Result second = ok("find", path, "*", "--json", "--after", cursor.group(1));

    assertEquals(30, lines(first).size());
    assertEquals(19, lines(second).size());
    assertEquals("", second.err());
    assertEquals("e30", lines(second).getFirst().get("id").asString());
  }

  @Test
  void shouldOrderAsAskedFor() {
    assertEquals(List.of("e00", "e01"), found("*", "--sort", "created"));
    assertEquals(List.of("e48", "e47"), found("*", "--desc"));
    assertEquals(List.of("e01", "e00"), found("*", "--sort", "updated", "--desc"));
    assertEquals(List.of("e00", "e10"), found("*", "--sort", "tags", "--desc"));
    assertEquals(List.of("e48", "e47"), found("*", "--sort", "number:rank"));
    assertEquals(List.of("e00", "e01"), found("*", "--sort", "number:rank", "--desc"));
    // As texts, 100 comes before 52.
    assertEquals(List.of("e00", "e48"), found("*", "--sort", "value:rank"));
    List<EntityId> byId = new ArrayList<>();
    for (int i = 0; i < 49; i++) {
      byId.add(id(i));
    }
    byId.sort(null);
    assertEquals(
        byId.stream().limit(2).map(EntityId::toString).toList(), found("*", "--sort", "id"));
  }

  @Test
  void shouldLeaveOutWhatComesBeforeTheOffset() {
    assertEquals(List.of("e05", "e06"), found("*", "--offset", 5));
    assertEquals(List.of(), found("*", "--offset", 49));
  }

  @Test
  void shouldAnswerAsOfAMomentOfThePast() {
    String moment = "lsn:" + lsnBefore;
    assertEquals("1", ok("find", path, "state:old", "--count").out().strip());
    assertEquals("0", ok("find", path, "state:old", "--count", "--as-of", moment).out().strip());
    assertEquals("50", ok("find", path, "*", "--count", "--as-of", moment).out().strip());

    Cli.Result past = ok("find", path, "state:new", "--as-of", moment, "--json");
    assertEquals(5, lines(past).size());
    assertTrue(lines(past).getFirst().get("tags").has("state:new"));
  }

  @Test
  void shouldFindWhatEverWasWhenAskedForThat() {
    assertEquals("4", ok("find", path, "state:new", "--count").out().strip());
    assertEquals("5", ok("find", path, "state:new", "--count", "--ever").out().strip());
    assertEquals(
        "0",
        ok("find", path, "state:old", "--count", "--ever", "--as-of", "lsn:" + lsnBefore)
            .out()
            .strip());
  }

  @Test
  void shouldTellDeletedEntitiesFromOthers() {
    Cli.Result result = ok("find", path, "LIFECYCLE(deleted)");

    assertTrue(result.out().startsWith("e49 (deleted)  kind:1"), result.out());
  }

  @Test
  void shouldCountInJsonWhenAsked() {
    JsonNode count = ok("find", path, "kind:0", "--count", "--json").json();

    assertEquals(17, count.get("count").asLong());
    assertEquals(lsn(), count.get("lsn").asLong());
  }

  @Test
  void shouldCountTheValuesOfANamespaceTheMostFrequentFirst() {
    Cli.Result text = ok("find", path, "*", "--facets", "kind");
    List<JsonNode> json =
        lines(ok("find", path, "kind:0 OR rank:99", "--facets", "kind", "--json"));

    assertEquals(
        List.of("17  0", "16  1", "16  2"), text.out().lines().map(String::strip).toList());
    assertEquals("0", json.get(0).get("value").asString());
    assertEquals(17, json.get(0).get("count").asLong());
    assertEquals(1, json.get(1).get("count").asLong());
    assertEquals(2, json.size());
  }

  @Test
  void shouldCountNothingWhenNoTagHasTheNamespace() {
    assertEquals("", ok("find", path, "*", "--facets", "nothing").out());
  }

  @Test
  void shouldSayHowManyValuesAreLeftOutWhenFacetsAreLimited() {
    Cli.Result result = ok("find", path, "*", "--facets", "rank", "--limit", 3);

    assertEquals(4, result.out().lines().count());
    assertTrue(result.out().endsWith("and 46 more values\n"), result.out());
  }

  @Test
  void shouldShowThePlanWithCardinalities() {
    Cli.Result text = ok("find", path, "kind:0 AND state:new", "--explain");
    JsonNode json = ok("find", path, "kind:0 AND state:new", "--explain", "--json").json();

    assertTrue(text.out().lines().count() >= 3, text.out());
    assertTrue(text.out().lines().anyMatch(line -> line.matches(" +.*kind:0.*: 17")), text.out());
    assertTrue(json.has("step") && json.has("cardinality"), json.toString());
    assertTrue(json.get("inputs").size() > 0, json.toString());
  }

  @Test
  void shouldPointToTheMistakeWhenTheQueryIsNone() {
    Cli.Result result = Cli.run("find", path, "kind:0 AND (state:new");

    assertEquals(ExitCode.REFUSED, result.exitCode());
    List<String> lines = result.err().lines().toList();
    assertEquals(3, lines.size(), result.err());
    assertTrue(lines.get(0).startsWith("stela: expected"), result.err());
    assertEquals(
        "kind:0 AND (state:new".length(),
        lines.get(2).indexOf('^') - lines.get(1).indexOf("kind:0"),
        result.err());
    assertEquals("", result.out());
  }

  @Test
  void shouldRefuseWhatMeansNothing() {
    for (Object[] wrong :
        new Object[][] {
          {"find", path},
          {"find", path, "*", "--sort", "colour"},
          {"find", path, "*", "--limit", -1},
          {"find", path, "*", "--offset", -1},
          {"find", path, "*", "--after", "nonsense"},
          {"find", path, "*", "--count", "--facets", "kind"},
          {"find", path, "*", "--count", "--limit", 5},
          {"find", path, "*", "--count", "--sort", "id"},
          {"find", path, "*", "--facets", "kind", "--offset", 5},
          {"find", path, "*", "--facets", "kind", "--limit", -1},
          {"find", path, "*", "--as-of", "lsn:999999"},
          {"find", folder.resolve("nothing"), "*"}
        }) {
      Cli.Result result = Cli.run(wrong);
      assertEquals(ExitCode.REFUSED, result.exitCode(), result.out() + result.err());
      assertEquals("", result.out());
      assertFalse(result.err().isBlank());
    }
  }

  @Test
  void shouldListNamespacesWithTheirNumbersOfValuesAndTags() {
    Cli.Result text = ok("tags", path);
    List<JsonNode> json = lines(ok("tags", path, "--json"));

    assertEquals(
        List.of("values tags namespace", "1 5 extra", "3 49 kind", "49 49 rank", "2 5 state"),
        text.out().lines().map(line -> line.strip().replaceAll(" +", " ")).toList());
    assertEquals("{\"namespace\":\"state\",\"values\":2,\"tags\":5}", json.get(3).toString());
  }

  @Test
  void shouldListTagsWithoutANamespaceFirst() {
    in(store -> store.addTag(id(5), "plain"));

    Cli.Result text = ok("tags", path);
    JsonNode first = lines(ok("tags", path, "--json")).getFirst();

    assertEquals(
        "1 1 (none)", text.out().lines().skip(1).findFirst().get().strip().replaceAll(" +", " "));
    assertEquals("{\"namespace\":null,\"values\":1,\"tags\":1}", first.toString());
  }

  @Test
  void shouldListTheValuesOfANamespaceInTheirOrder() {
    assertEquals(
        List.of("4  new", "1  old"),
        ok("tags", path, "state").out().lines().map(String::strip).toList());
    assertEquals(
        List.of("{\"value\":\"new\",\"count\":5}"),
        ok("tags", path, "state", "--json", "--as-of", "lsn:" + lsnBefore).out().lines().toList());
    assertEquals("", ok("tags", path, "nothing").out());
  }

  @Test
  void shouldLeaveTheStoreAsItIs() {
    in(store -> {});
    long lsn = lsn();

    ok("find", path, "*");
    ok("tags", path);

    assertEquals(lsn, lsn());
  }

  private List<String> found(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("find", path));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--limit", 2, "--json"));
    return lines(ok(all.toArray())).stream().map(line -> line.get("id").asString()).toList();
  }

  private static Cli.Result ok(Object... arguments) {
    Cli.Result result = Cli.run(arguments);
    assertEquals(ExitCode.OK, result.exitCode(), result.out() + result.err());
    return result;
  }

  private static List<JsonNode> lines(Cli.Result result) {
    return result.out().lines().map(Json.MAPPER::readTree).toList();
  }

  private static void collect(String out, List<String> found) {
    out.lines()
        .filter(line -> line.startsWith("e"))
        .map(line -> line.substring(0, 3))
        .forEach(found::add);
  }

  private static List<String> ids(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(id(i).name());
    }
    return ids;
  }

  private static EntityId id(int i) {
    return EntityId.named("e%02d".formatted(i));
  }

  private long lsn() {
    long[] lsn = new long[1];
    in(store -> lsn[0] = store.lsn());
    return lsn[0];
  }

  private void in(Consumer<EntityStore> action) {
    try (EntityStore store = EntityStore.open(path, SampleStore.config())) {
      action.accept(store);
    }
  }
}
