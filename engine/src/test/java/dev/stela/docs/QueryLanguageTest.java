package dev.stela.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Hits;
import dev.stela.Query;
import dev.stela.QuerySyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the page on the query language to what it says: examples, answers, messages, keywords. */
class QueryLanguageTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @TempDir private Path folder;
  private final List<String> page = Docs.lines("docs/query-language.md");

  QueryLanguageTest() throws IOException {}

  @Test
  void shouldParseTheExamples() {
    int parsed = 0;
    for (List<String> block : blocks("query")) {
      for (String line : block) {
        Query query = Query.parse(line);
        assertEquals(query, Query.parse(query.text()), line);
        parsed++;
      }
    }
    assertTrue(parsed >= 8, "examples are missing: " + parsed);
  }

  @Test
  void shouldReadTheTextsOfEachRowAsOneQuery() {
    int compared = 0;
    for (List<String> row : rows("| text | is read as |")) {
      assertEquals(Query.parse(code(row.get(1))), Query.parse(code(row.get(0))), row.get(0));
      compared++;
    }
    assertTrue(compared >= 12, "rows are missing: " + compared);
  }

  @Test
  void shouldParseTheConditions() {
    int parsed = 0;
    for (List<String> row : rows("| text | entities that |")) {
      for (String condition : codes(row.get(0))) {
        Query.parse(
            condition.replace("from, to", "*, *").replace("moment", "7").replace("query", "a"));
        parsed++;
      }
    }
    assertTrue(parsed >= 20, "conditions are missing: " + parsed);
  }

  @Test
  void shouldFindWhatThePageSays() {
    try (EntityStore store = EntityStore.open(folder.resolve("store"))) {
      for (List<String> row : rows("| LSN | change |")) {
        assertEquals(Long.parseLong(row.get(0)), change(store, row.get(1)));
      }
      assertEquals(6, store.lsn());
      int asked = 0;
      for (List<String> row : rows("| query | finds |")) {
        String query = code(row.get(0));
        try (Hits<EntityId> hits = store.search(query).ids()) {
          assertEquals(
              codes(row.get(1)), hits.toList().stream().map(EntityId::toString).toList(), query);
        }
        asked++;
      }
      assertTrue(asked >= 30, "queries are missing: " + asked);
    }
  }

  @Test
  void shouldRefuseWithTheMessagesOfThePage() {
    int refused = 0;
    for (List<String> block : blocks("error")) {
      assertTrue(block.getFirst().startsWith("> "), block.getFirst());
      String text = block.getFirst().substring(2);
      var error = assertThrows(QuerySyntaxException.class, () -> Query.parse(text), text);
      assertEquals(String.join("\n", block.subList(1, block.size())), error.getMessage());
      refused++;
    }
    assertTrue(refused >= 7, "errors are missing: " + refused);
  }

  @Test
  void shouldNameTheKeywordsAndNoOthers() {
    String line = page.stream().filter(l -> l.startsWith("Keywords: ")).findFirst().orElseThrow();
    List<String> keywords = codes(line);
    Pattern upperCase = Pattern.compile("\"([A-Z]+)\"");
    for (String grammar : blocks("ebnf").getFirst()) {
      Matcher word = upperCase.matcher(grammar);
      while (word.find()) {
        assertTrue(keywords.contains(word.group(1)), grammar);
      }
    }
    for (String keyword : keywords) {
      assertEquals('"' + keyword + '"', Query.tag(keyword).text());
      assertThrows(QuerySyntaxException.class, () -> Query.parse(keyword));
    }
    assertEquals(12, keywords.size());
    assertEquals("UNKNOWN", Query.tag("UNKNOWN").text());
  }

  private static long change(EntityStore store, String change) {
    List<String> names = codes(change);
    if (change.startsWith("create")) {
      EntityDraft draft = EntityDraft.of(EntityId.named(names.getFirst()));
      names.subList(1, names.size()).forEach(draft::tag);
      return store.create(draft);
    }
    return change.startsWith("set")
        ? store.setTag(EntityId.named(names.get(1)), names.get(0))
        : store.delete(EntityId.named(names.getFirst()));
  }

  private List<List<String>> blocks(String kind) {
    List<List<String>> blocks = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      if (page.get(i).equals("```" + kind)) {
        int end = i + 1;
        while (!page.get(end).equals("```")) {
          end++;
        }
        blocks.add(page.subList(i + 1, end));
        i = end;
      }
    }
    return blocks;
  }

  /** Returns the rows of all tables with a heading, without their rulers. */
  private List<List<String>> rows(String heading) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      if (page.get(i).equals(heading)) {
        for (i += 2; i < page.size() && page.get(i).startsWith("|"); i++) {
          String[] cells = page.get(i).split("\\|", -1);
          rows.add(List.of(cells[1].strip(), cells[2].strip()));
        }
      }
    }
    assertTrue(!rows.isEmpty(), "no table: " + heading);
    return rows;
  }

  private static String code(String cell) {
    return codes(cell).getFirst();
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(result -> result.group(1)).toList();
  }
}
