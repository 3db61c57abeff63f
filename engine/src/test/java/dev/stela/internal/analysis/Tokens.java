package dev.stela.internal.analysis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What analyzers make of texts, in a form to compare. */
final class Tokens {
  private Tokens() {}

  /** Returns each token as its term, its position and its place in the text. */
  static List<String> of(TextAnalyzer analyzer, String text) {
    List<String> tokens = new ArrayList<>();
    analyzer.analyze(
        text,
        (term, length, position, start, end) ->
            tokens.add(
                new String(term, 0, length, StandardCharsets.UTF_8)
                    + " @"
                    + position
                    + " "
                    + start
                    + "-"
                    + end));
    return tokens;
  }

  /** Returns the terms only. */
  static List<String> terms(TextAnalyzer analyzer, String text) {
    return of(analyzer, text).stream().map(t -> t.substring(0, t.lastIndexOf(" @"))).toList();
  }
}
