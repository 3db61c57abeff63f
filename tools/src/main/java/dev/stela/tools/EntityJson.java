package dev.stela.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.stela.Entity;
import dev.stela.Lifecycle;
import dev.stela.Tag;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entity as JSON. Content stands there as text where it is UTF-8, in Base64 where it is not, and
 * not at all where it is too long to come with the entity.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntityJson(
    @JsonUnwrapped EntityIdJson entity,
    Lifecycle lifecycle,
    long lsn,
    Instant updated,
    long createdLsn,
    Instant created,
    Map<String, Instant> tags,
    Map<String, String> texts,
    long contentLength,
    String content,
    byte[] contentBase64) {

  static EntityJson of(Entity entity) {
    Map<String, Instant> tags = new LinkedHashMap<>();
    for (Map.Entry<Tag, Instant> tag : entity.tagTimes().entrySet()) {
      tags.put(tag.getKey().text(), tag.getValue());
    }
    byte[] content = isLoaded(entity) ? entity.content() : null;
    String text = content == null ? null : utf8(content);
    return new EntityJson(
        EntityIdJson.of(entity.id()),
        entity.lifecycle(),
        entity.lsn(),
        entity.updated(),
        entity.createdLsn(),
        entity.created(),
        tags,
        entity.texts(),
        entity.contentLength(),
        text,
        text == null ? content : null);
  }

  /** Tells whether the content came with the entity. */
  static boolean isLoaded(Entity entity) {
    return entity.contentLength() >= 0 && entity.contentLength() <= Entity.LOADED_CONTENT_LIMIT;
  }

  /** Returns bytes as text; null if they are not UTF-8. */
  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      return null;
    }
  }
}
