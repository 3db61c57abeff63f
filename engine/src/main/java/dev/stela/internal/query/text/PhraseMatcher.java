package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.Norms;
import dev.stela.internal.index.text.PostingCursor;

/** The documents in which terms stand as in a phrase. One thread. */
final class PhraseMatcher extends Matcher {
  private final FieldPart field;
  private final PostingCursor[] cursors;
  private final Weight weight;
  private final PhraseCounter counter;
  private final long cost;
  private final BlockBounds[] bounds;
  private float least = Float.NEGATIVE_INFINITY;
  private int document = -1;
  private int counted = -1;
  private float frequency;

  /**
   * Creates one.
   *
   * @param cursors the terms', that of the rarest first, with positions
   * @param counter counts with the same cursors
   * @param cost how many documents the rarest one has
   */
  PhraseMatcher(
      FieldPart field, PostingCursor[] cursors, Weight weight, PhraseCounter counter, long cost) {
    this.field = field;
    this.cursors = cursors;
    this.weight = weight;
    this.counter = counter;
    this.cost = cost;
    this.bounds = new BlockBounds[cursors.length];
    for (int i = 0; i < cursors.length; i++) {
      bounds[i] = new BlockBounds(cursors[i], weight);
    }
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int next() {
    return meet(cursors[0].next());
  }

  @Override
  int advance(int target) {
    int at = cursors[0].document();
    return meet(at < target ? cursors[0].advance(target) : at);
  }

  /** Moves on to the next document that has all terms, from one on that has the first. */
  private int meet(int from) {
    int target = from;
    while (target != END) {
      int found = target;
      for (int i = 1; i < cursors.length && found == target; i++) {
        int at = cursors[i].document();
        found = at < target ? cursors[i].advance(target) : at;
      }
      if (found == target) {
        break;
      }
      target = found == END ? END : cursors[0].advance(found);
    }
    document = target;
    return target;
  }

  @Override
  boolean check(int asked) {
    if (document < asked) {
      advance(asked);
    }
    if (document != asked) {
      return false;
    }
    if (least > 0 && weight.score(strength(counter.most())) < least) {
      return false;
    }
    if (counted != asked) {
      // Positions can be read once only.
      counted = asked;
      frequency = counter.count();
    }
    return frequency > 0;
  }

  private float strength(float occurrences) {
    return weight.strength(occurrences, Norms.encode(field.length(document)));
  }

  @Override
  float score() {
    return weight.score(strength(frequency));
  }

  @Override
  int blockEnd(int target) {
    int end = END;
    for (BlockBounds bound : bounds) {
      end = Math.min(end, bound.blockEnd(target));
    }
    return end;
  }

  @Override
  float maxScore(int from, int upTo) {
    boolean sums = counter.mostIsSum();
    double found = sums ? 0 : Double.POSITIVE_INFINITY;
    for (BlockBounds bound : bounds) {
      float strongest = bound.strongest(from, upTo);
      if (strongest < 0) {
        return NONE;
      }
      found = sums ? found + strongest : Math.min(found, strongest);
    }
    return weight.score(sums ? bound(found) : (float) found);
  }

  @Override
  long cost() {
    return cost;
  }

  @Override
  void require(float newLeast) {
    least = newLeast;
  }
}
