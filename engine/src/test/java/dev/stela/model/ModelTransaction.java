package dev.stela.model;

import dev.stela.Change;
import dev.stela.ConflictException;
import dev.stela.EntityExistsException;
import dev.stela.EntityId;
import dev.stela.EntityNotFoundException;
import dev.stela.IdCollisionException;
import dev.stela.InvalidArgumentException;
import dev.stela.StelaException;
import dev.stela.TagNotFoundException;
import dev.stela.model.Model.Commit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes to a model that are not committed yet. Each operation returns the exception that the
 * store has to throw, or null if it has to succeed.
 */
final class ModelTransaction {
  static final int MAX_INLINE_BYTES = 64 * 1024;

  private final Model model;
  private final Map<EntityId, Pending> pending = new LinkedHashMap<>();
  private final Map<String, Integer> newTags = new LinkedHashMap<>();
  private final List<String> newFields = new ArrayList<>();

  private static final class Pending {
    final List<Change.Event> events = new ArrayList<>();
    ModelState state;
    boolean created;
  }

  ModelTransaction(Model model) {
    this.model = model;
  }

  /** The state as this transaction sees it; null if there is none. */
  ModelState state(EntityId id) {
    Pending own = pending.get(id);
    if (own != null) {
      return own.state;
    }
    ModelVersion newest = model.newest(id);
    return newest == null ? null : newest.state();
  }

  boolean isChanged(EntityId id) {
    return pending.containsKey(id);
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  Iterable<EntityId> changed() {
    return pending.keySet();
  }

  Class<? extends StelaException> create(
      EntityId id, List<String> tags, byte[] content, boolean streamed, Map<String, String> texts) {
    EntityId taken = model.ids.get(id.toUuid());
    for (EntityId other : pending.keySet()) {
      if (other.toUuid().equals(id.toUuid())) {
        taken = other;
      }
    }
    if (taken != null) {
      return taken.equals(id) ? EntityExistsException.class : IdCollisionException.class;
    }
    if (content != null && content.length > MAX_INLINE_BYTES && !streamed) {
      return InvalidArgumentException.class;
    }
    Pending entity = new Pending();
    entity.state = new ModelState();
    entity.created = true;
    entity.events.add(new Change.Event(Change.Kind.CREATED, null, -1));
    pending.put(id, entity);
    tags.forEach(tag -> addTag(id, tag));
    if (content != null) {
      putContent(id, content, streamed);
    }
    texts.forEach((field, text) -> putText(id, field, text));
    return null;
  }

  Class<? extends StelaException> addTag(EntityId id, String tag) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    number(tag);
    change(id).state.tags.put(tag, ModelState.PENDING);
    tagEvent(id, Change.Kind.TAG_ADDED, tag);
    return null;
  }

  Class<? extends StelaException> removeTag(EntityId id, String tag) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    if (!state(id).tags.containsKey(tag)) {
      return TagNotFoundException.class;
    }
    change(id).state.tags.remove(tag);
    tagEvent(id, Change.Kind.TAG_REMOVED, tag);
    return null;
  }

  Class<? extends StelaException> setTag(EntityId id, String tag) {
    int colon = tag.indexOf(':');
    if (colon < 0) {
      return InvalidArgumentException.class;
    }
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    number(tag);
    String namespace = tag.substring(0, colon + 1);
    List<String> others = new ArrayList<>();
    for (String other : state(id).tags.keySet()) {
      if (other.startsWith(namespace) && !other.equals(tag)) {
        others.add(other);
      }
    }
    others.sort((a, b) -> Integer.compare(number(b), number(a)));
    others.forEach(other -> removeTag(id, other));
    return addTag(id, tag);
  }

  Class<? extends StelaException> putContent(EntityId id, byte[] content, boolean streamed) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    if (content.length > MAX_INLINE_BYTES && !streamed) {
      return InvalidArgumentException.class;
    }
    event(id, Change.Kind.CONTENT_PUT, null, content.length);
    pending.get(id).state.content = content;
    return null;
  }

  Class<? extends StelaException> removeContent(EntityId id) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    if (state(id).content != null) {
      event(id, Change.Kind.CONTENT_REMOVED, null, -1);
      pending.get(id).state.content = null;
    }
    return null;
  }

  Class<? extends StelaException> putText(EntityId id, String field, String text) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    int fieldBytes = field.getBytes(StandardCharsets.UTF_8).length;
    if (fieldBytes == 0 || fieldBytes > 255) {
      return InvalidArgumentException.class;
    }
    if (!model.fields.contains(field) && !newFields.contains(field)) {
      newFields.add(field);
    }
    event(id, Change.Kind.TEXT_PUT, field, text.getBytes(StandardCharsets.UTF_8).length);
    pending.get(id).state.texts.put(field, text);
    return null;
  }

  Class<? extends StelaException> removeText(EntityId id, String field) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    if (state(id).texts.containsKey(field)) {
      event(id, Change.Kind.TEXT_REMOVED, field, -1);
      pending.get(id).state.texts.remove(field);
    }
    return null;
  }

  Class<? extends StelaException> delete(EntityId id) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    event(id, Change.Kind.DELETED, null, -1);
    pending.get(id).state.deleted = true;
    return null;
  }

  Class<? extends StelaException> restore(EntityId id) {
    if (state(id) == null) {
      return EntityNotFoundException.class;
    }
    if (!state(id).deleted) {
      return EntityExistsException.class;
    }
    event(id, Change.Kind.RESTORED, null, -1);
    pending.get(id).state.deleted = false;
    return null;
  }

  Class<? extends StelaException> requireVersion(EntityId id, long lsn) {
    ModelVersion newest = model.newest(id);
    return (newest == null ? 0 : newest.lsn()) == lsn ? null : ConflictException.class;
  }

  /** Takes the changes over into the model. */
  void commit(long lsn, long nanos) {
    model.tagNumbers.putAll(newTags);
    model.fields.addAll(newFields);
    if (pending.isEmpty()) {
      return;
    }
    model.commits.add(new Commit(lsn, nanos));
    pending.forEach(
        (id, entity) -> {
          entity.state.commit(lsn, nanos);
          model.ids.put(id.toUuid(), id);
          model
              .entities
              .computeIfAbsent(id, key -> new ArrayList<>())
              .add(new ModelVersion(lsn, nanos, entity.state, events(entity)));
        });
  }

  /** A creation tells the tags that it ended with first, in the order of their numbers. */
  private List<Change.Event> events(Pending entity) {
    if (!entity.created) {
      return List.copyOf(entity.events);
    }
    List<String> tags = new ArrayList<>(entity.state.tags.keySet());
    tags.sort((a, b) -> Integer.compare(number(a), number(b)));
    List<Change.Event> events = new ArrayList<>();
    events.add(entity.events.getFirst());
    tags.forEach(tag -> events.add(new Change.Event(Change.Kind.TAG_ADDED, tag, -1)));
    for (Change.Event event : entity.events.subList(1, entity.events.size())) {
      if (event.kind() != Change.Kind.TAG_ADDED && event.kind() != Change.Kind.TAG_REMOVED) {
        events.add(event);
      }
    }
    return events;
  }

  private boolean isActive(EntityId id) {
    ModelState state = state(id);
    return state != null && !state.deleted;
  }

  private Pending change(EntityId id) {
    return pending.computeIfAbsent(
        id,
        key -> {
          Pending entity = new Pending();
          entity.state = model.newest(key).state().copy();
          return entity;
        });
  }

  private void tagEvent(EntityId id, Change.Kind kind, String tag) {
    event(id, kind, tag, -1);
  }

  private void event(EntityId id, Change.Kind kind, String subject, long length) {
    change(id).events.add(new Change.Event(kind, subject, length));
  }

  private int number(String tag) {
    Integer known = model.tagNumbers.get(tag);
    return known != null
        ? known
        : newTags.computeIfAbsent(tag, key -> model.tagNumbers.size() + newTags.size() + 1);
  }
}
