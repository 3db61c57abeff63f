package dev.stela.internal.index.text;

/**
 * Looks for blocks and groups of a posting list ahead of its cursor, by what a segment says of
 * them, and for their impacts. One thread.
 */
final class BlockImpacts {
  private final CheckedBytes bytes;
  private final PostingBlocks blocks;
  private final Impacts impacts = new Impacts();
  // Where what the impacts are of is in the file; -1 if they are of nothing.
  private long impactsAt = -1;

  BlockImpacts(SegmentPostings postings) {
    this.bytes = postings.bytes();
    this.blocks = postings.blocks();
  }

  /** Looks for a block, as {@link PostingCursor#blockEnd}. */
  int blockEnd(int target) {
    if (!seek(target)) {
      return PostingCursor.END;
    }
    read(blocks.impacts());
    return blocks.isLast() ? PostingCursor.END : blocks.last();
  }

  /** Looks for a group, as {@link PostingCursor#groupEnd}. */
  int groupEnd(int target) {
    if (!seek(target)) {
      return PostingCursor.END;
    }
    read(blocks.groupImpacts());
    return blocks.isLastGroup() ? PostingCursor.END : blocks.lastOfGroup();
  }

  private boolean seek(int target) {
    boolean found = blocks.seek(target);
    if (!found) {
      impacts.none();
      impactsAt = -1;
    }
    return found;
  }

  private void read(long at) {
    if (impactsAt != at) {
      impacts.read(bytes, at);
      impactsAt = at;
    }
  }

  /** Returns the impacts of what was looked for last. */
  Impacts impacts() {
    return impacts;
  }
}
