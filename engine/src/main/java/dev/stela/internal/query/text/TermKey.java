package dev.stela.internal.query.text;

import java.util.Arrays;

/** A term of a field, to look things up by. Immutable; any thread. */
final class TermKey {
  private final int field;
  private final byte[] term;
  private final int hash;

  /** Creates a key; the bytes must not be changed. */
  TermKey(int field, byte[] term) {
    this.field = field;
    this.term = term;
    this.hash = 31 * Arrays.hashCode(term) + field;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TermKey that && field == that.field && Arrays.equals(term, that.term);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
