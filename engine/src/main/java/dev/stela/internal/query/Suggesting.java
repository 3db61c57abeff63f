package dev.stela.internal.query;

import dev.stela.internal.query.text.Standing;
import dev.stela.internal.query.text.SuggestedTerm;
import dev.stela.internal.query.text.TextMatching;
import dev.stela.internal.text.TextReading;
import java.util.List;
import java.util.function.Function;

/** Finds terms of the text index that somebody may have meant, as of one LSN. One thread. */
public final class Suggesting {
  private final Indexes indexes;
  private final long lsn;

  /** Asks as of a visible LSN. */
  public Suggesting(Indexes indexes, long lsn) {
    this.indexes = indexes;
    this.lsn = lsn;
  }

  /** Returns terms that begin so, the most frequent first. */
  public List<SuggestedTerm> completions(String field, String prefix, int limit) {
    return matching(matching -> matching.completions(field, prefix, limit));
  }

  /** Returns terms that are spelled almost so, the nearest first, then the most frequent. */
  public List<SuggestedTerm> corrections(String field, String word, int limit) {
    return matching(matching -> matching.corrections(field, word, limit));
  }

  private List<SuggestedTerm> matching(Function<TextMatching, List<SuggestedTerm>> question) {
    try (TextReading reading = indexes.texts().read()) {
      return question.apply(indexes.texts().matching(reading, lsn, Standing.NOW, null));
    }
  }
}
