package dev.stela.tools.history;

import dev.stela.Change.Kind;
import dev.stela.Entity;
import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.Lifecycle;
import dev.stela.StagedContent;
import dev.stela.Tag;
import dev.stela.Transaction;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Gives an entity the state that it had where history before was dropped. What is as it was keeps
 * its time. One thread, one transaction.
 */
record StateReplacer(Transaction tx, EntityId id) {
  /**
   * Replaces the state.
   *
   * @param events what makes up the new one
   * @param contents gives the long content that an event puts
   */
  void replace(
      List<HistoryLine.Event> events, Function<HistoryLine.Event, StagedContent> contents) {
    Optional<Entity> before = tx.find(id);
    if (before.isEmpty()) {
      tx.create(EntityDraft.of(id));
    } else if (before.get().lifecycle() != Lifecycle.ACTIVE) {
      tx.restore(id);
    }
    before.ifPresent(entity -> remove(entity, events));
    ChangeApplier applier = new ChangeApplier(tx, id);
    for (HistoryLine.Event event : events) {
      if (event.kind() != Kind.CREATED && !before.map(e -> isThere(e, event)).orElse(false)) {
        applier.apply(event, contents.apply(event));
      }
    }
  }

  private void remove(Entity before, List<HistoryLine.Event> events) {
    Set<String> tags = new HashSet<>();
    Set<String> fields = new HashSet<>();
    boolean content = false;
    for (HistoryLine.Event event : events) {
      switch (event.kind()) {
        case TAG_ADDED -> tags.add(event.subject());
        case TEXT_PUT -> fields.add(event.subject());
        case CONTENT_PUT -> content = true;
        default -> {
          // Nothing to keep.
        }
      }
    }
    for (Tag tag : before.tags()) {
      if (!tags.contains(tag.text())) {
        tx.removeTag(id, tag);
      }
    }
    for (String field : before.texts().keySet()) {
      if (!fields.contains(field)) {
        tx.removeText(id, field);
      }
    }
    if (!content) {
      tx.removeContent(id);
    }
  }

  private static boolean isThere(Entity before, HistoryLine.Event event) {
    return switch (event.kind()) {
      case TAG_ADDED ->
          Objects.equals(event.since(), before.tagTimes().get(Tag.of(event.subject())));
      case TEXT_PUT -> Objects.equals(event.text(), before.texts().get(event.subject()));
      case CONTENT_PUT ->
          event.data() != null
              && before.contentLength() == event.data().length
              && Arrays.equals(event.data(), before.content());
      default -> false;
    };
  }
}
