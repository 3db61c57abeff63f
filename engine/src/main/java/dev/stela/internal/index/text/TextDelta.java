package dev.stela.internal.index.text;

/** The newest part of the text index, in memory: the only one that documents are added to. */
public final class TextDelta extends TextPart {
  TextDelta(int firstDocument) {
    super(firstDocument);
  }

  @Override
  public int firstDocument() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int endDocument() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long firstLsn() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long lastLsn() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int ordinal(int document) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long from(int document) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int documentOf(int ordinal, long lsn) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int[] fields() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FieldPart field(int field) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long bytes() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected long sealedEnding(int document) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected FieldStatistics sealedEndings(int field) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected boolean hasSealedEndings() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OuterEndings outerEndings() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
