package dev.stela.internal.query.text;

/**
 * Collects the documents that all of some members have, of which the rarest is a term: what it has
 * in a block goes through one leader after the other. One thread.
 */
final class BlockwiseAll {
  private final Matcher[] leaders;
  private final Rest rest;
  private final AllBounds bounds;
  private int windowEnd = -1;
  private float windowMost;

  /**
   * Creates one.
   *
   * @param leaders the rarest first
   * @param bounds theirs
   */
  BlockwiseAll(Matcher[] leaders, Rest rest, AllBounds bounds) {
    this.leaders = leaders;
    this.rest = rest;
    this.bounds = bounds;
  }

  /** Collects documents as {@link Matcher#collect}. */
  int collect(int from, HitSink sink) {
    if (sink.takesAll()) {
      return collectUpTo(Matcher.END, from, sink);
    }
    if (from > windowEnd) {
      openWindow(from, sink.least());
    }
    return windowMost < 0 || windowMost < sink.least()
        ? Matcher.after(windowEnd)
        : collectUpTo(windowEnd, from, sink);
  }

  private void openWindow(int from, float least) {
    windowEnd = leaders[0].blockEnd(from);
    windowMost = bounds.roughMaxScore(from, windowEnd);
    if (windowMost >= least) {
      windowMost = bounds.maxScore(from, windowEnd);
    }
  }

  private int collectUpTo(int upTo, int from, HitSink sink) {
    float useful = sink.least();
    leaders[0].fill(from, upTo, Matcher.needed(useful, bounds.after(0)), sink);
    Scored found = sink.scored();
    int next = found.next;
    for (int i = 1; i < leaders.length && found.size > 0; i++) {
      leaders[i].retain(found, Matcher.needed(useful, bounds.after(i)));
    }
    for (int i = 0; i < found.size; i++) {
      int document = found.documents[i];
      if (sink.counts(document) && rest.check(document)) {
        sink.offer(document, (float) (found.sums[i] + rest.score()));
      }
    }
    return next;
  }
}
