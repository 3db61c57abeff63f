package dev.stela.internal.query.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A term that somebody may have meant. Immutable; any thread.
 *
 * @param distance how many edits it is away from what was said; 0 for a continuation
 * @param documents how many documents have it that stand
 */
public record SuggestedTerm(String term, int distance, int documents) {
  static final Comparator<SuggestedTerm> BEST_FIRST =
      Comparator.comparingInt(SuggestedTerm::distance)
          .thenComparing(SuggestedTerm::documents, Comparator.reverseOrder())
          .thenComparing(
              term -> term.term().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
}
