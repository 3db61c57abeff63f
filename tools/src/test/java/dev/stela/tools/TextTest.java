package dev.stela.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void shouldEscapeWhatATerminalWouldObey() {
    assertEquals("a\\u001b[31mb\\n\\t\\u202e", Text.printable("a\u001b[31mb\n\t\u202e"));
    assertEquals("\u00dcbung \ud83d\ude80", Text.printable("\u00dcbung \ud83d\ude80"));
  }

  @Test
  void shouldTellTheWholeLengthWhenATextIsCut() {
    assertEquals("abc", Text.excerpt("abc", 3));
    assertEquals("abc... (4 characters)", Text.excerpt("abcd", 3));
  }

  @Test
  void shouldChooseTheUnitThatSuitsADuration() {
    assertEquals("9,999 ns", Text.duration(9_999));
    assertEquals("12.3 us", Text.duration(12_345));
    assertEquals("12.3 ms", Text.duration(12_345_678));
    assertEquals("12.35 s", Text.duration(12_345_678_901L));
  }
}
