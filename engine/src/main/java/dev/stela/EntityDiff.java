package dev.stela;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What leads from an entity's state at one moment to that at another. What is the same at both does
 * not appear.
 *
 * <p>A moment before the entity was created shows it {@linkplain Presence#ABSENT absent}: without
 * tags, content and texts. A deleted entity keeps its state, so that a deletion alone changes
 * nothing but its presence.
 *
 * <p>Immutable; any thread.
 *
 * @param id the entity
 * @param before the first moment
 * @param after the second moment; may be earlier than the first
 * @param tagsAdded the tags that only the second state has, with the time of their addition
 * @param tagsRemoved the tags that only the first state has, with the time of their addition
 * @param tagsRefreshed the tags that both have, but not since the same time
 * @param content the content before and after, if it was put or removed in between, be it with the
 *     same bytes; null if not
 * @param texts the fields whose texts are not the same
 */
public record EntityDiff(
    EntityId id,
    Moment before,
    Moment after,
    SortedMap<Tag, Instant> tagsAdded,
    SortedMap<Tag, Instant> tagsRemoved,
    SortedMap<Tag, Refresh> tagsRefreshed,
    ContentChange content,
    SortedMap<String, TextChange> texts) {
  /** Copies the maps. */
  public EntityDiff {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    tagsAdded = Collections.unmodifiableSortedMap(new TreeMap<>(tagsAdded));
    tagsRemoved = Collections.unmodifiableSortedMap(new TreeMap<>(tagsRemoved));
    tagsRefreshed = Collections.unmodifiableSortedMap(new TreeMap<>(tagsRefreshed));
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /**
   * Whether the two states are the same.
   *
   * @return true if presence, tags with their times, content and texts are the same
   */
  public boolean isEmpty() {
    return before.presence() == after.presence()
        && tagsAdded.isEmpty()
        && tagsRemoved.isEmpty()
        && tagsRefreshed.isEmpty()
        && content == null
        && texts.isEmpty();
  }

  /** Whether an entity is there. */
  public enum Presence {
    /** It has not been created yet. */
    ABSENT,
    /** It is there. */
    ACTIVE,
    /** It is deleted. */
    DELETED,
    /** It was archived. */
    ARCHIVED
  }

  /**
   * An entity at one moment.
   *
   * @param asOfLsn the moment: the state after the commit with this LSN
   * @param presence whether the entity was there
   * @param lsn the LSN of its last change up to the moment; 0 if it was absent
   * @param updated the time of that change; null if it was absent
   * @param createdLsn the LSN of its creation; 0 if it was absent
   * @param created the time of its creation; null if it was absent
   */
  public record Moment(
      long asOfLsn,
      Presence presence,
      long lsn,
      Instant updated,
      long createdLsn,
      Instant created) {}

  /**
   * A tag that was added again.
   *
   * @param before the time of its addition in the first state
   * @param after the time of its addition in the second state
   */
  public record Refresh(Instant before, Instant after) {}

  /**
   * A content that was put or removed.
   *
   * @param before what the first state has; null if nothing
   * @param after what the second state has; null if nothing
   */
  public record ContentChange(ContentStamp before, ContentStamp after) {}

  /**
   * Which content stands.
   *
   * @param lsn the LSN of the commit that put it
   * @param since the time of that commit
   * @param length its length in bytes
   */
  public record ContentStamp(long lsn, Instant since, long length) {}

  /**
   * A text that was put or removed.
   *
   * @param before the text in the first state; null if there is none
   * @param after the text in the second state; null if there is none
   */
  public record TextChange(String before, String after) {}
}
