package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;

/**
 * The posting list of a term in a segment. Any thread.
 *
 * @param field the field it is of
 * @param documents how many documents are in it
 * @param occurrences how often they have the term in all
 * @param singleDocument the document, if it is only one
 * @param singlePosition its position, if the term occurs only once
 * @param positionsAt where the positions are, unless there is more than one block
 * @param documentsAt where the documents are, unless there is more than one block
 * @param end the end of the list
 */
record SegmentPostings(
    SegmentField field,
    int documents,
    long occurrences,
    int singleDocument,
    int singlePosition,
    long positionsAt,
    long documentsAt,
    long end)
    implements TermPostings {

  static SegmentPostings single(
      SegmentField field, int document, long occurrences, int position, long positionsAt) {
    return new SegmentPostings(
        field, 1, occurrences, document, position, positionsAt, positionsAt, positionsAt);
  }

  static SegmentPostings list(
      SegmentField field,
      int documents,
      long occurrences,
      long positionsAt,
      long documentsAt,
      long end) {
    return new SegmentPostings(
        field, documents, occurrences, -1, -1, positionsAt, documentsAt, end);
  }

  @Override
  public PostingCursor cursor(boolean positions) {
    if (documents > 1) {
      return new BlockCursor(this, positions ? new BlockPositions(bytes()) : null);
    }
    PositionReader reader = null;
    if (positions && occurrences > 1) {
      reader = new PositionReader(bytes());
      reader.begin(positionsAt, occurrences);
    }
    return new SingleCursor(this, reader);
  }

  @Override
  public void addTo(PostingUnion union) {
    if (documents == 1) {
      union.addSingle(field, singleDocument);
    } else if (documents <= BLOCK_DOCUMENTS) {
      union.addShort(field, documentsAt, documents);
    } else {
      union.addLong(this);
    }
  }

  CheckedBytes bytes() {
    return field.bytes();
  }

  /** Returns a walk over the blocks; null if there is only one. */
  PostingBlocks blocks() {
    return documents <= BLOCK_DOCUMENTS
        ? null
        : new PostingBlocks(bytes(), positionsAt, end, field.hasPositions(), beforeFirst());
  }

  /** Returns the number before the first one that a document may have. */
  int beforeFirst() {
    return field.firstDocument() - 1;
  }

  /** Returns how many documents the last block has. */
  int documentsOfLastBlock() {
    return (documents - 1) % BLOCK_DOCUMENTS + 1;
  }

  /** Returns the norm of a document. */
  int norm(int document) {
    return Norms.encode(field.length(document));
  }
}
