package dev.stela.internal.index.text;

/**
 * What ranking has to know of a field. Immutable; any thread.
 *
 * @param documents how many documents have it, with at least one token
 * @param tokens how many tokens they have in it
 */
public record FieldStatistics(int documents, long tokens) {
  /** Of a field that no document has. */
  public static final FieldStatistics NONE = new FieldStatistics(0, 0);

  /** Returns the sum. */
  public FieldStatistics plus(FieldStatistics other) {
    return new FieldStatistics(documents + other.documents, tokens + other.tokens);
  }

  /** Returns the difference. */
  public FieldStatistics minus(FieldStatistics other) {
    return new FieldStatistics(documents - other.documents, tokens - other.tokens);
  }
}
