package dev.stela;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What one commit did to one entity.
 *
 * <p>Immutable; any thread.
 *
 * @param id the entity, with its name where it has one
 * @param lsn the commit's LSN
 * @param timestamp the commit's time, nanosecond precision
 * @param events what happened, in the order in which the transaction did it; a creation comes
 *     first, followed by the tags that it left
 */
public record Change(EntityId id, long lsn, Instant timestamp, List<Event> events) {
  /** Copies the events. */
  public Change {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(timestamp, "timestamp");
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
    /** The entity was restored: it had been deleted or archived. */
    RESTORED,
    /** The entity was archived. */
    ARCHIVED
  }

  /**
   * One event. In a history it says what stood before; in the feed of a whole store's changes
   * {@code before} is always null, for there it would cost a look at the entity's state for each
   * event.
   *
   * @param kind what happened
   * @param subject the tag's text or the text field's name; null for the other kinds
   * @param before the tag, content or text that the event replaced or removed, also where an
   *     earlier event of the same commit had put it; null if there was none or retention has let it
   *     go, and when an entity was created, deleted, archived or restored
   * @param after the tag, content or text that the event put; null if it put none
   */
  public record Event(Kind kind, String subject, Stamp before, Stamp after) {
    /** Requires a kind. */
    public Event {
      Objects.requireNonNull(kind, "kind");
    }
  }

  /**
   * When something that stands was put there, and how long it is.
   *
   * @param since the time of the commit that put the content or text, or added the tag last
   * @param length the length in bytes of a content or of a text in UTF-8; -1 for a tag
   */
  public record Stamp(Instant since, long length) {
    /** Requires a time. */
    public Stamp {
      Objects.requireNonNull(since, "since");
    }
  }
}
