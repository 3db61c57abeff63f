package dev.stela;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes an entity what a draft says, writing only what is different: a tag that stays keeps its
 * time. One use, in a transaction.
 */
final class DraftReplacer {
  private final Transaction tx;
  private final Entity found;
  private final EntityDraft draft;
  private final EntityId id;
  private boolean changed;

  /** Prepares for an entity as it was found in the transaction. */
  DraftReplacer(Transaction tx, Entity found, EntityDraft draft) {
    this.tx = tx;
    this.found = found;
    this.draft = draft;
    this.id = found.id();
  }

  /**
   * Replaces the entity.
   *
   * @param content the draft's content if that is long and to be put; else null
   * @param keepsContent whether the entity has the draft's long content already
   * @return whether there was anything to change
   */
  boolean replace(StagedContent content, boolean keepsContent) {
    if (found.lifecycle() != Lifecycle.ACTIVE) {
      tx.restore(id);
      changed = true;
    }
    replaceTags();
    if (content != null) {
      tx.putContent(id, content);
      changed = true;
    } else if (!keepsContent) {
      replaceContent(draft.contentBytes());
    }
    replaceTexts();
    return changed;
  }

  private void replaceTags() {
    Set<Tag> wanted = new LinkedHashSet<>(draft.tags());
    for (Tag tag : found.tags()) {
      if (!wanted.contains(tag)) {
        tx.removeTag(id, tag);
        changed = true;
      }
    }
    for (Tag tag : wanted) {
      if (!found.tags().contains(tag)) {
        tx.addTag(id, tag);
        changed = true;
      }
    }
  }

  private void replaceContent(byte[] wanted) {
    if (wanted == null) {
      if (found.contentLength() < 0) {
        return;
      }
      tx.removeContent(id);
    } else if (found.contentLength() == wanted.length && Arrays.equals(found.content(), wanted)) {
      return;
    } else {
      tx.putContent(id, wanted);
    }
    changed = true;
  }

  private void replaceTexts() {
    for (String field : found.texts().keySet()) {
      if (!draft.texts().containsKey(field)) {
        tx.removeText(id, field);
        changed = true;
      }
    }
    for (Map.Entry<String, String> text : draft.texts().entrySet()) {
      if (!text.getValue().equals(found.texts().get(text.getKey()))) {
        tx.putText(id, text.getKey(), text.getValue());
        changed = true;
      }
    }
  }
}
