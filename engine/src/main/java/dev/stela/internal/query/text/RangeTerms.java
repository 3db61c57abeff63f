package dev.stela.internal.query.text;

import dev.stela.internal.index.text.TermScan;
import java.util.Arrays;

/** Terms between two others in the order of bytes. One thread. */
final class RangeTerms extends TermWalk {
  private final byte[] from;
  private final byte[] to;
  private final boolean fromIncluded;
  private final boolean toIncluded;

  /**
   * Creates one.
   *
   * @param to null for no end
   */
  RangeTerms(byte[] from, boolean fromIncluded, byte[] to, boolean toIncluded) {
    this.from = from;
    this.to = to;
    this.fromIncluded = fromIncluded;
    this.toIncluded = toIncluded;
  }

  @Override
  boolean first(TermScan scan) {
    if (!scan.seek(from, from.length)) {
      return false;
    }
    return !fromIncluded && compare(scan, from) == 0 ? next(scan) : isInside(scan);
  }

  @Override
  boolean next(TermScan scan) {
    return scan.next() && isInside(scan);
  }

  private boolean isInside(TermScan scan) {
    return to == null || compare(scan, to) < (toIncluded ? 1 : 0);
  }

  private static int compare(TermScan scan, byte[] other) {
    return Arrays.compareUnsigned(scan.term(), 0, scan.length(), other, 0, other.length);
  }
}
