package dev.stela.internal.query.text;

/** Hands on those documents that match a rest, which does not score. One thread. */
final class RestSink implements HitSink {
  private final HitSink sink;
  private final Rest rest;

  RestSink(HitSink sink, Rest rest) {
    this.sink = sink;
    this.rest = rest;
  }

  @Override
  public float least() {
    return sink.least();
  }

  @Override
  public boolean counts(int document) {
    return sink.counts(document);
  }

  @Override
  public void offer(int document, float score) {
    if (rest.check(document)) {
      sink.offer(document, score);
    }
  }

  @Override
  public Scored scored() {
    return sink.scored();
  }
}
