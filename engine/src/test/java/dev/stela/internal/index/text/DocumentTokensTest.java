package dev.stela.internal.index.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.InvalidArgumentException;
import dev.stela.internal.analysis.TextAnalyzer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a document keeps of its tokens. */
class DocumentTokensTest {
  private final DocumentTokens tokens = new DocumentTokens();

  private void token(String term, int position) {
    byte[] utf8 = term.getBytes(StandardCharsets.UTF_8);
    tokens.token(utf8, utf8.length, position, 0, 0);
  }

  private String term(int token) {
    int start = tokens.termStart(token);
    return new String(tokens.bytes(), start, tokens.termEnd(token) - start, StandardCharsets.UTF_8);
  }

  @Test
  void shouldKeepFieldsApartWhenSomeAreEmpty() {
    tokens.begin(9);
    tokens.begin(4);
    token("über", 0);
    token("b", 3);
    tokens.begin(5);
    tokens.begin(1);
    token("c", 7);
    assertEquals(4, tokens.fields());
    int[] fields = {9, 4, 5, 1};
    int[] firsts = {0, 0, 2, 2};
    int[] ends = {0, 2, 2, 3};
    int[] lengths = {0, 2, 0, 1};
    for (int i = 0; i < 4; i++) {
      assertEquals(fields[i], tokens.field(i));
      assertEquals(firsts[i], tokens.firstToken(i));
      assertEquals(ends[i], tokens.endToken(i));
      assertEquals(lengths[i], tokens.length(i));
    }
    assertEquals("über", term(0));
    assertEquals("b", term(1));
    assertEquals("c", term(2));
    assertEquals(3, tokens.position(1));
    assertEquals(7, tokens.position(2));
  }

  @Test
  void shouldCountAPlaceOnceWhenItHasSeveralTerms() {
    tokens.begin(0);
    token("fast", 0);
    token("quick", 0);
    token("fox", 2);
    token("vulpes", 2);
    tokens.begin(1);
    token("fox", 2);
    assertEquals(2, tokens.length(0));
    assertEquals(1, tokens.length(1));
  }

  @Test
  void shouldBeEmptyWhenClearedAfterManyTokens() {
    assertTrue(tokens.isEmpty());
    for (int round = 0; round < 2; round++) {
      for (int field = 0; field < 10; field++) {
        tokens.begin(field);
        for (int i = 0; i < 40_000; i++) {
          token("word" + i, i);
        }
      }
      assertEquals("word39999", term(399_999));
      assertEquals("word7", term(200_007));
      assertEquals(7, tokens.position(200_007));
      tokens.clear();
      assertTrue(tokens.isEmpty());
      assertEquals(0, tokens.fields());
    }
    tokens.begin(0);
    token("a", 0);
    assertFalse(tokens.isEmpty());
    assertEquals("a", term(0));
  }

  @Test
  void shouldRefuseWhenThereAreTooManyTerms() {
    var term = new byte[TextAnalyzer.MAX_TERM_BYTES];
    tokens.begin(0);
    int most = DocumentTokens.MAX_BYTES / term.length;
    for (int i = 0; i < most; i++) {
      tokens.token(term, term.length, i, 0, 0);
    }
    assertThrows(InvalidArgumentException.class, () -> tokens.token(term, term.length, most, 0, 0));
  }
}
