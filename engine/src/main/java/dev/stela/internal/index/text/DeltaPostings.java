package dev.stela.internal.index.text;

/**
 * The posting list of a term of a delta, as far as it went when it was looked up. Any thread.
 *
 * @param published the end that was acquired, as {@link TermRecords#published}
 */
record DeltaPostings(DeltaField field, int term, long published) implements TermPostings {
  @Override
  public int documents() {
    return TermRecords.documents(published);
  }

  @Override
  public long occurrences() {
    return field.terms().records().occurrences(term);
  }

  @Override
  public PostingCursor cursor(boolean positions) {
    return new DeltaCursor(
        field.terms(),
        term,
        TermRecords.end(published),
        field.hasPositions(),
        field.firstDocument());
  }

  @Override
  public void addTo(PostingUnion union) {
    union.add(documents(), cursor(false));
  }
}
