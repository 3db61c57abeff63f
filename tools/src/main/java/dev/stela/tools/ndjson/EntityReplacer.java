package dev.stela.tools.ndjson;

import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.Lifecycle;
import dev.stela.Tag;
import dev.stela.Transaction;
import java.util.Arrays;
import java.util.Map;

/**
 * Makes an entity what a line says, writing only what is different: a tag that stays keeps its
 * time. One use, one thread.
 */
final class EntityReplacer {
  private final Transaction tx;
  private final Entity found;
  private final EntityId id;
  private final PendingLine pending;
  private final EntityLine line;
  private boolean changed;

  EntityReplacer(Transaction tx, Entity found, PendingLine pending) {
    this.tx = tx;
    this.found = found;
    this.id = found.id();
    this.pending = pending;
    this.line = pending.entity;
  }

  /** Returns whether there was anything to change. */
  boolean replace() {
    if (found.lifecycle() != Lifecycle.ACTIVE) {
      tx.restore(id);
      changed = true;
    }
    replaceTags();
    replaceContent();
    replaceTexts();
    return changed;
  }

  private void replaceTags() {
    for (Tag tag : found.tags()) {
      if (!line.tags().contains(tag)) {
        tx.removeTag(id, tag);
        changed = true;
      }
    }
    for (Tag tag : line.tags()) {
      if (!found.tags().contains(tag)) {
        tx.addTag(id, tag);
        changed = true;
      }
    }
  }

  private void replaceContent() {
    if (pending.contentKept) {
      return;
    }
    if (pending.staged != null) {
      tx.putContent(id, pending.staged);
    } else if (line.content() == null) {
      if (found.contentLength() < 0) {
        return;
      }
      tx.removeContent(id);
    } else if (found.contentLength() == line.content().length
        && Arrays.equals(found.content(), line.content())) {
      return;
    } else {
      tx.putContent(id, line.content());
    }
    changed = true;
  }

  private void replaceTexts() {
    for (String field : found.texts().keySet()) {
      if (!line.texts().containsKey(field)) {
        tx.removeText(id, field);
        changed = true;
      }
    }
    for (Map.Entry<String, String> text : line.texts().entrySet()) {
      if (!text.getValue().equals(found.texts().get(text.getKey()))) {
        tx.putText(id, text.getKey(), text.getValue());
        changed = true;
      }
    }
  }
}
