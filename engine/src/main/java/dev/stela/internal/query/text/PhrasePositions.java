package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;

/** The positions of a phrase's terms in one document, read when they are asked for. One thread. */
final class PhrasePositions {
  /** Enough for most documents. */
  static final int ROOM = 32;

  private final PostingCursor[] cursors;
  private final int[][] positions;
  private final int[] counts;
  private final long[] readAt;
  private long documents;

  PhrasePositions(PostingCursor[] cursors) {
    this.cursors = cursors;
    this.positions = new int[cursors.length][ROOM];
    this.counts = new int[cursors.length];
    this.readAt = new long[cursors.length];
  }

  /** The cursors have moved on. */
  void newDocument() {
    documents++;
  }

  /** Returns the positions of a term, ascending. */
  int[] of(int term) {
    if (readAt[term] != documents) {
      readAt[term] = documents;
      counts[term] = cursors[term].frequency();
      positions[term] = cursors[term].positions(positions[term]);
    }
    return positions[term];
  }

  /** Returns how many positions a term has, which have been asked for. */
  int count(int term) {
    return counts[term];
  }
}
