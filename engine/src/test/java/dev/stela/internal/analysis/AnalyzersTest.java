package dev.stela.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.util.Version;
import org.junit.jupiter.api.Test;

class AnalyzersTest {
  @Test
  void shouldMakeOneTermWhenTheTextIsAKeyword() {
    TextAnalyzer keyword = Analyzers.named("keyword");
    assertEquals(List.of("Hash Map! @0 0-9"), Tokens.of(keyword, "Hash Map!"));
    assertEquals(List.of(), Tokens.of(keyword, ""));
    String longest = "é".repeat(TextAnalyzer.MAX_TERM_BYTES / 2) + "x";
    assertEquals(List.of(longest), Tokens.terms(keyword, longest));
    assertEquals(List.of(), Tokens.of(keyword, longest + "x"));
    assertEquals("Hash", keyword.normalize("Hash"));
  }

  @Test
  void shouldMakeTermsOfWhatStandsBetweenWhiteSpace() {
    TextAnalyzer whitespace = Analyzers.named("whitespace");
    assertEquals(
        List.of("Wi-Fi, @0 1-7", "日本 @1 8-10", "😀 @2 11-13"),
        Tokens.of(whitespace, " Wi-Fi,\u00A0日本\t😀\n"));
    assertEquals(List.of(), Tokens.of(whitespace, " \u3000\n"));
    String tooLong = "x".repeat(TextAnalyzer.MAX_TERM_BYTES + 1);
    assertEquals(List.of("a", "b"), Tokens.terms(whitespace, "a " + tooLong + " b"));
    assertTrue(Tokens.of(whitespace, "a " + tooLong + " b").get(1).startsWith("b @2 "));
    assertEquals("Wi-Fi", whitespace.normalize("Wi-Fi"));
  }

  @Test
  void shouldMakeTermsOfThePiecesOfWords() {
    TextAnalyzer ngram = Analyzers.named("ngram(2,3)");
    assertEquals(
        List.of(
            "ha @0 0-2",
            "has @0 0-3",
            "as @1 1-3",
            "ash @1 1-4",
            "sh @2 2-4",
            "a @4 5-6",
            "é😀 @6 7-10"),
        Tokens.of(ngram, "HAsh A É😀"));
    assertEquals("hash", ngram.normalize("HAsh"));
    assertEquals(List.of("a", "b"), Tokens.terms(Analyzers.named("ngram(1,1)"), "AB"));
    for (String name : List.of("ngram(0,1)", "ngram(3,2)", "ngram(1,33)")) {
      assertThrows(InvalidArgumentException.class, () -> Analyzers.named(name), name);
    }
  }

  @Test
  void shouldUseLucenesAnalyzersByTheirNames() {
    assertEquals(
        List.of("the @0 0-3", "hash @1 4-8", "maps @2 9-13"),
        Tokens.of(Analyzers.named("standard"), "The Hash-Maps"));
    assertEquals(
        List.of("hash @1 4-8", "map @4 16-20"),
        Tokens.of(Analyzers.named("english"), "The hash of the Maps"));
    assertEquals(List.of("haus"), Tokens.terms(Analyzers.named("german"), "die Häuser"));
    assertEquals(List.of("日本 @0 0-2", "本語 @1 1-3"), Tokens.of(Analyzers.named("cjk"), "日本語"));
    assertEquals("maps", Analyzers.named("english").normalize("MAPS"));
    assertEquals(List.of(), Tokens.of(Analyzers.named("standard"), ""));
  }

  @Test
  void shouldHaveAllAnalyzersThatTheListNames() {
    for (String name : LuceneNames.names().toList()) {
      TextAnalyzer analyzer = Analyzers.named(name);
      assertTrue(Tokens.of(analyzer, "1234 abcdefg").size() >= 1, name);
      assertEquals(name + " lucene=" + Version.LATEST, analyzer.identity());
    }
    assertTrue(LuceneNames.names().count() >= 40);
    // What the error says is the version which the build has.
    assertTrue(LuceneNames.ARTIFACTS.endsWith(":" + Version.LATEST), LuceneNames.ARTIFACTS);
  }

  @Test
  void shouldSayWhichAnalyzersThereAreWhenANameIsUnknown() {
    var error = assertThrows(InvalidArgumentException.class, () -> Analyzers.named("klingon"));
    assertTrue(error.getMessage().contains("analyzer=klingon names=keyword, whitespace, ngram"));
    assertTrue(error.getMessage().contains("english, "));
  }

  @Test
  void shouldGoOnWhenASinkHasThrown() {
    TextAnalyzer standard = Analyzers.named("standard");
    TokenSink broken =
        (term, length, position, start, end) -> {
          throw new InvalidArgumentException("full");
        };
    assertEquals(
        "full",
        assertThrows(InvalidArgumentException.class, () -> standard.analyze("a b", broken))
            .getMessage());
    assertEquals(List.of("c @0 0-1"), Tokens.of(standard, "c"));
  }

  @Test
  void shouldMakeTheSameTokensWhenManyThreadsAnalyze() throws Exception {
    TextAnalyzer english = Analyzers.named("english");
    String text = "Hash tables map keys to values. ".repeat(100);
    List<String> expected = Tokens.of(english, text);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<List<String>> task = () -> Tokens.of(english, text);
      List<Callable<List<String>>> tasks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        tasks.add(task);
      }
      for (Future<List<String>> tokens : threads.invokeAll(tasks)) {
        assertEquals(expected, tokens.get());
      }
    }
  }
}
