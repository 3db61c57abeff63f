package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.Norms;
import dev.stela.internal.index.text.PostingCursor;

/** The documents that have a term. One thread. */
final class TermMatcher extends Matcher {
  private final FieldPart field;
  private final PostingCursor cursor;
  private final Weight weight;
  private final int documents;
  private final BlockBounds bounds;

  TermMatcher(FieldPart field, PostingCursor cursor, Weight weight, int documents) {
    this.field = field;
    this.cursor = cursor;
    this.weight = weight;
    this.documents = documents;
    this.bounds = new BlockBounds(cursor, weight);
  }

  @Override
  int document() {
    return cursor.document();
  }

  @Override
  int next() {
    return cursor.next();
  }

  @Override
  int advance(int target) {
    return cursor.advance(target);
  }

  @Override
  boolean check(int document) {
    int at = cursor.document();
    return (at < document ? cursor.advance(document) : at) == document;
  }

  @Override
  float score() {
    int norm = Norms.encode(field.length(cursor.document()));
    return weight.score(weight.strength(cursor.frequency(), norm));
  }

  @Override
  int blockEnd(int target) {
    return bounds.blockEnd(target);
  }

  @Override
  float maxScore(int from, int upTo) {
    float strongest = bounds.strongest(from, upTo);
    return strongest < 0 ? NONE : weight.score(strongest);
  }

  @Override
  long cost() {
    return documents;
  }
}
