package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;
import java.util.List;

/** The documents that have any of a few terms, all of one score. One thread. */
final class CursorsMatcher extends ConstantMatcher {
  private static final PostingCursor[] NONE = {};

  private PostingCursor[] cursors;
  private final long cost;
  private int document = -1;

  CursorsMatcher(List<PostingCursor> cursors, long cost, float score) {
    super(score);
    this.cursors = cursors.toArray(PostingCursor[]::new);
    this.cost = cost;
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int next() {
    return advance(document + 1);
  }

  @Override
  int advance(int target) {
    int found = END;
    for (PostingCursor cursor : cursors) {
      int at = cursor.document();
      if (at < target) {
        at = target == at + 1 ? cursor.next() : cursor.advance(target);
      }
      found = Math.min(found, at);
    }
    document = found;
    return found;
  }

  @Override
  boolean check(int asked) {
    return (document < asked ? advance(asked) : document) == asked;
  }

  @Override
  void finish() {
    cursors = NONE;
    document = END;
  }

  @Override
  long cost() {
    return cost;
  }
}
