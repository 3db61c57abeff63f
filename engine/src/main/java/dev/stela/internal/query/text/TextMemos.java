package dev.stela.internal.query.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stela.internal.index.text.FieldStatistics;
import dev.stela.internal.index.text.TextPart;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** What queries have found out about the parts of a store's text index. Any thread. */
public final class TextMemos {
  private final AtomicReference<Parts> parts = new AtomicReference<>();
  private final Map<Integer, Factors> factors = new ConcurrentHashMap<>();

  /** The factors of a field with such statistics. */
  private record Factors(FieldStatistics statistics, Bm25 similarity, float[] byNorm) {}

  /** Returns the factors of lengths; whoever has asked last for others has them made anew. */
  float[] lengthFactors(int field, FieldStatistics statistics, Bm25 similarity) {
    Factors known = factors.get(field);
    if (known == null
        || !known.statistics.equals(statistics)
        || !known.similarity.equals(similarity)) {
      known = new Factors(statistics, similarity, similarity.lengthFactors(statistics));
      factors.put(field, known);
    }
    return known.byNorm;
  }

  PartMemo of(TextPart part) {
    Parts known = parts.get();
    if (known == null) {
      parts.compareAndSet(null, new Parts());
      known = parts.get();
    }
    return known.memos.get(part, unknown -> new PartMemo());
  }

  /**
   * Made by the first query of a text: a store that indexes none opens without the cache's classes.
   */
  private static final class Parts {
    // Parts are told apart by identity, and forgotten with it.
    private final Cache<TextPart, PartMemo> memos = Caffeine.newBuilder().weakKeys().build();
  }
}
