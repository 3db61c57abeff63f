package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.TermPostings;

/** A term of a field in all parts of the index. One thread. */
final class Term {
  private static final int UNKNOWN = -1;

  private final Frequencies frequencies;
  private final int field;
  private final byte[] bytes;
  private final FieldPart[] fields;
  private final TermPostings[] postings;
  private int documents = UNKNOWN;

  private Term(
      Frequencies frequencies,
      int field,
      byte[] bytes,
      FieldPart[] fields,
      TermPostings[] postings) {
    this.frequencies = frequencies;
    this.field = field;
    this.bytes = bytes;
    this.fields = fields;
    this.postings = postings;
  }

  /** Looks a term up; the bytes must not be changed. */
  static Term find(TextMoment moment, Frequencies frequencies, int field, byte[] term) {
    var fields = new FieldPart[moment.parts()];
    var postings = new TermPostings[fields.length];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = moment.field(i, field);
      if (fields[i] != null) {
        postings[i] = fields[i].find(term, term.length);
      }
    }
    return new Term(frequencies, field, term, fields, postings);
  }

  /** Returns how many documents have it that stand. */
  int documents() {
    if (documents == UNKNOWN) {
      documents = 0;
      for (int i = 0; i < postings.length; i++) {
        if (postings[i] != null) {
          documents += frequencies.of(i, field, bytes, postings[i]);
        }
      }
    }
    return documents;
  }

  /** Returns its field in a part; null if that is not there. */
  FieldPart field(int part) {
    return fields[part];
  }

  /** Returns its posting list in a part; null if there is none. */
  TermPostings postings(int part) {
    return postings[part];
  }
}
