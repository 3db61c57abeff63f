package dev.stela.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Query;
import dev.stela.QuerySyntaxException;
import dev.stela.TextQuery;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the page on the language for searching to what it says: examples, answers, messages. */
class SearchLanguageTest {
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
  void shouldRefuseWithTheMessagesOfThePage() {
    int refused = 0;
    for (List<String> block : page.blocks("error")) {
      assertTrue(block.getFirst().startsWith("> "), block.getFirst());
      String text = block.getFirst().substring(2);
      var error = assertThrows(QuerySyntaxException.class, () -> TextQuery.parse(text), text);
      assertEquals(String.join("\n", block.subList(1, block.size())), error.getMessage());
      refused++;
    }
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
