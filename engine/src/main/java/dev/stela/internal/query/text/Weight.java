package dev.stela.internal.query.text;

import dev.stela.internal.index.text.Impacts;

/**
 * What a term or a phrase is worth in one field. A score grows with the <em>strength</em> of an
 * occurrence, which is its frequency times a factor of the text's length: so the greatest strength
 * of a block tells its greatest score, to the last bit. Immutable; any thread.
 */
final class Weight {
  private static final float MIN_NEAR = 1e-6f;
  private static final float MAX_NEAR = 1e6f;

  /** Within so many floats the rounding of a score mostly moves the strength that makes it. */
  private static final int NEAR = 64;

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

  /** Returns the greatest strength of documents with such impacts; 0 if there are none. */
  float strongest(Impacts impacts) {
    return impacts.strongest(lengthFactors);
  }

  /** Returns the greatest factor by which a frequency is multiplied in documents with impacts. */
  float greatestFactor(Impacts impacts) {
    return lengthFactors[impacts.leastNorm()];
  }

  /** Returns the score of a strength. */
  float score(float strength) {
    return weight - weight / (1f + strength);
  }

  /** Returns the smallest strength that scores so much; infinite if none does. */
  float leastStrength(float least) {
    if (!(least > 0)) {
      return Float.NEGATIVE_INFINITY;
    }
    // Where rounding leaves it, by the order that floats have as numbers.
    int low = 0;
    int high = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
    float near = least / (weight - least);
    if (near > MIN_NEAR && near < MAX_NEAR) {
      int bits = Float.floatToRawIntBits(near);
      low = score(Float.intBitsToFloat(bits - NEAR)) < least ? bits - NEAR : low;
      high = score(Float.intBitsToFloat(bits + NEAR)) >= least ? bits + NEAR : high;
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (score(Float.intBitsToFloat(middle)) < least) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Float.intBitsToFloat(high);
  }

  /**
   * Returns the least frequency of at least a strength in a text of a length; infinite if no score
   * is enough.
   */
  float leastFrequency(float strength, int norm) {
    if (strength == Float.POSITIVE_INFINITY) {
      // Great frequencies have products that are infinite as well: millions of floats.
      return strength;
    }
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
