package dev.stela.tools.ndjson;

/** A line is no entity; the message says why, on one line. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  BadLineException(String reason) {
    // Without a stack trace: a file may have millions of these.
    super(reason, null, false, false);
  }
}
