package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.Norms;
import dev.stela.internal.index.text.PostingCursor;
import java.util.Arrays;

/** The documents in which terms stand as in a phrase. One thread. */
final class PhraseMatcher extends Matcher {
  private static final float UNKNOWN = -1;

  private final FieldPart field;
  private final PostingCursor[] cursors;
  private final Weight weight;
  private final PhraseCounter counter;
  private final long cost;
  private final BlockBounds[] bounds;
  // Of each cursor, how strong its term is at most.
  private final double[] most;
  // By the norm of a document, how often the phrase has to occur in it.
  private final float[] needed;
  private float least = Float.NEGATIVE_INFINITY;
  private float leastStrength;
  private int document = -1;
  // How often the phrase has to occur in the document.
  private float occurrences;
  private int counted = -1;
  private float frequency;

  /**
   * Creates one.
   *
   * @param cursors the terms', that of the rarest first, with positions
   * @param bounds of each cursor, null if ranges need not be bounded by it
   * @param weight null if nobody asks for scores
   * @param counter counts with the same cursors
   * @param cost how many documents the rarest one has
   */
  PhraseMatcher(
      FieldPart field,
      PostingCursor[] cursors,
      BlockBounds[] bounds,
      Weight weight,
      PhraseCounter counter,
      long cost) {
    this.field = field;
    this.cursors = cursors;
    this.weight = weight;
    this.counter = counter;
    this.cost = cost;
    this.bounds = bounds;
    this.most = new double[cursors.length];
    this.needed = new float[Norms.COUNT];
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

  /**
   * Moves on to the next document that has all terms, from one on that has the first: and often
   * enough, before the others move.
   */
  private int meet(int from) {
    int target = from;
    while (target != END) {
      occurrences = needed(target);
      if (occurrences > 1 && !counter.mayRarestReach(occurrences)) {
        target = cursors[0].next();
        continue;
      }
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
    if (counted != asked) {
      // Positions can be read once only.
      counted = asked;
      frequency = count();
    }
    return frequency > 0;
  }

  /** Returns how often the phrase occurs; 0 as well if that is not often enough. */
  private float count() {
    if (weight == null) {
      return counter.occurs() ? 1 : 0;
    }
    // Each term is there once at least.
    boolean mayReach = occurrences <= 1 || counter.mayReach(occurrences);
    return mayReach ? counter.count(occurrences) : 0;
  }

  /** Returns how often the phrase has to occur in a document for the least score wanted. */
  private float needed(int inDocument) {
    if (least <= 0) {
      return 0;
    }
    int norm = norm(inDocument);
    if (needed[norm] == UNKNOWN) {
      needed[norm] = weight.leastFrequency(leastStrength, norm);
    }
    return needed[norm];
  }

  private int norm(int ofDocument) {
    return Norms.encode(field.length(ofDocument));
  }

  @Override
  float score() {
    return weight.score(weight.strength(frequency, norm(document)));
  }

  @Override
  int blockEnd(int target) {
    int end = END;
    for (BlockBounds bound : bounds) {
      end = bound == null ? end : Math.min(end, bound.blockEnd(target));
    }
    return end;
  }

  @Override
  float maxScore(int from, int upTo) {
    for (int i = 0; i < bounds.length; i++) {
      most[i] = bounds[i] == null ? Double.POSITIVE_INFINITY : bounds[i].strongest(from, upTo);
      if (most[i] < 0) {
        return NONE;
      }
    }
    return weight.score(bound(counter.most(most)));
  }

  @Override
  long cost() {
    return cost;
  }

  @Override
  void require(float newLeast) {
    if (newLeast > Math.max(least, 0)) {
      leastStrength = weight.leastStrength(newLeast);
      Arrays.fill(needed, UNKNOWN);
    }
    least = newLeast;
  }
}
