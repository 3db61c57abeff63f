package dev.stela.tools.demo;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What one class becomes in the store.
 *
 * @param key the class's module and name
 * @param id the entity's id
 * @param state tags, content and texts
 * @param droppedTags how many tags were too long for a tag
 */
record ClassDescription(String key, EntityId id, State state, int droppedTags) {
  /** The simple name, split into words. */
  static final String TITLE_FIELD = "title";

  /** The names of what is public in the class, split into words. */
  static final String MEMBERS_FIELD = "members";

  static final String NAME_FIELD = "name";
  static final String FIELDS_FIELD = "fields";
  static final String METHODS_FIELD = "methods";

  /** Makes the entity's draft. */
  EntityDraft toDraft() {
    EntityDraft draft = EntityDraft.of(id).content(state.content());
    state.tags().forEach(draft::tag);
    for (Map.Entry<String, String> text : state.texts().entrySet()) {
      draft.text(text.getKey(), text.getValue());
    }
    return draft;
  }

  /** Returns how many bytes of tags, content and texts this is. */
  long payloadBytes() {
    long bytes = state.content().length;
    for (String tag : state.tags()) {
      bytes += utf8Length(tag);
    }
    for (String text : state.texts().values()) {
      bytes += utf8Length(text);
    }
    return bytes;
  }

  /** Tells whether a text is short enough to be a tag. */
  static boolean fitsTag(String text) {
    return utf8Length(text) <= Tag.MAX_BYTES;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
