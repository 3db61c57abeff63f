package dev.stela.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.Query;
import dev.stela.QuerySyntaxException;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.TextNotIndexedException;
import dev.stela.TextQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the page on the language for searching to what it says: examples, answers, messages. */
class SearchLanguageTest {
  @TempDir private Path folder;
  private final Page page = new Page("docs/search-language.md");

  SearchLanguageTest() throws IOException {}

  @Test
  void shouldParseTheExamples() {
    int parsed = 0;
    for (List<String> block : page.blocks("search")) {
      for (String line : block) {
        assertReadsWhatItWrites(line);
        parsed++;
      }
    }
    for (List<String> row : page.rows("| text | entities that have |")) {
      for (String text : Page.codes(row.getFirst())) {
        assertReadsWhatItWrites(text);
        parsed++;
      }
    }
    assertTrue(parsed >= 17, "examples are missing: " + parsed);
  }

  private static void assertReadsWhatItWrites(String text) {
    Query query = TextQuery.parse(text);
    assertEquals(query, TextQuery.parse(TextQuery.searchText(query)), text);
    assertEquals(query, Query.parse("TEXT(" + text + ")"), text);
    assertEquals(query, Query.parse(query.text()), text);
  }

  @Test
  void shouldReadTheTextsOfEachRowAsOneQuery() {
    int compared = 0;
    for (List<String> row : page.rows("| text | is read as |")) {
      assertEquals(
          TextQuery.parse(Page.code(row.get(1))),
          TextQuery.parse(Page.code(row.get(0))),
          row.get(0));
      compared++;
    }
    assertTrue(compared >= 26, "rows are missing: " + compared);
  }

  @Test
  void shouldFindWhatThePageSays() {
    String indexing = Page.code(page.line("A store whose fields are indexed by "));
    StoreConfig config = StoreConfig.builder().textIndexing(TextIndexing.parse(indexing)).build();
    try (EntityStore store = EntityStore.open(folder.resolve("store"), config)) {
      for (List<String> row : page.rows("| entity | tags | title | body | code |")) {
        store.create(
            EntityDraft.of(EntityId.named(Page.code(row.get(0))))
                .tag(Page.code(row.get(1)))
                .text("title", row.get(2))
                .text("body", row.get(3))
                .text("code", row.get(4)));
      }
      int asked = 0;
      for (List<String> row : page.rows("| search | finds |")) {
        String search = Page.code(row.get(0));
        Query query = TextQuery.parse(search);
        List<String> found = new ArrayList<>();
        store.search(query).ranked(10).forEach(hit -> found.add(hit.id().toString()));
        assertEquals(Page.codes(row.get(1)), found.stream().sorted().toList(), search);
        assertEquals(found.size(), store.search(query).count(), search);
        asked++;
      }
      assertTrue(asked >= 20, "searches are missing: " + asked);
      assertThrows(
          TextNotIndexedException.class,
          () -> store.search(TextQuery.parse("code:\"a b\"")).ranked(10));
    }
  }

  @Test
  void shouldRefuseWithTheMessagesOfThePage() {
    int refused = page.requireRefused(TextQuery::parse);
    assertTrue(refused >= 10, "errors are missing: " + refused);
  }

  @Test
  void shouldEscapeTheKeywords() {
    String line = page.line("Keywords: ");
    List<String> keywords = Page.codes(line.substring(0, line.indexOf('.')));
    assertEquals(List.of("AND", "OR", "NOT"), keywords);
    for (String keyword : keywords) {
      assertEquals("\\" + keyword, TextQuery.searchText(TextQuery.allWords(null, keyword)));
      assertThrows(QuerySyntaxException.class, () -> TextQuery.parse(keyword));
    }
    assertEquals("TO", TextQuery.searchText(TextQuery.parse("TO")));
  }
}
