package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Documents in which terms stand as in a phrase. One thread. */
final class PhraseNode extends Node {
  /** Blocks of lists so much longer than the shortest are not looked at. */
  private static final int MAX_RATIO = 4;

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
    for (Term term : terms) {
      if (term.postings(part) == null) {
        return null;
      }
    }
    List<Term> distinct =
        Arrays.stream(terms)
            .distinct()
            .sorted(Comparator.comparingInt(term -> term.postings(part).documents()))
            .toList();
    var cursors = new PostingCursor[distinct.size()];
    Arrays.setAll(cursors, i -> distinct.get(i).postings(part).cursor(true));
    return new PhraseMatcher(
        terms[0].field(part),
        cursors,
        bounds(part, cursors, distinct),
        weight,
        slop == 0
            ? exact(cursors, distinct)
            : new SloppyPhrase(cursors, indices(distinct), offsets, slop),
        distinct.getFirst().postings(part).documents());
  }

  /** A few documents of the rarest term are not worth knowing all blocks of a frequent one. */
  private BlockBounds[] bounds(int part, PostingCursor[] cursors, List<Term> distinct) {
    long rarest = distinct.getFirst().postings(part).documents();
    var bounds = new BlockBounds[cursors.length];
    for (int i = 0; i < bounds.length; i++) {
      if (slop > 0 || distinct.get(i).postings(part).documents() <= MAX_RATIO * rarest) {
        bounds[i] = new BlockBounds(cursors[i], weight);
      }
    }
    return bounds;
  }

  private PhraseCounter exact(PostingCursor[] cursors, List<Term> distinct) {
    int[] indices = indices(distinct);
    int[] order =
        IntStream.range(0, terms.length)
            .boxed()
            .sorted(Comparator.comparingInt(place -> indices[place]))
            .mapToInt(place -> place)
            .toArray();
    return new ExactPhrase(
        cursors,
        Arrays.stream(order).map(place -> indices[place]).toArray(),
        Arrays.stream(order).map(place -> offsets[place]).toArray());
  }

  private int[] indices(List<Term> distinct) {
    return Arrays.stream(terms).mapToInt(distinct::indexOf).toArray();
  }
}
