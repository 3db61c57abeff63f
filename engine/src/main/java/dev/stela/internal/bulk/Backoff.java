package dev.stela.internal.bulk;

import java.util.random.RandomGenerator;

/**
 * How long to wait before something that failed is tried again: twice as long each time, up to a
 * limit, and by chance up to a half less, so that those who failed together do not come back
 * together. Immutable; as many threads as the generator takes.
 */
final class Backoff {
  private final long firstNanos;
  private final long longestNanos;
  private final RandomGenerator random;

  Backoff(long firstNanos, long longestNanos, RandomGenerator random) {
    this.firstNanos = firstNanos;
    this.longestNanos = longestNanos;
    this.random = random;
  }

  /**
   * Returns a pause.
   *
   * @param attempt how many attempts have failed before the last one
   */
  long nanos(int attempt) {
    long pause = longestNanos;
    if (attempt < Long.SIZE && firstNanos <= longestNanos >> attempt) {
      pause = firstNanos << attempt;
    }
    return pause - random.nextLong(pause / 2 + 1);
  }
}
