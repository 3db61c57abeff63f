package dev.stela.internal.index.text;

/** Lets stress tests, which are in another package, leave out what protects a posting list. */
public final class StressPostings {
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
    var list = new ListAppender(terms.bytes());
    records.load(term, list);
    // Behind zeros, which it overwrites only after the end was published.
    var end = new ListAppender(terms.bytes());
    records.load(term, end);
    end.append(0);
    end.append(0);
    records.publish(records.lastDocument() + 1, 1, 0, end);
    list.append(1 << 1 | 1);
    list.append(0);
  }
}
