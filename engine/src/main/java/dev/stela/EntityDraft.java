package dev.stela;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * What a new entity starts with: its id, tags, content and text fields. A draft is filled, handed
 * to {@code create}, and may be used again for another store; it copies what it is given.
 *
 * <p>Not thread-safe.
 */
public final class EntityDraft {
  private final EntityId id;
  private final List<Tag> tags = new ArrayList<>(8);
  private final Map<String, String> texts = new LinkedHashMap<>(4);
  private byte[] content;
  private StagedContent staged;

  private EntityDraft(EntityId id) {
    this.id = id;
  }

  /**
   * An empty draft of an entity.
   *
   * @param id the new entity's id
   * @return the draft
   */
  public static EntityDraft of(EntityId id) {
    return new EntityDraft(Objects.requireNonNull(id, "id"));
  }

  /**
   * Adds a tag.
   *
   * @param tag the tag; adding it twice is adding it once
   * @return this draft
   */
  public EntityDraft tag(Tag tag) {
    tags.add(Objects.requireNonNull(tag, "tag"));
    return this;
  }

  /**
   * Adds a tag.
   *
   * @param text see {@link Tag#of(String)}
   * @return this draft
   */
  public EntityDraft tag(String text) {
    return tag(Tag.of(text));
  }

  /**
   * Sets the content.
   *
   * @param bytes the content; copied
   * @return this draft
   */
  public EntityDraft content(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    this.content = bytes.clone();
    this.staged = null;
    return this;
  }

  /**
   * Sets the content.
   *
   * @param buffer holds the content; copied
   * @param index where it begins
   * @param length its length in bytes
   * @return this draft
   */
  public EntityDraft content(DirectBuffer buffer, int index, int length) {
    Objects.requireNonNull(buffer, "buffer");
    byte[] bytes = new byte[length];
    buffer.getBytes(index, bytes);
    this.content = bytes;
    this.staged = null;
    return this;
  }

  /**
   * Sets the content.
   *
   * @param segment the content; copied
   * @return this draft
   */
  public EntityDraft content(MemorySegment segment) {
    Objects.requireNonNull(segment, "segment");
    this.content = segment.toArray(ValueLayout.JAVA_BYTE);
    this.staged = null;
    return this;
  }

  /**
   * Sets the content to bytes that were streamed into the store before.
   *
   * @param content what {@link EntityStore#stage} returned
   * @return this draft
   */
  public EntityDraft content(StagedContent content) {
    this.staged = Objects.requireNonNull(content, "content");
    this.content = null;
    return this;
  }

  /**
   * Sets a text field.
   *
   * @param field the field's name, 1 to 255 UTF-8 bytes
   * @param text the text
   * @return this draft
   */
  public EntityDraft text(String field, String text) {
    texts.put(Objects.requireNonNull(field, "field"), Objects.requireNonNull(text, "text"));
    return this;
  }

  /**
   * The new entity's id.
   *
   * @return the id
   */
  public EntityId id() {
    return id;
  }

  /**
   * The tags so far.
   *
   * @return an unmodifiable view in the order they were added
   */
  public List<Tag> tags() {
    return Collections.unmodifiableList(tags);
  }

  /**
   * The text fields so far.
   *
   * @return an unmodifiable view, names to texts
   */
  public Map<String, String> texts() {
    return Collections.unmodifiableMap(texts);
  }

  byte[] contentBytes() {
    return content;
  }

  StagedContent stagedContent() {
    return staged;
  }
}
