package dev.stela.internal.index.text;

/** Lets stress tests, which are in another package, leave out what protects a posting list. */
public final class StressPostings {
  private static final int POSTING_BYTES = 2;

  private StressPostings() {}

  /**
   * Appends a document, the one after the last of the list, and counts its posting before it is in
   * place.
   *
   * @param field that of a delta, with positions
   * @param utf8 a term that the field has
   * @param length how many bytes of it count
   */
  public static void append(FieldPart field, byte[] utf8, int length) {
    DeltaTerms terms = ((DeltaField) field).terms();
    TermRecords records = terms.records();
    int term = terms.find(TermHash.of(utf8, 0, length), utf8, 0, length);
    long published = records.published(term);
    int end = TermRecords.end(published);
    records.publish(term, end + POSTING_BYTES, TermRecords.documents(published) + 1);
    var list = new ListAppender(terms.bytes());
    list.resume(end, records.room(term), records.level(term));
    list.append(1 << 1 | 1);
    list.append(0);
  }
}
