package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;

/**
 * Walks over the documents of one part that may match a part of a query: first over candidates,
 * which cost little; whether one matches is {@link #check checked} afterwards. One thread.
 */
abstract class Matcher {
  /** The document behind the last one. */
  static final int END = PostingCursor.END;

  /** No document of a range can match. */
  static final float NONE = -1;

  /** Covers the rounding of sums that are made in another order than scores. */
  private static final double SLACK = 1 + 1e-12;

  /** More than the rounding of a float may change. */
  private static final double UNCERTAIN = 1e-7;

  /** Returns the candidate; -1 before the first, {@link #END} behind the last. */
  abstract int document();

  /** Moves to the next candidate and returns it. */
  abstract int next();

  /** Moves to the first candidate from {@code target} on, which is after the present one. */
  abstract int advance(int target);

  /**
   * Tells whether a document matches, and the same if it is asked again. Moves on to it if it is
   * ahead.
   *
   * @param document the candidate, or any one that is not before it nor before the last one asked
   *     about
   */
  abstract boolean check(int document);

  /** Returns the score of the document that was checked last, and matches. */
  abstract float score();

  /**
   * Looks for the end of the range, from {@code target} on, of which bounds are known best.
   *
   * @param target not less than the last one
   */
  abstract int blockEnd(int target);

  /**
   * Returns a score that no document of a range exceeds; {@link #NONE} if none of it can match.
   *
   * @param from after all ranges asked about before, and not before the candidate
   */
  abstract float maxScore(int from, int upTo);

  /**
   * As {@link #maxScore}, but may be far too high, for it costs little; the same range may be asked
   * about again.
   */
  float roughMaxScore(int from, int upTo) {
    return Float.POSITIVE_INFINITY;
  }

  /** Returns about how many candidates there are. */
  abstract long cost();

  /** All candidates will be asked for: what is read bit by bit otherwise may be read at once. */
  void expectAll() {}

  /**
   * From now on documents with a lower score need not match, and the least score only grows. Not
   * all matchers care.
   */
  void require(float least) {}

  /**
   * Hands a range of documents that match to a sink, but for such that score less than it wants. A
   * walk over documents one by one is at an end once this has been asked for.
   *
   * @param from where the range begins: behind all ranges before
   * @return where the next range begins; {@link #END} if nothing is left
   */
  int collect(int from, HitSink sink) {
    if (sink.takesAll()) {
      return collectAll(from, sink);
    }
    require(sink.least());
    int upTo = blockEnd(from);
    float most = maxScore(from, upTo);
    if (most < 0 || most < sink.least()) {
      return document() == END ? END : after(upTo);
    }
    int document = candidate(from);
    while (document <= upTo && document != END) {
      if (sink.counts(document) && check(document)) {
        sink.offer(document, score());
        require(sink.least());
      }
      document = next();
    }
    return document;
  }

  /** As long as every document is of use, nobody has to know bounds. */
  private int collectAll(int from, HitSink sink) {
    int document = candidate(from);
    while (document != END && sink.takesAll()) {
      if (sink.counts(document) && check(document)) {
        sink.offer(document, score());
      }
      document = next();
    }
    return document;
  }

  /**
   * Puts documents of a range that match into the sink's room, as many as it holds. What scores
   * less than the least may be left out, and what does not count.
   *
   * @param from where the range begins: behind all ranges before
   */
  void fill(int from, int upTo, float least, HitSink sink) {
    Scored found = sink.scored();
    found.size = 0;
    int document = candidate(from);
    while (document <= upTo && document != END && found.size < Scored.SIZE) {
      if (sink.counts(document) && check(document)) {
        found.documents[found.size] = document;
        found.sums[found.size] = score();
        found.size++;
      }
      document = next();
    }
    found.next = document;
  }

  /** Leaves only documents that match too, with their scores added, and reach a sum with that. */
  void retain(Scored found, float least) {
    int kept = 0;
    for (int i = 0; i < found.size; i++) {
      int document = found.documents[i];
      if (check(document)) {
        double sum = found.sums[i] + score();
        if (bound(sum) >= least) {
          found.documents[kept] = document;
          found.sums[kept] = sum;
          kept++;
        }
      }
    }
    found.size = kept;
  }

  /** Adds its scores to documents that match too, and leaves only those that reach a sum. */
  void join(Scored found, float least) {
    int kept = 0;
    for (int i = 0; i < found.size; i++) {
      int document = found.documents[i];
      double sum = found.sums[i] + (check(document) ? score() : 0);
      if (bound(sum) >= least) {
        found.documents[kept] = document;
        found.sums[kept] = sum;
        kept++;
      }
    }
    found.size = kept;
  }

  /** Moves on to the first candidate from a document on, unless it is there or behind it. */
  final int candidate(int from) {
    int at = document();
    return at < from ? advance(from) : at;
  }

  /** Returns where a range begins that follows on another one. */
  static int after(int upTo) {
    return upTo == END ? END : upTo + 1;
  }

  /** Returns a bound on a score, of a bound on the sum that makes it. */
  static float bound(double sum) {
    return (float) (sum * SLACK);
  }

  /** Returns what must be there of a score at least, if not more than so much comes to it. */
  static float needed(float least, double more) {
    return Math.nextDown((float) (least * (1 - UNCERTAIN) - more));
  }
}
