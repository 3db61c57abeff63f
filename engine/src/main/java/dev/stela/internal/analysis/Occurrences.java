package dev.stela.internal.analysis;

import dev.stela.TextQuery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what some queries look for in texts of one field. One thread. */
final class Occurrences implements TokenSink {
  private final TextSchema.Field field;
  private final Map<ByteBuffer, Integer> words = new HashMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private final List<PhraseSearch> phrases = new ArrayList<>();
  private List<Occurrence> found = new ArrayList<>();
  private int sought;

  /** Terms that are found by what they are like. */
  private record Rule(TermRule terms, int sought) {}

  Occurrences(TextSchema.Field field) {
    this.field = field;
  }

  /** Looks for one thing more. */
  void lookFor(TextQuery leaf) {
    switch (leaf) {
      case TextQuery.Words wanted ->
          field
              .analyzer()
              .analyze(
                  wanted.words(),
                  (term, length, position, start, end) ->
                      words.computeIfAbsent(
                          ByteBuffer.wrap(Arrays.copyOf(term, length)), key -> sought++));
      case TextQuery.Phrase phrase -> {
        // Without positions nothing is found by a phrase.
        if (field.positions()) {
          var search = new PhraseSearch(phrase.slop(), sought);
          field.analyzer().analyze(phrase.words(), search::lookFor);
          sought += search.places();
          phrases.add(search);
        }
      }
      default -> rules.add(new Rule(TermRule.of(leaf, field.analyzer()), sought++));
    }
  }

  /** Returns where a text has what is looked for, in the order of the text. */
  List<Occurrence> in(String text) {
    found = new ArrayList<>();
    if (sought > 0) {
      field.analyzer().analyze(text, this);
      phrases.forEach(phrase -> found.addAll(phrase.found()));
      found.sort(Comparator.comparingInt(Occurrence::start).thenComparingInt(Occurrence::end));
    }
    return found;
  }

  @Override
  public void token(byte[] term, int length, int position, int start, int end) {
    if (start >= end) {
      // Nothing of the text: a filter may make terms of their own.
      return;
    }
    Integer word = words.isEmpty() ? null : words.get(ByteBuffer.wrap(term, 0, length));
    if (word != null) {
      found.add(new Occurrence(word, start, end));
    }
    for (Rule rule : rules) {
      if (rule.terms().matches(term, length)) {
        found.add(new Occurrence(rule.sought(), start, end));
      }
    }
    for (PhraseSearch phrase : phrases) {
      phrase.token(term, length, position, start, end);
    }
  }
}
