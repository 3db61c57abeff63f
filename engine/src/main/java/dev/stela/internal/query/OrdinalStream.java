package dev.stela.internal.query;

/** Ordinals in the order of a search, found one by one. One thread. */
public abstract class OrdinalStream {
  /** Said in place of an ordinal when there is none. */
  public static final int NONE = Members.NONE;

  OrdinalStream() {}

  /** Returns the next ordinal, {@link #NONE} after the last. */
  public abstract int next();

  /** Passes over so many, or all that are left; returns the last of those, or {@link #NONE}. */
  public int skip(long count) {
    int last = NONE;
    for (long i = 0; i < count; i++) {
      int ordinal = next();
      if (ordinal == NONE) {
        return last;
      }
      last = ordinal;
    }
    return last;
  }
}
