package dev.stela.model;

import dev.stela.Change;
import dev.stela.ConflictException;
import dev.stela.EntityExistsException;
import dev.stela.EntityId;
import dev.stela.EntityNotFoundException;
import dev.stela.IdCollisionException;
import dev.stela.InvalidArgumentException;
import dev.stela.Lifecycle;
import dev.stela.StelaException;
import dev.stela.TagNotFoundException;
import dev.stela.model.Model.Commit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Changes to a model that are not committed yet. Each operation returns the exception that the
 * store has to throw, or null if it has to succeed.
 */
final class ModelTransaction {
  static final int MAX_INLINE_BYTES = 64 * 1024;

  private final Model model;
  private final Map<EntityId, Pending> pending = new LinkedHashMap<>();
  private final Set<EntityId> purged = new LinkedHashSet<>();
  private final Set<UUID> touched = new LinkedHashSet<>();
  private final Map<String, Integer> newTags = new LinkedHashMap<>();
  private final List<String> newFields = new ArrayList<>();

  private static final class Pending {
    final List<PendingEvent> events = new ArrayList<>();
    ModelState state;
    boolean created;

    /** Whether any event is of a tag. */
    boolean names(String tag) {
      return events.stream()
          .anyMatch(
              event ->
                  tag.equals(event.subject())
                      && (event.kind() == Change.Kind.TAG_ADDED
                          || event.kind() == Change.Kind.TAG_REMOVED));
    }
  }

  /** An event whose times are known only when the transaction commits. */
  private record PendingEvent(
      Change.Kind kind, String subject, PendingStamp before, PendingStamp after) {
    Change.Event at(long nanos) {
      return new Change.Event(kind, subject, at(before, nanos), at(after, nanos));
    }

    private static Change.Stamp at(PendingStamp stamp, long nanos) {
      return stamp == null
          ? null
          : new Change.Stamp(
              Comparison.instant(stamp.nanos == ModelState.PENDING ? nanos : stamp.nanos),
              stamp.length);
    }
  }

  private record PendingStamp(long nanos, long length) {}

  ModelTransaction(Model model) {
    this.model = model;
  }

  /** The state as this transaction sees it; null if there is none. */
  ModelState state(EntityId id) {
    Pending own = pending.get(id);
    if (own != null) {
      return own.state;
    }
    ModelVersion newest = newest(id);
    return newest == null ? null : newest.state();
  }

  private ModelVersion newest(EntityId id) {
    return purged.contains(id) ? null : model.newest(id);
  }

  /** Whether the entity of before is purged, and none has been created since. */
  boolean isPurged(EntityId id) {
    return purged.contains(id) && !pending.containsKey(id);
  }

  /** The entities of before that are purged. */
  Iterable<EntityId> purged() {
    return purged;
  }

  /** Notes that an entity was asked for: what one commit creates is in the order of that. */
  void touch(EntityId id) {
    touched.add(id.toUuid());
  }

  boolean isChanged(EntityId id) {
    return pending.containsKey(id);
  }

  boolean isEmpty() {
    return pending.isEmpty() && purged.isEmpty();
  }

  Iterable<EntityId> changed() {
    return pending.keySet();
  }

  Class<? extends StelaException> create(
      EntityId id, List<String> tags, byte[] content, boolean streamed, Map<String, String> texts) {
    EntityId taken = model.ids.get(id.toUuid());
    if (purged.contains(taken)) {
      taken = null;
    }
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
    entity.events.add(new PendingEvent(Change.Kind.CREATED, null, null, null));
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
    Long before = change(id).state.tags.put(tag, ModelState.PENDING);
    event(id, Change.Kind.TAG_ADDED, tag, tagStamp(before), tagStamp(ModelState.PENDING));
    return null;
  }

  Class<? extends StelaException> removeTag(EntityId id, String tag) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    if (!state(id).tags.containsKey(tag)) {
      return TagNotFoundException.class;
    }
    Long before = change(id).state.tags.remove(tag);
    event(id, Change.Kind.TAG_REMOVED, tag, tagStamp(before), null);
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
    PendingStamp after = new PendingStamp(ModelState.PENDING, content.length);
    event(id, Change.Kind.CONTENT_PUT, null, contentStamp(id), after);
    pending.get(id).state.content = content;
    pending.get(id).state.contentNanos = ModelState.PENDING;
    return null;
  }

  Class<? extends StelaException> removeContent(EntityId id) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    if (state(id).content != null) {
      event(id, Change.Kind.CONTENT_REMOVED, null, contentStamp(id), null);
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
    PendingStamp after =
        new PendingStamp(ModelState.PENDING, text.getBytes(StandardCharsets.UTF_8).length);
    event(id, Change.Kind.TEXT_PUT, field, textStamp(id, field), after);
    pending.get(id).state.texts.put(field, text);
    pending.get(id).state.textTimes.put(field, ModelState.PENDING);
    return null;
  }

  Class<? extends StelaException> removeText(EntityId id, String field) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    if (state(id).texts.containsKey(field)) {
      event(id, Change.Kind.TEXT_REMOVED, field, textStamp(id, field), null);
      pending.get(id).state.texts.remove(field);
      pending.get(id).state.textTimes.remove(field);
    }
    return null;
  }

  Class<? extends StelaException> delete(EntityId id) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    event(id, Change.Kind.DELETED, null, null, null);
    pending.get(id).state.lifecycle = Lifecycle.DELETED;
    return null;
  }

  Class<? extends StelaException> archive(EntityId id) {
    if (!isActive(id)) {
      return EntityNotFoundException.class;
    }
    event(id, Change.Kind.ARCHIVED, null, null, null);
    pending.get(id).state.lifecycle = Lifecycle.ARCHIVED;
    return null;
  }

  Class<? extends StelaException> purge(EntityId id) {
    if (state(id) == null) {
      return EntityNotFoundException.class;
    }
    pending.remove(id);
    if (model.newest(id) != null) {
      purged.add(id);
    }
    return null;
  }

  Class<? extends StelaException> restore(EntityId id) {
    if (state(id) == null) {
      return EntityNotFoundException.class;
    }
    if (state(id).isActive()) {
      return EntityExistsException.class;
    }
    event(id, Change.Kind.RESTORED, null, null, null);
    pending.get(id).state.lifecycle = Lifecycle.ACTIVE;
    return null;
  }

  Class<? extends StelaException> requireVersion(EntityId id, long lsn) {
    ModelVersion newest = newest(id);
    return (newest == null ? 0 : newest.lsn()) == lsn ? null : ConflictException.class;
  }

  /** Takes the changes over into the model. */
  void commit(long lsn, long nanos) {
    if (isEmpty()) {
      return;
    }
    model.tags += newTags.size();
    newTags.keySet().removeIf(tag -> pending.values().stream().noneMatch(one -> one.names(tag)));
    model.tagNumbers.putAll(newTags);
    model.fields.addAll(newFields);
    purged.forEach(model::purge);
    model.commits.add(new Commit(lsn, nanos));
    pending.keySet().forEach(this::touch);
    List<UUID> order = List.copyOf(touched);
    List<EntityId> ids = new ArrayList<>(pending.keySet());
    ids.sort(Comparator.comparingInt(id -> order.indexOf(id.toUuid())));
    ids.forEach(
        id -> {
          Pending entity = pending.get(id);
          entity.state.commit(lsn, nanos);
          model.ids.put(id.toUuid(), id);
          model
              .entities
              .computeIfAbsent(id, key -> new ArrayList<>())
              .add(new ModelVersion(lsn, nanos, entity.state, events(entity, nanos)));
        });
  }

  /** A creation tells the tags that it ended with first, in the order of their numbers. */
  private List<Change.Event> events(Pending entity, long nanos) {
    if (!entity.created) {
      return entity.events.stream().map(event -> event.at(nanos)).toList();
    }
    List<String> tags = new ArrayList<>(entity.state.tags.keySet());
    tags.sort((a, b) -> Integer.compare(number(a), number(b)));
    List<Change.Event> events = new ArrayList<>();
    events.add(entity.events.getFirst().at(nanos));
    Change.Stamp added = new Change.Stamp(Comparison.instant(nanos), -1);
    tags.forEach(tag -> events.add(new Change.Event(Change.Kind.TAG_ADDED, tag, null, added)));
    for (PendingEvent event : entity.events.subList(1, entity.events.size())) {
      if (event.kind() != Change.Kind.TAG_ADDED && event.kind() != Change.Kind.TAG_REMOVED) {
        events.add(event.at(nanos));
      }
    }
    return events;
  }

  private boolean isActive(EntityId id) {
    ModelState state = state(id);
    return state != null && state.isActive();
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

  private void event(
      EntityId id, Change.Kind kind, String subject, PendingStamp before, PendingStamp after) {
    change(id).events.add(new PendingEvent(kind, subject, before, after));
  }

  private static PendingStamp tagStamp(Long nanos) {
    return nanos == null ? null : new PendingStamp(nanos, -1);
  }

  private PendingStamp contentStamp(EntityId id) {
    ModelState state = state(id);
    return state.content == null
        ? null
        : new PendingStamp(state.contentNanos, state.content.length);
  }

  private PendingStamp textStamp(EntityId id, String field) {
    String text = state(id).texts.get(field);
    return text == null
        ? null
        : new PendingStamp(
            state(id).textTimes.get(field), text.getBytes(StandardCharsets.UTF_8).length);
  }

  private int number(String tag) {
    Integer known = model.tagNumbers.get(tag);
    return known != null
        ? known
        : newTags.computeIfAbsent(tag, key -> model.tags + newTags.size() + 1);
  }
}
