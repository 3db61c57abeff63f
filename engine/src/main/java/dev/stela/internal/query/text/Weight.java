package dev.stela.internal.query.text;

/**
 * What a term or a phrase is worth in one field. A score grows with the <em>strength</em> of an
 * occurrence, which is its frequency times a factor of the text's length: so the greatest strength
 * of a block tells its greatest score, to the last bit. Immutable; any thread.
 */
final class Weight {
  private final float weight;
  private final float[] lengthFactors;

  Weight(float weight, float[] lengthFactors) {
    this.weight = weight;
    this.lengthFactors = lengthFactors;
  }

  /** Returns the strength of so many occurrences in a text of a length. */
  float strength(float frequency, int norm) {
    return frequency * lengthFactors[norm];
  }

  /** Returns the score of a strength. */
  float score(float strength) {
    return weight - weight / (1f + strength);
  }
}
