package dev.stela.jmh;

import java.util.SplittableRandom;

/**
 * Words of a language that nobody speaks: the nth is about n times less frequent than the first,
 * and frequent ones are short. Immutable; any thread.
 */
final class ZipfWords {
  /** How many there are. */
  static final int COUNT = 200_000;

  private static final String[] SYLLABLES = {
    "ba", "ko", "ri", "te", "lu", "mon", "sa", "vi", "der", "pa", "no", "gel", "ti", "ma", "ur",
    "sen"
  };

  /** Returns the word of a rank from 1 on: another for each. */
  String word(int rank) {
    StringBuilder word = new StringBuilder();
    for (int rest = rank; rest > 0; rest /= SYLLABLES.length + 1) {
      int digit = rest % (SYLLABLES.length + 1);
      word.append(digit == 0 ? "xi" : SYLLABLES[digit - 1]);
    }
    return word.toString();
  }

  /** Returns a rank: of a uniform logarithm, which is Zipf's law with the exponent 1. */
  int rank(SplittableRandom random) {
    return (int) Math.pow(COUNT, random.nextDouble());
  }

  /** Returns some words. */
  String text(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(word(rank(random)));
    }
    return text.toString();
  }
}
