package dev.stela.temporal;

import dev.stela.Change;
import dev.stela.Change.Event;
import dev.stela.Change.Kind;
import dev.stela.Change.Stamp;
import dev.stela.EntityDiff;
import dev.stela.EntityDiff.ContentChange;
import dev.stela.EntityDiff.ContentStamp;
import dev.stela.EntityDiff.Moment;
import dev.stela.EntityDiff.Presence;
import dev.stela.EntityDiff.Refresh;
import dev.stela.EntityDiff.TextChange;
import dev.stela.EntityId;
import dev.stela.HistoryRange;
import dev.stela.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a store has to answer, in plain collections: a full copy of the state for each version. */
final class Reference {
  /** All changes in the order of their LSNs, as a history tells them. */
  final List<Change> changes = new ArrayList<>();

  private final Map<EntityId, List<Version>> versions = new LinkedHashMap<>();

  /** A state; a new entity's is all empty. */
  static final class State {
    final TreeMap<Tag, Instant> tags = new TreeMap<>();
    final TreeMap<String, String> texts = new TreeMap<>();
    final TreeMap<String, Stamp> textStamps = new TreeMap<>();
    ContentStamp content;
    Presence presence = Presence.ACTIVE;

    State copy() {
      State copy = new State();
      copy.tags.putAll(tags);
      copy.texts.putAll(texts);
      copy.textStamps.putAll(textStamps);
      copy.content = content;
      copy.presence = presence;
      return copy;
    }
  }

  private record Version(long lsn, Instant time, State state) {}

  /** Enters what a commit did to an entity: the steps in order, and texts put by field. */
  void commit(EntityId id, long lsn, Instant time, List<Step> steps) {
    List<Version> all = versions.computeIfAbsent(id, key -> new ArrayList<>());
    boolean created = all.isEmpty();
    State state = created ? new State() : all.getLast().state.copy();
    List<Event> events = new ArrayList<>();
    for (Step step : steps) {
      Event event = step.apply(state, lsn, time);
      boolean tag = event.kind() == Kind.TAG_ADDED || event.kind() == Kind.TAG_REMOVED;
      if (!created || !tag) {
        events.add(event);
      }
    }
    if (created) {
      // In the order of the tags' numbers: steps name new tags in that order.
      List<Event> tags = new ArrayList<>();
      tags.add(new Event(Kind.CREATED, null, null, null));
      for (Step step : steps) {
        if (step.kind == Kind.TAG_ADDED && state.tags.containsKey(Tag.of(step.subject))) {
          tags.add(new Event(Kind.TAG_ADDED, step.subject, null, new Stamp(time, -1)));
        }
      }
      events.addAll(0, tags);
    }
    all.add(new Version(lsn, time, state));
    changes.add(new Change(id, lsn, time, events));
  }

  State state(EntityId id) {
    List<Version> all = versions.get(id);
    return all == null ? null : all.getLast().state;
  }

  List<Change> history(EntityId id, HistoryRange range) {
    List<Change> found = new ArrayList<>();
    for (Change change : changes) {
      if (change.id().equals(id)
          && change.lsn() >= range.fromLsn()
          && change.lsn() <= range.toLsn()
          && (range.from() == null || !change.timestamp().isBefore(range.from()))
          && (range.to() == null || !change.timestamp().isAfter(range.to()))) {
        found.add(change);
      }
    }
    if (!range.oldestFirst()) {
      Collections.reverse(found);
    }
    return found.subList(0, Math.min(range.limit(), found.size()));
  }

  /** The changes after one LSN up to another, without what stood before. */
  List<Change> feed(long afterLsn, long toLsn) {
    return changes.stream()
        .filter(change -> change.lsn() > afterLsn && change.lsn() <= toLsn)
        .map(Reference::withoutBefore)
        .toList();
  }

  static Change withoutBefore(Change change) {
    return new Change(
        change.id(),
        change.lsn(),
        change.timestamp(),
        change.events().stream()
            .map(event -> new Event(event.kind(), event.subject(), null, event.after()))
            .toList());
  }

  /** The difference; null if there was no such entity at either moment. */
  EntityDiff diff(EntityId id, long fromLsn, long toLsn) {
    Version from = at(id, fromLsn);
    Version to = at(id, toLsn);
    if (from == null && to == null) {
      return null;
    }
    State before = from == null ? new State() : from.state;
    State after = to == null ? new State() : to.state;
    TreeMap<Tag, Instant> added = new TreeMap<>();
    TreeMap<Tag, Instant> removed = new TreeMap<>();
    TreeMap<Tag, Refresh> refreshed = new TreeMap<>();
    before.tags.forEach(
        (tag, time) -> {
          Instant now = after.tags.get(tag);
          if (now == null) {
            removed.put(tag, time);
          } else if (!now.equals(time)) {
            refreshed.put(tag, new Refresh(time, now));
          }
        });
    after.tags.forEach(
        (tag, time) -> {
          if (!before.tags.containsKey(tag)) {
            added.put(tag, time);
          }
        });
    TreeMap<String, TextChange> texts = new TreeMap<>();
    TreeMap<String, String> fields = new TreeMap<>(before.texts);
    fields.putAll(after.texts);
    for (String field : fields.keySet()) {
      String old = before.texts.get(field);
      String now = after.texts.get(field);
      if (!Objects.equals(old, now)) {
        texts.put(field, new TextChange(old, now));
      }
    }
    return new EntityDiff(
        id,
        moment(id, fromLsn, from),
        moment(id, toLsn, to),
        added,
        removed,
        refreshed,
        Objects.equals(before.content, after.content)
            ? null
            : new ContentChange(before.content, after.content),
        texts);
  }

  private Moment moment(EntityId id, long asOfLsn, Version version) {
    if (version == null) {
      return new Moment(asOfLsn, Presence.ABSENT, 0, null, 0, null);
    }
    Version first = versions.get(id).getFirst();
    Presence presence = version.state.presence;
    return new Moment(asOfLsn, presence, version.lsn, version.time, first.lsn, first.time);
  }

  private Version at(EntityId id, long lsn) {
    Version found = null;
    for (Version version : versions.getOrDefault(id, List.of())) {
      found = version.lsn <= lsn ? version : found;
    }
    return found;
  }

  /** One step of a transaction: what it does to a state, and the event that tells it. */
  record Step(Kind kind, String subject, String text, int length) {
    Event apply(State state, long lsn, Instant time) {
      return switch (kind) {
        case TAG_ADDED -> {
          Instant before = state.tags.put(Tag.of(subject), time);
          yield new Event(kind, subject, stamp(before), new Stamp(time, -1));
        }
        case TAG_REMOVED -> {
          Instant before = state.tags.remove(Tag.of(subject));
          yield new Event(kind, subject, stamp(before), null);
        }
        case CONTENT_PUT -> {
          Stamp before = stamp(state.content);
          state.content = new ContentStamp(lsn, time, length);
          yield new Event(kind, null, before, new Stamp(time, length));
        }
        case CONTENT_REMOVED -> {
          Stamp before = stamp(state.content);
          state.content = null;
          yield new Event(kind, null, before, null);
        }
        case TEXT_PUT -> {
          Stamp after = new Stamp(time, text.getBytes(StandardCharsets.UTF_8).length);
          state.texts.put(subject, text);
          yield new Event(kind, subject, state.textStamps.put(subject, after), after);
        }
        case TEXT_REMOVED -> {
          state.texts.remove(subject);
          yield new Event(kind, subject, state.textStamps.remove(subject), null);
        }
        case DELETED, ARCHIVED, RESTORED -> {
          state.presence = kind == Kind.RESTORED ? Presence.ACTIVE : Presence.valueOf(kind.name());
          yield new Event(kind, null, null, null);
        }
        case CREATED -> throw new IllegalArgumentException("a creation is told by itself");
      };
    }

    private static Stamp stamp(Instant time) {
      return time == null ? null : new Stamp(time, -1);
    }

    private static Stamp stamp(ContentStamp content) {
      return content == null ? null : new Stamp(content.since(), content.length());
    }
  }
}
