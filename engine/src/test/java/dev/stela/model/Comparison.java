package dev.stela.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stela.Change;
import dev.stela.Entity;
import dev.stela.EntityId;
import dev.stela.EntityNotFoundException;
import dev.stela.EntityReader;
import dev.stela.EntityStore;
import dev.stela.EntityView;
import dev.stela.HistoryNotKeptException;
import dev.stela.InvalidArgumentException;
import dev.stela.Lifecycle;
import dev.stela.Snapshot;
import dev.stela.StoreStatistics;
import dev.stela.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Asks a reader everything about an entity and compares each answer with the model's. */
final class Comparison {
  private static final Tag ABSENT = Tag.of("never:used");

  private final Model model;
  private final EntityView view = new EntityView();

  Comparison(Model model) {
    this.model = model;
  }

  /** Everything about all entities, present and past, and the counts. */
  void all(EntityStore store, Iterable<EntityId> ids) throws IOException {
    for (EntityId id : ids) {
      entity(store, id, model.lastLsn(), true);
    }
    statistics(store);
  }

  /** The counts. */
  void statistics(EntityStore store) {
    StoreStatistics statistics = store.statistics();
    assertEquals(count(Lifecycle.ACTIVE), statistics.activeEntities(), "active entities");
    assertEquals(count(Lifecycle.DELETED), statistics.deletedEntities(), "deleted entities");
    assertEquals(count(Lifecycle.ARCHIVED), statistics.archivedEntities(), "archived entities");
    assertEquals(model.purged, statistics.purgedEntities(), "purged entities");
    // A tag that was erased with the last entity that ever had it gets another number later.
    assertTrue(
        model.purged == 0 ? statistics.tags() == model.tags : statistics.tags() >= model.tags,
        () -> "tags=" + statistics.tags() + " expected=" + model.tags);
    assertEquals(model.fields.size(), statistics.textFields(), "text fields");
    assertTrue(statistics.visibleLsn() >= model.lastLsn(), "visible LSN");
    assertTrue(statistics.durableLsn() <= statistics.visibleLsn(), "durable LSN");
  }

  private long count(Lifecycle lifecycle) {
    return model.entities.values().stream()
        .filter(all -> all.getLast().state().lifecycle == lifecycle)
        .count();
  }

  /** An entity as of an LSN, which is the reader's. */
  void entity(EntityReader reader, EntityId id, long lsn, boolean withHistory) throws IOException {
    ModelVersion expected = model.at(id, lsn);
    try {
      version(reader, id, expected);
    } catch (HistoryNotKeptException e) {
      model.kept.requireRefusable(e, id, lsn);
      assertThrows(HistoryNotKeptException.class, () -> reader.find(id));
      assertThrows(HistoryNotKeptException.class, () -> reader.get(id));
      assertThrows(HistoryNotKeptException.class, () -> reader.contains(id));
      assertThrows(HistoryNotKeptException.class, () -> reader.openContent(id));
      horizon(id, e);
    }
    if (withHistory && expected != null) {
      history(reader, id, lsn);
    }
  }

  /** As of the horizon the entity is answered, as of the LSN before it is not. */
  private void horizon(EntityId id, HistoryNotKeptException e) throws IOException {
    long horizon = e.horizonLsn();
    ModelVersion first = model.at(id, horizon);
    assertEquals(horizon, first.lsn(), "LSN of the horizon");
    assertEquals(instant(first.nanos()), e.horizon(), "time of the horizon");
    try (Snapshot at = model.kept.store().asOf(horizon);
        Snapshot before = model.kept.store().asOf(horizon - 1)) {
      version(at, id, first);
      assertThrows(HistoryNotKeptException.class, () -> before.find(id));
    }
  }

  private void version(EntityReader reader, EntityId id, ModelVersion expected) throws IOException {
    Entity found = reader.find(id).orElse(null);
    boolean active = expected != null && expected.state().isActive();
    assertEquals(active, reader.contains(id), "contains");
    assertEquals(active, reader.get(id).isPresent(), "get");
    view(reader, id, active ? expected : null);
    if (active && expected.state().content != null) {
      try (InputStream stream = reader.openContent(id)) {
        assertArrayEquals(expected.state().content, stream.readAllBytes(), "streamed content");
      }
    } else {
      assertThrows(EntityNotFoundException.class, () -> reader.openContent(id));
    }
    if (expected == null) {
      assertEquals(null, found, "entity");
      assertThrows(EntityNotFoundException.class, () -> reader.history(id));
      return;
    }
    assertEquals(expected.lsn(), found.lsn(), "version");
    assertEquals(instant(expected.nanos()), found.updated(), "updated");
    state(expected.state(), found, 0);
  }

  /** A state, whose pending times are {@code pendingNanos}. */
  void state(ModelState expected, Entity found, long pendingNanos) {
    assertEquals(expected.lifecycle, found.lifecycle(), "lifecycle");
    assertEquals(expected.createdLsn, found.createdLsn(), "created LSN");
    assertEquals(time(expected.createdNanos, pendingNanos), found.created(), "created");
    List<String> wantedTags = new ArrayList<>();
    expected.tags.forEach((tag, time) -> wantedTags.add(tag + " " + time(time, pendingNanos)));
    List<String> foundTags = new ArrayList<>();
    found.tagTimes().forEach((tag, time) -> foundTags.add(tag + " " + time));
    assertEquals(wantedTags, foundTags, "tags");
    expected.tags.keySet().forEach(tag -> assertTrue(found.hasTag(tag), "hasTag"));
    assertEquals(expected.texts, found.texts(), "texts");
    byte[] content = expected.content;
    assertEquals(content == null ? -1 : content.length, found.contentLength(), "content length");
    if (content != null && content.length > Entity.LOADED_CONTENT_LIMIT) {
      assertThrows(InvalidArgumentException.class, found::content);
    } else {
      assertArrayEquals(content, found.content(), "content");
    }
  }

  /** A tag that was erased has another number later, and the tags of a change are in that order. */
  private List<Change.Event> ordered(List<Change.Event> events) {
    return model.purged == 0
        ? events
        : events.stream().sorted(Comparator.comparing(Change.Event::toString)).toList();
  }

  private void history(EntityReader reader, EntityId id, long lsn) {
    List<ModelVersion> versions = model.history(id, lsn).reversed();
    List<Change> changes = reader.history(id);
    if (!model.kept.letsGo()) {
      assertEquals(versions.size(), changes.size(), "length of the history");
    }
    int next = 0;
    for (ModelVersion version : versions) {
      boolean mayMiss = version.lsn() <= model.kept.bound(id);
      if (next == changes.size() || changes.get(next).lsn() != version.lsn()) {
        assertTrue(
            mayMiss, () -> "missing in the history: " + version + " bound=" + model.kept.bound(id));
        continue;
      }
      Change change = changes.get(next++);
      assertEquals(id, change.id(), "id in the history");
      assertEquals(instant(version.nanos()), change.timestamp(), "time in the history");
      if (mayMiss) {
        requireSome(version.events(), change.events());
      } else {
        assertEquals(ordered(version.events()), ordered(change.events()), "events in the history");
      }
    }
    assertEquals(changes.size(), next, "changes that have never been");
  }

  /** Events may be missing, and what stood before them, but what is there has happened. */
  private static void requireSome(List<Change.Event> events, List<Change.Event> found) {
    List<Change.Event> left = new ArrayList<>(events);
    for (Change.Event event : found) {
      if (!left.remove(event)) {
        int at = left.stream().map(Comparison::withoutBefore).toList().indexOf(event);
        assertTrue(at >= 0, () -> "has not happened: " + event + " in " + events);
        left.remove(at);
      }
    }
  }

  /** Of what was let go the next event says nothing. */
  private static Change.Event withoutBefore(Change.Event event) {
    return new Change.Event(event.kind(), event.subject(), null, event.after());
  }

  private void view(EntityReader reader, EntityId id, ModelVersion expected) {
    boolean found;
    if (reader instanceof EntityStore store) {
      found = store.read(id, view);
    } else if (reader instanceof Snapshot snapshot) {
      found = snapshot.read(id, view);
    } else {
      return;
    }
    assertEquals(expected != null, found, "read");
    if (!found) {
      assertThrows(InvalidArgumentException.class, view::lsn);
      return;
    }
    assertEquals(id.high(), view.idHigh());
    assertEquals(id.low(), view.idLow());
    assertEquals(expected.lsn(), view.lsn());
    assertEquals(expected.nanos(), view.updatedNanos());
    assertEquals(Lifecycle.ACTIVE, view.lifecycle());
    for (String tag : expected.state().tags.keySet()) {
      assertTrue(view.hasTag(Tag.of(tag)), () -> "view.hasTag " + tag);
    }
    assertFalse(view.hasTag(ABSENT));
    assertFalse(
        view.hasTag(Tag.of("type:value0")) ^ expected.state().tags.containsKey("type:value0"));
    viewContent(expected.state().content);
  }

  private void viewContent(byte[] content) {
    if (content == null) {
      assertEquals(-1, view.contentLength());
      assertEquals(-1, view.getContent(new byte[0], 0));
      assertEquals(-1, view.getContent(MemorySegment.ofArray(new byte[0]), 0));
      assertEquals(-1, view.getContent(Buffers.writing(new byte[0], true), 0));
      assertEquals(-1, view.readContent(0, new byte[1], 0, 1));
      return;
    }
    int length = content.length;
    assertEquals(length, view.contentLength());
    byte[] target = new byte[length + 2];
    assertEquals(length, view.getContent(target, 1));
    assertArrayEquals(content, Arrays.copyOfRange(target, 1, length + 1), "view's content");
    MemorySegment segment = MemorySegment.ofArray(new byte[length + 3]);
    assertEquals(length, view.getContent(segment, 3));
    assertArrayEquals(content, segment.asSlice(3).toArray(ValueLayout.JAVA_BYTE));
    for (boolean showsArray : new boolean[] {true, false}) {
      Arrays.fill(target, (byte) 0);
      assertEquals(length, view.getContent(Buffers.writing(target, showsArray), 2));
      assertArrayEquals(content, Arrays.copyOfRange(target, 2, length + 2));
    }
    if (length > 0) {
      assertThrows(InvalidArgumentException.class, () -> view.getContent(new byte[length - 1], 0));
      int from = length / 3;
      byte[] part = new byte[length];
      int count = view.readContent(from, part, 0, length);
      assertEquals(length - from, count);
      assertArrayEquals(
          Arrays.copyOfRange(content, from, length), Arrays.copyOfRange(part, 0, count));
    }
    assertEquals(0, view.readContent(length, target, 0, 1));
    assertEquals(0, view.readContent(length + 10L, target, 0, 1));
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  private static Instant time(long nanos, long pendingNanos) {
    return instant(nanos == ModelState.PENDING ? pendingNanos : nanos);
  }
}
