package dev.stela.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void shouldPutTheCaretUnderThePosition() {
    assertEquals("abc\n ^", Excerpt.of("abc", 1));
    assertEquals("abc\n   ^", Excerpt.of("abc", 3));
    assertEquals("\n^", Excerpt.of("", 0));
  }

  @Test
  void shouldShowOneLineWhenThereAreSeveral() {
    String text = "one\r\ntwo\rthree\n\nfive\n";
    assertEquals("two\n ^", Excerpt.of(text, 6));
    assertEquals(2, Excerpt.line(text, 6));
    assertEquals("three\n^", Excerpt.of(text, 9));
    assertEquals(3, Excerpt.line(text, 9));
    assertEquals(5, Excerpt.line(text, 16));
    assertEquals("five\n    ^", Excerpt.of(text, text.length()));
    assertEquals(5, Excerpt.line(text, text.length()));
  }

  @Test
  void shouldCountColumnsAsTerminalsDo() {
    assertEquals("日e\u0301😀x\n     ^", Excerpt.of("日e\u0301😀x", 5));
    assertEquals("a b\uFFFDc\uFFFD\n    ^", Excerpt.of("a\tb\u0000c\uD83D", 4));
  }

  @Test
  void shouldCutWhenTheLineIsLong() {
    String text = "a".repeat(100) + "X" + "b".repeat(100);
    assertEquals(
        "…" + "a".repeat(50) + "X" + "b".repeat(25) + "…\n" + " ".repeat(51) + "^",
        Excerpt.of(text, 100));
    assertEquals("a".repeat(76) + "…\n^", Excerpt.of(text, 0));
    assertEquals("a".repeat(76) + "\n" + " ".repeat(76) + "^", Excerpt.of("a".repeat(76), 76));
  }
}
