package dev.stela.internal.query.text;

import dev.stela.internal.index.text.TextPart;

/**
 * Finds the best documents, part by part, each document once. What the best ones so far score is
 * carried on from part to part: what cannot score as much is passed over. One thread.
 */
final class Ranker {
  /** How far documents are looked at before the ordinals to come are asked about again. */
  private static final int RANGE = 1023;

  private final TextMoment moment;
  private final TextMemos memos;
  private final TopHits best;

  Ranker(TextMoment moment, TextMemos memos, TopHits best) {
    this.moment = moment;
    this.memos = memos;
    this.best = best;
  }

  /** Ranks all documents that match. */
  void rank(Node node) {
    for (int i = 0; i < moment.parts(); i++) {
      if (moment.part(i).firstDocument() < moment.end(i)) {
        Matcher matcher = node.matcher(i);
        if (matcher != null) {
          rank(matcher, i);
        }
      }
    }
  }

  private void rank(Matcher matcher, int index) {
    TextPart part = moment.part(index);
    PartMemo memo = memos.of(part);
    int end = moment.end(index);
    boolean skips = matcher.skips();
    float least = Float.NEGATIVE_INFINITY;
    int blockEnd = -1;
    float bound = Float.POSITIVE_INFINITY;
    int document = matcher.next();
    while (document < end) {
      if (document > blockEnd) {
        least = least(memo, part, document);
        matcher.require(least);
        blockEnd = skips ? document | RANGE : matcher.blockEnd(document);
        bound = skips ? bound : matcher.maxScore(document, blockEnd);
      }
      if (bound < least) {
        if (blockEnd >= end - 1) {
          return;
        }
        document = matcher.advance(blockEnd + 1);
        continue;
      }
      if (moment.counts(index, document)
          && matcher.check(document)
          && best.offer(matcher.score(), part.ordinal(document))) {
        least = least(memo, part, document);
        matcher.require(least);
      }
      document = matcher.next();
    }
  }

  private float least(PartMemo memo, TextPart part, int document) {
    return best.least(memo.leastOrdinalFrom(part, document));
  }
}
