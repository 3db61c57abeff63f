package dev.stela.internal.log;

/**
 * A place in a segment was used after compaction has replaced it: what was read there has to be
 * looked up again. Never leaves the engine while the store is open.
 */
public final class SegmentRetiredException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  SegmentRetiredException(int number) {
    super("a segment that was replaced is already closed: segment=" + number);
  }
}
