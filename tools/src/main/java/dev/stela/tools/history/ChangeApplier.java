package dev.stela.tools.history;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.InvalidArgumentException;
import dev.stela.StagedContent;
import dev.stela.Tag;
import dev.stela.Transaction;

/** Does to an entity what an event says was done. One thread, one transaction. */
record ChangeApplier(Transaction tx, EntityId id) {
  /**
   * Applies an event.
   *
   * @param staged the content that it puts, if that is a long one
   */
  void apply(HistoryLine.Event event, StagedContent staged) {
    if (event.kind() == null) {
      throw new InvalidArgumentException("an event needs a kind");
    }
    switch (event.kind()) {
      case CREATED -> tx.create(EntityDraft.of(id));
      case TAG_ADDED -> tx.addTag(id, Tag.of(required("subject", event.subject())));
      case TAG_REMOVED -> tx.removeTag(id, Tag.of(required("subject", event.subject())));
      case CONTENT_PUT -> putContent(event, staged);
      case CONTENT_REMOVED -> tx.removeContent(id);
      case TEXT_PUT ->
          tx.putText(id, required("subject", event.subject()), required("text", event.text()));
      case TEXT_REMOVED -> tx.removeText(id, required("subject", event.subject()));
      case DELETED -> tx.delete(id);
      case ARCHIVED -> tx.archive(id);
      case RESTORED -> tx.restore(id);
    }
  }

  private void putContent(HistoryLine.Event event, StagedContent staged) {
    if (staged != null) {
      tx.putContent(id, staged);
    } else {
      tx.putContent(id, required("data", event.data()));
    }
  }

  private static <T> T required(String name, T value) {
    if (value == null) {
      throw new InvalidArgumentException("an event of that kind needs a field: field=" + name);
    }
    return value;
  }
}
