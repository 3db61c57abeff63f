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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the page on the query language to what it says: examples, answers, messages, keywords. */
class QueryLanguageTest {
  @TempDir private Path folder;
  private final Page page = new Page("docs/query-language.md");

  QueryLanguageTest() throws IOException {}

  @Test
  void shouldParseTheExamples() {
    int parsed = 0;
    for (List<String> block : page.blocks("query")) {
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
    for (List<String> row : page.rows("| text | is read as |")) {
      assertEquals(
          Query.parse(Page.code(row.get(1))), Query.parse(Page.code(row.get(0))), row.get(0));
      compared++;
    }
    assertTrue(compared >= 12, "rows are missing: " + compared);
  }

  @Test
  void shouldParseTheConditions() {
    int parsed = 0;
    for (List<String> row : page.rows("| text | entities that |")) {
      for (String condition : Page.codes(row.get(0))) {
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
      for (List<String> row : page.rows("| LSN | change |")) {
        assertEquals(Long.parseLong(row.get(0)), change(store, row.get(1)));
      }
      assertEquals(6, store.lsn());
      int asked = 0;
      for (List<String> row : page.rows("| query | finds |")) {
        String query = Page.code(row.get(0));
        try (Hits<EntityId> hits = store.search(query).ids()) {
          assertEquals(
              Page.codes(row.get(1)),
              hits.toList().stream().map(EntityId::toString).toList(),
              query);
        }
        asked++;
      }
      assertTrue(asked >= 30, "queries are missing: " + asked);
    }
  }

  @Test
  void shouldRefuseWithTheMessagesOfThePage() {
    int refused = page.requireRefused(Query::parse);
    assertTrue(refused >= 7, "errors are missing: " + refused);
  }

  @Test
  void shouldNameTheKeywordsAndNoOthers() {
    String line = page.line("Keywords: ");
    List<String> keywords = Page.codes(line);
    Pattern upperCase = Pattern.compile("\"([A-Z]+)\"");
    for (String grammar : page.blocks("ebnf").getFirst()) {
      Matcher word = upperCase.matcher(grammar);
      while (word.find()) {
        assertTrue(keywords.contains(word.group(1)), grammar);
      }
    }
    for (String keyword : keywords) {
      assertEquals('"' + keyword + '"', Query.tag(keyword).text());
      assertThrows(QuerySyntaxException.class, () -> Query.parse(keyword));
    }
    assertEquals(13, keywords.size());
    assertEquals("UNKNOWN", Query.tag("UNKNOWN").text());
  }

  private static long change(EntityStore store, String change) {
    List<String> names = Page.codes(change);
    if (change.startsWith("create")) {
      EntityDraft draft = EntityDraft.of(EntityId.named(names.getFirst()));
      names.subList(1, names.size()).forEach(draft::tag);
      return store.create(draft);
    }
    return change.startsWith("set")
        ? store.setTag(EntityId.named(names.get(1)), names.get(0))
        : store.delete(EntityId.named(names.getFirst()));
  }
}
