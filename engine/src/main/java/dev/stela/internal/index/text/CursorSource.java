package dev.stela.internal.index.text;

/** Reads documents with a cursor. One thread. */
final class CursorSource implements DocumentSource {
  private final PostingCursor cursor;

  CursorSource(PostingCursor cursor) {
    this.cursor = cursor;
  }

  @Override
  public void read(int from, int upTo, DocumentBits target) {
    int at = cursor.document();
    for (at = at < from ? cursor.advance(from) : at; at < upTo; at = cursor.next()) {
      target.add(at);
    }
  }
}
