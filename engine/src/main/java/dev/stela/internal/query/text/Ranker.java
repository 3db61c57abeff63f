package dev.stela.internal.query.text;

import dev.stela.internal.index.text.TextPart;

/**
 * Finds the best documents, part by part, each document once. What the best ones so far score is
 * carried on from part to part: what cannot score as much is passed over. One thread.
 */
final class Ranker {
  private final TextMoment moment;
  private final TextMemos memos;
  private final TopHits best;
  private final Scored scored = new Scored();

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
          new PartSink(i).rank(matcher);
        }
      }
    }
  }

  private final class PartSink implements HitSink {
    private final int index;
    private final TextPart part;
    private final PartMemo memo;
    private final int end;
    private float least;

    private PartSink(int index) {
      this.index = index;
      this.part = moment.part(index);
      this.memo = memos.of(part);
      this.end = moment.end(index);
    }

    private void rank(Matcher matcher) {
      int document = part.firstDocument();
      while (document < end) {
        goOn(document);
        document = matcher.collect(document, this);
      }
    }

    /** The ordinals still to come decide whether one with the score of the worst is of use. */
    private void goOn(int document) {
      least = best.least(memo.leastOrdinalFrom(part, document));
    }

    @Override
    public float least() {
      return least;
    }

    @Override
    public boolean counts(int document) {
      return document < end && moment.counts(index, document);
    }

    @Override
    public void offer(int document, float score) {
      if (best.offer(score, part.ordinal(document))) {
        goOn(document);
      }
    }

    @Override
    public Scored scored() {
      return scored;
    }
  }
}
