package dev.stela.internal.query.text;

/**
 * Documents that follow on one another, with what they score so far: room that a matcher fills and
 * others thin out. One thread.
 */
final class Scored {
  /** How many documents there is room for: as many as a block of a posting list has. */
  static final int SIZE = 128;

  final int[] documents = new int[SIZE];
  final int[] frequencies = new int[SIZE];
  final int[] norms = new int[SIZE];

  /** Sums of scores: exact, and so the same in any order, unless scores are worlds apart. */
  final double[] sums = new double[SIZE];

  int size;

  /** The document to go on from, for those before have been looked at. */
  int next;
}
