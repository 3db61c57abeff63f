package dev.stela.tools.ndjson;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.Tag;
import java.util.Map;
import java.util.Set;

/**
 * What a line says of an entity, fully checked: the store has no reason left to refuse it but that
 * the id is taken.
 *
 * @param id the entity's id
 * @param tags its tags
 * @param content its content; null for none
 * @param texts its text fields
 */
record EntityLine(EntityId id, Set<Tag> tags, byte[] content, Map<String, String> texts) {
  /** Makes the draft of a new entity. */
  EntityDraft toDraft() {
    EntityDraft draft = EntityDraft.of(id);
    tags.forEach(draft::tag);
    if (content != null) {
      draft.content(content);
    }
    texts.forEach(draft::text);
    return draft;
  }
}
