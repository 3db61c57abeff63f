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
  private float leastScore = Float.NEGATIVE_INFINITY;
  private float leastStrength = Float.NEGATIVE_INFINITY;

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
  int collect(int from, HitSink sink) {
    float least = sink.least();
    int at = bounds.skip(from, strength(least));
    if (at == END) {
      return END;
    }
    fill(at, bounds.blockEnd(at), least, sink);
    Scored found = sink.scored();
    for (int i = 0; i < found.size; i++) {
      float score = (float) found.sums[i];
      if (score >= sink.least() && sink.counts(found.documents[i])) {
        sink.offer(found.documents[i], score);
      }
    }
    return found.next;
  }

  /** Whether they count is left for whoever uses them to ask, for few are left then. */
  @Override
  void fill(int from, int upTo, float least, HitSink sink) {
    Scored found = sink.scored();
    found.size = 0;
    found.next = candidate(from);
    if (found.next > upTo || found.next == END) {
      return;
    }
    int first = found.next;
    int taken = cursor.take(upTo, found.documents, found.frequencies);
    int last = found.documents[taken - 1];
    found.next = after(last);
    float weakest = strength(least);
    int frequent = frequent(found, taken, bounds.greatestFactor(first, last), weakest);
    field.norms(found.documents, frequent, found.norms);
    int kept = 0;
    for (int i = 0; i < frequent; i++) {
      float strength = weight.strength(found.frequencies[i], found.norms[i]);
      if (strength >= weakest) {
        found.documents[kept] = found.documents[i];
        found.sums[kept] = weight.score(strength);
        kept++;
      }
    }
    found.size = kept;
  }

  /** Leaves only documents that may be so strong if they are short: lengths are dearer to find. */
  private static int frequent(Scored found, int taken, float factor, float weakest) {
    if (factor >= weakest) {
      return taken;
    }
    int kept = 0;
    for (int i = 0; i < taken; i++) {
      int frequency = found.frequencies[i];
      found.documents[kept] = found.documents[i];
      found.frequencies[kept] = frequency;
      kept += frequency * factor >= weakest ? 1 : 0;
    }
    return kept;
  }

  @Override
  void retain(Scored found, float least) {
    found.size = intersect(found);
    addScores(found, least);
  }

  @Override
  void join(Scored found, float least) {
    int at = cursor.document();
    for (int i = 0; i < found.size; i++) {
      int document = found.documents[i];
      if (at < document) {
        at = cursor.advance(document);
      }
      found.frequencies[i] = at == document ? cursor.frequency() : 0;
    }
    addScores(found, least);
  }

  /** Adds what frequencies score, and leaves only documents that reach a sum with that. */
  private void addScores(Scored found, float least) {
    field.norms(found.documents, found.size, found.norms);
    int kept = 0;
    for (int i = 0; i < found.size; i++) {
      int frequency = found.frequencies[i];
      // With some parameters none of a thing is worth no number.
      float score = frequency > 0 ? weight.score(weight.strength(frequency, found.norms[i])) : 0;
      double sum = found.sums[i] + score;
      if (bound(sum) >= least) {
        found.documents[kept] = found.documents[i];
        found.sums[kept] = sum;
        kept++;
      }
    }
    found.size = kept;
  }

  /** Asked for again and again with the same score. */
  private float strength(float least) {
    if (least != leastScore) {
      leastScore = least;
      leastStrength = weight.leastStrength(least);
    }
    return leastStrength;
  }

  private int intersect(Scored found) {
    int both = 0;
    int at = cursor.document();
    for (int i = 0; i < found.size; i++) {
      int document = found.documents[i];
      if (at < document) {
        at = cursor.advance(document);
      }
      if (at == document) {
        found.documents[both] = document;
        found.sums[both] = found.sums[i];
        found.frequencies[both] = cursor.frequency();
        both++;
      }
    }
    return both;
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
  float roughMaxScore(int from, int upTo) {
    float strongest = bounds.roughly(from, upTo);
    return strongest < 0 ? NONE : weight.score(strongest);
  }

  @Override
  long cost() {
    return documents;
  }
}
