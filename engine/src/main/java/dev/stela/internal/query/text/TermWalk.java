package dev.stela.internal.query.text;

import dev.stela.internal.index.text.TermScan;

/**
 * Walks over those terms of a field that satisfy a condition, looking at few others. For one scan;
 * one thread.
 */
abstract class TermWalk {
  /** Moves a new scan to the first term; false if there is none. */
  abstract boolean first(TermScan scan);

  /** Moves the scan to the next term; false if there is none. */
  abstract boolean next(TermScan scan);
}
