package dev.stela.tools.history;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.StagedContent;
import dev.stela.Tag;
import dev.stela.Transaction;

/** Does to an entity what an event says was done. One thread, one transaction. */
record ChangeApplier(Transaction tx, EntityId id) {
  /**
   * Applies an event that is whole.
   *
   * @param staged the content that it puts, if that is a long one
   */
  void apply(HistoryLine.Event event, StagedContent staged) {
    switch (event.kind()) {
      case CREATED -> tx.create(EntityDraft.of(id));
      case TAG_ADDED -> tx.addTag(id, Tag.of(event.subject()));
      case TAG_REMOVED -> tx.removeTag(id, Tag.of(event.subject()));
      case CONTENT_PUT -> putContent(event, staged);
      case CONTENT_REMOVED -> tx.removeContent(id);
      case TEXT_PUT -> tx.putText(id, event.subject(), event.text());
      case TEXT_REMOVED -> tx.removeText(id, event.subject());
      case DELETED -> tx.delete(id);
      case ARCHIVED -> tx.archive(id);
      case RESTORED -> tx.restore(id);
    }
  }

  private void putContent(HistoryLine.Event event, StagedContent staged) {
    if (staged != null) {
      tx.putContent(id, staged);
    } else {
      tx.putContent(id, event.data());
    }
  }
}
