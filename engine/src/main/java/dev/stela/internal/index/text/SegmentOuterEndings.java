package dev.stela.internal.index.text;

/** The outer endings in a segment: all words, then all documents. Any thread. */
record SegmentOuterEndings(CheckedBytes bytes, long offset, int size) implements OuterEndings {
  @Override
  public int document(int index) {
    return bytes.intAt(offset + (long) size * Long.BYTES + (long) index * Integer.BYTES);
  }

  @Override
  public long ending(int index) {
    return bytes.longAt(offset + (long) index * Long.BYTES);
  }
}
