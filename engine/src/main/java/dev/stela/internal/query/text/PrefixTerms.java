package dev.stela.internal.query.text;

import dev.stela.internal.index.text.TermScan;
import java.util.Arrays;

/** Terms that begin with some bytes. One thread. */
final class PrefixTerms extends TermWalk {
  private final byte[] prefix;

  PrefixTerms(byte[] prefix) {
    this.prefix = prefix;
  }

  @Override
  boolean first(TermScan scan) {
    return scan.seek(prefix, prefix.length) && begins(scan, prefix);
  }

  @Override
  boolean next(TermScan scan) {
    // The term before has the prefix.
    return scan.next() && (scan.shared() >= prefix.length || begins(scan, prefix));
  }

  static boolean begins(TermScan scan, byte[] prefix) {
    return scan.length() >= prefix.length
        && Arrays.equals(scan.term(), 0, prefix.length, prefix, 0, prefix.length);
  }
}
