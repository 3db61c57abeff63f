package dev.stela;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;

/**
 * The whole state of an entity as of one LSN, copied out of the store: yours for good. For reading
 * without allocation see {@link EntityView}.
 *
 * <p>Immutable; any thread.
 */
public final class Entity {
  /** Contents up to this many bytes come with the entity; longer ones are streamed. */
  public static final int LOADED_CONTENT_LIMIT = 64 * 1024;

  private final EntityId id;
  private final long lsn;
  private final Instant updated;
  private final long createdLsn;
  private final Instant created;
  private final Lifecycle lifecycle;
  private final SortedMap<Tag, Instant> tags;
  private final long contentLength;
  private final byte[] content;
  private final SortedMap<String, String> texts;

  Entity(
      EntityId id,
      long lsn,
      Instant updated,
      long createdLsn,
      Instant created,
      Lifecycle lifecycle,
      SortedMap<Tag, Instant> tags,
      long contentLength,
      byte[] content,
      SortedMap<String, String> texts) {
    this.id = id;
    this.lsn = lsn;
    this.updated = updated;
    this.createdLsn = createdLsn;
    this.created = created;
    this.lifecycle = lifecycle;
    this.tags = Collections.unmodifiableSortedMap(tags);
    this.contentLength = contentLength;
    this.content = content;
    this.texts = Collections.unmodifiableSortedMap(texts);
  }

  /**
   * The id, with its name where it has one.
   *
   * @return the id
   */
  public EntityId id() {
    return id;
  }

  /**
   * The LSN of the last change seen here: the entity's version, for {@code requireVersion}.
   *
   * @return a positive LSN
   */
  public long lsn() {
    return lsn;
  }

  /**
   * The commit time of the last change.
   *
   * @return nanosecond precision, unique to its commit
   */
  public Instant updated() {
    return updated;
  }

  /**
   * The LSN of the entity's creation.
   *
   * @return a positive LSN
   */
  public long createdLsn() {
    return createdLsn;
  }

  /**
   * The commit time of the creation.
   *
   * @return nanosecond precision
   */
  public Instant created() {
    return created;
  }

  /**
   * Whether it is active or deleted.
   *
   * @return the state
   */
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /**
   * The set of tags.
   *
   * @return in byte order
   */
  public Set<Tag> tags() {
    return tags.keySet();
  }

  /**
   * The tags with the commit time of each one's last addition.
   *
   * @return in byte order of the tags
   */
  public SortedMap<Tag, Instant> tagTimes() {
    return tags;
  }

  /**
   * Whether the entity has the tag.
   *
   * @param text the tag's text
   * @return true if the set of tags holds it
   */
  public boolean hasTag(String text) {
    return tags.containsKey(Tag.of(text));
  }

  /**
   * The content's length in bytes.
   *
   * @return the length, or -1 where the entity has no content
   */
  public long contentLength() {
    return contentLength;
  }

  /**
   * The content.
   *
   * @return a copy; null where the entity has no content
   * @throws InvalidArgumentException if it is longer than {@link #LOADED_CONTENT_LIMIT}: stream it
   *     with {@link EntityReader#openContent}
   */
  public byte[] content() {
    if (contentLength > LOADED_CONTENT_LIMIT) {
      throw new InvalidArgumentException(
          "the content is too long to come with the entity, use openContent: id="
              + id
              + " length="
              + contentLength
              + " limit="
              + LOADED_CONTENT_LIMIT);
    }
    return content == null ? null : content.clone();
  }

  /**
   * The text fields.
   *
   * @return names to texts, in the order of the names
   */
  public SortedMap<String, String> texts() {
    return texts;
  }

  @Override
  public String toString() {
    return "Entity[id="
        + id
        + " lsn="
        + lsn
        + " lifecycle="
        + lifecycle
        + " tags="
        + tags.keySet()
        + " contentLength="
        + contentLength
        + " texts="
        + texts.keySet()
        + "]";
  }
}
