package dev.stela.internal.query.text;

import dev.stela.internal.format.Glob;
import dev.stela.internal.index.text.TermScan;

/** Terms that match a pattern: of those that begin as it does. One thread. */
final class PatternTerms extends TermWalk {
  private final Glob pattern;
  private final byte[] prefix;

  PatternTerms(Glob pattern) {
    this.pattern = pattern;
    this.prefix = pattern.literalPrefix();
  }

  @Override
  boolean first(TermScan scan) {
    return scan.seek(prefix, prefix.length) && toMatch(scan);
  }

  @Override
  boolean next(TermScan scan) {
    return scan.next() && toMatch(scan);
  }

  private boolean toMatch(TermScan scan) {
    while (PrefixTerms.begins(scan, prefix)) {
      if (pattern.matches(scan.term(), 0, scan.length())) {
        return true;
      }
      if (!scan.next()) {
        return false;
      }
    }
    return false;
  }
}
