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

  /** Returns the least strength of at least a score; infinite if there is none. */
  float leastStrength(float score) {
    // Floats that are not negative are in the order of their bits.
    int low = 0;
    int high = Float.floatToIntBits(Float.POSITIVE_INFINITY);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (score(Float.intBitsToFloat(middle)) < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return Float.intBitsToFloat(low);
  }

  /** Returns the least frequency of at least a strength in a text of a length. */
  float leastFrequency(float strength, int norm) {
    float found = strength / lengthFactors[norm];
    // The quotient is rounded; the product tells.
    while (found > 0 && strength(Math.nextDown(found), norm) >= strength) {
      found = Math.nextDown(found);
    }
    while (strength(found, norm) < strength) {
      found = Math.nextUp(found);
    }
    return found;
  }
}
