package dev.stela.internal.query.text;

import dev.stela.internal.index.text.TermPostings;

/** Documents that have a term. One thread. */
final class TermNode extends Node {
  private final Term term;
  private final Weight weight;

  TermNode(Term term, Weight weight) {
    this.term = term;
    this.weight = weight;
  }

  /** Returns how many documents have the term that stand. */
  int documents() {
    return term.documents();
  }

  @Override
  Matcher matcher(int part) {
    TermPostings postings = term.postings(part);
    return postings == null
        ? null
        : new TermMatcher(term.field(part), postings.cursor(false), weight, postings.documents());
  }
}
