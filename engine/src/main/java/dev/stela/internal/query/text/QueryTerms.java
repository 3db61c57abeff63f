package dev.stela.internal.query.text;

import dev.stela.internal.analysis.TextAnalyzer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The terms of a query's text, with their positions. Immutable; any thread. */
final class QueryTerms {
  private final List<byte[]> terms = new ArrayList<>();
  private final List<Integer> positions = new ArrayList<>();

  private QueryTerms() {}

  static QueryTerms of(TextAnalyzer analyzer, String text) {
    var found = new QueryTerms();
    analyzer.analyze(
        text,
        (term, length, position, start, end) -> {
          found.terms.add(Arrays.copyOf(term, length));
          found.positions.add(position);
        });
    return found;
  }

  int size() {
    return terms.size();
  }

  byte[] term(int index) {
    return terms.get(index);
  }

  /** Returns where the terms stand, counted from the first one. */
  int[] offsets() {
    return positions.stream().mapToInt(position -> position - positions.getFirst()).toArray();
  }

  /** Returns the index of the first term that is the same. */
  int first(int index) {
    for (int i = 0; i < index; i++) {
      if (Arrays.equals(terms.get(i), terms.get(index))) {
        return i;
      }
    }
    return index;
  }

  /** Returns how often a term is there. */
  int count(int index) {
    int count = 0;
    for (int i = 0; i < terms.size(); i++) {
      count += first(i) == first(index) ? 1 : 0;
    }
    return count;
  }
}
