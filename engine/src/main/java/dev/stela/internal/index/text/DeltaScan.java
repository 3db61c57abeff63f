package dev.stela.internal.index.text;

/** Walks over the terms that a field of a delta had when the scan began. One thread. */
final class DeltaScan implements TermScan {
  private final DeltaField field;
  private final TermOrder order;
  private final int[] sorted;
  private int at = -1;
  private byte[] term = new byte[32];
  private int length;

  DeltaScan(DeltaField field, TermOrder order) {
    this.field = field;
    this.order = order;
    this.sorted = order.get();
  }

  @Override
  public boolean next() {
    at++;
    return load();
  }

  @Override
  public boolean seek(byte[] bytes, int count) {
    at = order.place(sorted, bytes, count);
    return load();
  }

  private boolean load() {
    if (at >= sorted.length) {
      at = sorted.length;
      return false;
    }
    length = field.terms().length(sorted[at]);
    if (term.length < length) {
      term = new byte[Math.max(length, 2 * term.length)];
    }
    field.terms().copy(sorted[at], length, term);
    return true;
  }

  @Override
  public byte[] term() {
    return term;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public TermPostings postings() {
    return field.postings(sorted[at]);
  }
}
