package dev.stela.internal.index.text;

/** The cursor of a posting list of one document, which is in the term dictionary. One thread. */
final class SingleCursor extends PostingCursor {
  private final SegmentPostings postings;
  private final PositionReader positions;
  private Impacts impacts;
  private int document = -1;

  SingleCursor(SegmentPostings postings, PositionReader positions) {
    this.postings = postings;
    this.positions = positions;
  }

  @Override
  public int document() {
    return document;
  }

  @Override
  public int next() {
    document = document < 0 ? postings.singleDocument() : END;
    return document;
  }

  @Override
  public int advance(int target) {
    document =
        document < 0 && target <= postings.singleDocument() ? postings.singleDocument() : END;
    return document;
  }

  @Override
  public int frequency() {
    return (int) postings.occurrences();
  }

  @Override
  public int[] positions(int[] target) {
    int[] found = withRoom(target, frequency());
    if (positions == null) {
      found[0] = postings.singlePosition();
    } else {
      positions.read(0, frequency(), found);
    }
    return found;
  }

  @Override
  public int blockEnd(int target) {
    if (impacts == null) {
      impacts = new Impacts();
    }
    if (target <= postings.singleDocument()) {
      impacts.only(frequency(), postings.norm(postings.singleDocument()));
    } else {
      impacts.none();
    }
    return END;
  }

  @Override
  public int groupEnd(int target) {
    return blockEnd(target);
  }

  @Override
  public Impacts impacts() {
    return impacts;
  }
}
