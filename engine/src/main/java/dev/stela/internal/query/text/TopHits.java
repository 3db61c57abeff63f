package dev.stela.internal.query.text;

import java.util.Arrays;

/**
 * The best of many hits: by score, the highest first, then by ordinal. A heap with the worst on top
 * that never grows over its limit. One thread.
 */
public final class TopHits {
  private final int limit;
  private float[] scores;
  private int[] ordinals;
  private int size;

  /** Keeps {@code limit} hits, at least one. */
  public TopHits(int limit) {
    this.limit = limit;
    int capacity = Math.min(limit, 64);
    this.scores = new float[capacity];
    this.ordinals = new int[capacity];
  }

  /** Returns how many there are. */
  public int size() {
    return size;
  }

  /** Returns the score of a hit, which is of use after {@link #sort}. */
  public float score(int index) {
    return scores[index];
  }

  /** Returns the ordinal of a hit, which is of use after {@link #sort}. */
  public int ordinal(int index) {
    return ordinals[index];
  }

  /** Tells whether a hit without a score may still be among the best. */
  public boolean takesZero() {
    return size < limit || scores[0] == 0;
  }

  /** Returns the ordinals of all hits. */
  public int[] ordinals() {
    return Arrays.copyOf(ordinals, size);
  }

  /**
   * Returns the least score with which a hit may be among the best.
   *
   * @param leastOrdinal none that comes has a smaller ordinal
   */
  float least(int leastOrdinal) {
    if (size < limit) {
      return Float.NEGATIVE_INFINITY;
    }
    return leastOrdinal > ordinals[0] ? Math.nextUp(scores[0]) : scores[0];
  }

  /** Adds a hit unless there are enough better ones; tells whether it was added. */
  public boolean offer(float score, int ordinal) {
    if (size < limit) {
      if (size == scores.length) {
        int length = (int) Math.min(limit, size * 2L);
        scores = Arrays.copyOf(scores, length);
        ordinals = Arrays.copyOf(ordinals, length);
      }
      siftUp(size++, score, ordinal);
      return true;
    }
    if (!isWorse(0, score, ordinal)) {
      return false;
    }
    siftDown(size, score, ordinal);
    return true;
  }

  /** Sorts the hits, the best first; nothing can be added any more. */
  public void sort() {
    for (int end = size - 1; end > 0; end--) {
      float worst = scores[0];
      int ordinal = ordinals[0];
      siftDown(end, scores[end], ordinals[end]);
      scores[end] = worst;
      ordinals[end] = ordinal;
    }
  }

  /** Tells whether the hit at an index is worse than another one. */
  private boolean isWorse(int index, float score, int ordinal) {
    return scores[index] < score || scores[index] == score && ordinals[index] > ordinal;
  }

  private void siftUp(int from, float score, int ordinal) {
    int at = from;
    while (at > 0) {
      int parent = at - 1 >>> 1;
      if (isWorse(parent, score, ordinal)) {
        break;
      }
      scores[at] = scores[parent];
      ordinals[at] = ordinals[parent];
      at = parent;
    }
    scores[at] = score;
    ordinals[at] = ordinal;
  }

  /** Puts a hit in the place of the top of a heap of so many. */
  private void siftDown(int count, float score, int ordinal) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      // Also when twice the place is more than an int holds.
      if (child < 0 || child >= count) {
        break;
      }
      if (child + 1 < count && isWorse(child + 1, scores[child], ordinals[child])) {
        child++;
      }
      if (!isWorse(child, score, ordinal)) {
        break;
      }
      scores[at] = scores[child];
      ordinals[at] = ordinals[child];
      at = child;
    }
    scores[at] = score;
    ordinals[at] = ordinal;
  }
}
