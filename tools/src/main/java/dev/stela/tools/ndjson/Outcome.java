package dev.stela.tools.ndjson;

/** What became of a line. */
enum Outcome {
  /** A new entity. */
  IMPORTED,
  /** An entity that was there has been changed. */
  REPLACED,
  /** An entity that was to be replaced was so already. */
  UNCHANGED,
  /** An entity that was there has been left as it is. */
  SKIPPED,
  /** Nothing but a line in the rejects file. */
  REJECTED,
  /** An empty line: nothing. */
  BLANK
}
