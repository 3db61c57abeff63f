package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldStatistics;
import dev.stela.internal.index.text.Norms;

/**
 * The parameters of BM25 (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and
 * Beyond", 2009), calculated in floats in the same order as Lucene's {@code BM25Similarity}, so
 * that scores are the same. Immutable; any thread.
 *
 * @param k1 how fast the score of a term grows with how often it occurs; not negative, and finite
 * @param b how much the length of a text counts: 0 to 1
 */
public record Bm25(float k1, float b) {
  /** What is used where nothing is said. */
  public static final Bm25 DEFAULT = new Bm25(1.2f, 0.75f);

  private static final int NORMS = 256;

  /** Returns how much a term is worth that so many of so many documents have. */
  float rarity(long documents, long having) {
    // Of entities that are not active there may be documents although no document counts.
    return (float) Math.log(1 + (documents - having + 0.5) / (having + 0.5));
  }

  /** Returns, by norm, what the frequency of a term is multiplied by. */
  float[] lengthFactors(FieldStatistics field) {
    float average =
        field.documents() == 0 ? 1 : (float) (field.tokens() / (double) field.documents());
    var factors = new float[NORMS];
    for (int norm = 0; norm < NORMS; norm++) {
      factors[norm] = 1f / (k1 * ((1 - b) + b * Norms.decode(norm) / average));
    }
    return factors;
  }
}
