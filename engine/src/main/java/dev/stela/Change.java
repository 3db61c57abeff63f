package dev.stela;

import java.time.Instant;
import java.util.List;

/**
 * What one commit did to one entity.
 *
 * @param lsn the commit's LSN
 * @param timestamp the commit's time, nanosecond precision
 * @param events what happened, in the order in which the transaction did it; a creation comes
 *     first, followed by the tags that it left
 */
public record Change(long lsn, Instant timestamp, List<Event> events) {
  /** Copies the events. */
  public Change {
    events = List.copyOf(events);
  }

  /** The kinds of events. */
  public enum Kind {
    /** The entity came into being. */
    CREATED,
    /** A tag was added, or added again, which refreshes its time. */
    TAG_ADDED,
    /** A tag was removed. */
    TAG_REMOVED,
    /** The content was set or replaced. */
    CONTENT_PUT,
    /** The content was removed. */
    CONTENT_REMOVED,
    /** A text field was set or replaced. */
    TEXT_PUT,
    /** A text field was removed. */
    TEXT_REMOVED,
    /** The entity was deleted. */
    DELETED,
    /** The entity was restored. */
    RESTORED
  }

  /**
   * One event.
   *
   * @param kind what happened
   * @param subject the tag's text or the text field's name; null for the other kinds
   * @param length the length in bytes of the content or text put; -1 for the other kinds
   */
  public record Event(Kind kind, String subject, long length) {}
}
