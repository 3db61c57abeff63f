package dev.stela.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void shouldSplitWhereAWordBeginsInCamelCase() {
    assertEquals("concurrent hash map", Words.ofIdentifier("ConcurrentHashMap"));
    assertEquals("concurrent hash map node", Words.ofIdentifier("ConcurrentHashMap$Node"));
    assertEquals("http server", Words.ofIdentifier("HTTPServer"));
    assertEquals("to utf8 bytes", Words.ofIdentifier("toUTF8Bytes"));
    assertEquals("max value", Words.ofIdentifier("MAX_VALUE"));
    assertEquals("1", Words.ofIdentifier("$1"));
    assertEquals("", Words.ofIdentifier("$_"));
  }

  @Test
  void shouldFindNothingButLettersAndDigitsInAText() {
    assertEquals(List.of("put", "if", "absent"), Words.of("put if, Absent"));
    assertEquals(List.of("reviewed"), Words.of("reviewed \u2014 \u2713"));
    assertEquals(List.of(), Words.of(" \u2014 "));
  }
}
