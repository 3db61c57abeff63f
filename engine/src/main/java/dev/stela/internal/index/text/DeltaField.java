package dev.stela.internal.index.text;

/** A field of a delta. One thread writes, any thread reads without a lock. */
final class DeltaField implements FieldPart {
  private final int field;
  private final boolean positions;
  private final int firstDocument;
  private final DeltaDocuments documents;
  private final FieldLengths lengths;
  private final DeltaTerms terms;
  private final TermOrder order;
  private final PostingWriter writer;

  DeltaField(
      int field,
      boolean positions,
      int firstDocument,
      DeltaDocuments documents,
      Footprint heap,
      BytePages bytes) {
    this.field = field;
    this.positions = positions;
    this.firstDocument = firstDocument;
    this.documents = documents;
    this.lengths = new FieldLengths(heap);
    this.terms = new DeltaTerms(heap, bytes);
    this.order = new TermOrder(terms);
    this.writer = new PostingWriter(terms, positions);
  }

  /** Returns the lengths by the index of a document. */
  FieldLengths lengths() {
    return lengths;
  }

  DeltaTerms terms() {
    return terms;
  }

  int firstDocument() {
    return firstDocument;
  }

  /** Adds the postings of a document, by its index. Only the writer. */
  void append(DocumentTokens tokens, TokenGroups groups, int document, int length) {
    writer.append(tokens, groups, document, Norms.encode(length));
  }

  @Override
  public int field() {
    return field;
  }

  @Override
  public boolean hasPositions() {
    return positions;
  }

  @Override
  public FieldStatistics statistics() {
    return lengths.before(documents.count());
  }

  @Override
  public int length(int document) {
    return lengths.get(document - firstDocument);
  }

  @Override
  public void norms(int[] of, int count, int[] norms) {
    for (int i = 0; i < count; i++) {
      norms[i] = Norms.encode(length(of[i]));
    }
  }

  @Override
  public TermPostings find(byte[] term, int length) {
    int found = terms.find(TermHash.of(term, 0, length), term, 0, length);
    return found < 0 ? null : postings(found);
  }

  TermPostings postings(int term) {
    return new DeltaPostings(this, term, terms.records().published(term));
  }

  @Override
  public TermScan scan() {
    return new DeltaScan(this, order);
  }
}
