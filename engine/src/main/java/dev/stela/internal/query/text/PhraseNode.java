package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;
import java.util.Arrays;
import java.util.Comparator;

/** Documents in which terms stand as in a phrase. One thread. */
final class PhraseNode extends Node {
  private final Term[] terms;
  private final int[] offsets;
  private final int slop;
  private final Weight weight;

  /**
   * Creates one.
   *
   * @param terms in the order of the phrase, the same object for the same term
   * @param offsets where in the phrase they stand, ascending
   */
  PhraseNode(Term[] terms, int[] offsets, int slop, Weight weight) {
    this.terms = terms;
    this.offsets = offsets;
    this.slop = slop;
    this.weight = weight;
  }

  @Override
  Matcher matcher(int part) {
    var cursors = new PostingCursor[terms.length];
    long rarest = Long.MAX_VALUE;
    for (Term term : terms) {
      if (term.postings(part) == null) {
        return null;
      }
      rarest = Math.min(rarest, term.postings(part).documents());
    }
    for (int i = 0; i < terms.length; i++) {
      cursors[i] = terms[i].postings(part).cursor(true);
    }
    Integer[] order = rarestFirst(part);
    PostingCursor[] ordered = ordered(cursors, order);
    PhraseCounter counter =
        slop == 0
            ? new ExactPhrase(
                ordered, Arrays.stream(order).mapToInt(term -> offsets[term]).toArray())
            : new SloppyPhrase(cursors, offsets, groups(), slop);
    return new PhraseMatcher(terms[0].field(part), ordered, weight, counter, rarest);
  }

  private Integer[] rarestFirst(int part) {
    var order = new Integer[terms.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingInt(i -> terms[i].postings(part).documents()));
    return order;
  }

  private static PostingCursor[] ordered(PostingCursor[] cursors, Integer[] order) {
    var ordered = new PostingCursor[cursors.length];
    Arrays.setAll(ordered, i -> cursors[order[i]]);
    return ordered;
  }

  private int[] groups() {
    var groups = new int[terms.length];
    Arrays.setAll(groups, i -> Arrays.asList(terms).indexOf(terms[i]));
    return groups;
  }
}
