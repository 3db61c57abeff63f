package dev.stela;

import dev.stela.Change.Event;
import dev.stela.Change.Kind;
import dev.stela.Change.Stamp;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.Timestamps;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.Version;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Copies the events of versions out of the log. One thread. */
final class EventAssembler {
  private final Dictionary dictionary;
  private final Standing standing;

  /**
   * Reads with this dictionary.
   *
   * @param standing what stands before the first version that will be read, all of one entity and
   *     the oldest first; null if events are not to say what stood before
   */
  EventAssembler(Dictionary dictionary, Standing standing) {
    this.dictionary = dictionary;
    this.standing = standing;
  }

  /** Copies one version, of the entity with the given id. */
  Change change(EntityId id, Version version) {
    Instant time = Timestamps.instant(version.timestamp());
    return new Change(id, version.lsn(), time, events(version, time));
  }

  private List<Event> events(Version version, Instant time) {
    List<Event> events = new ArrayList<>();
    if (version.isCreation()) {
      events.add(new Event(Kind.CREATED, null, null, null));
      EntityState state = new EntityState();
      state.load(version);
      for (int i = 0; i < state.tags().size(); i++) {
        events.add(tagEvent(Kind.TAG_ADDED, state.tags().number(i), new Stamp(time, -1)));
      }
    }
    MemorySegment memory = version.memory();
    long end = RecordLayout.eventsEnd(memory, version.record());
    for (long event = version.record() + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      events.add(event(memory, event, time));
    }
    return events;
  }

  private Event event(MemorySegment memory, long event, Instant time) {
    int argument = EventLayout.argument(memory, event);
    int type = EventLayout.type(memory, event);
    return switch (type) {
      case EventLayout.TAG_ADD -> tagEvent(Kind.TAG_ADDED, argument, new Stamp(time, -1));
      case EventLayout.TAG_REMOVE -> tagEvent(Kind.TAG_REMOVED, argument, null);
      case EventLayout.CONTENT_PUT -> contentEvent(Kind.CONTENT_PUT, put(memory, event, time));
      case EventLayout.CONTENT_REMOVE -> contentEvent(Kind.CONTENT_REMOVED, null);
      case EventLayout.TEXT_PUT -> textEvent(Kind.TEXT_PUT, argument, put(memory, event, time));
      case EventLayout.TEXT_REMOVE -> textEvent(Kind.TEXT_REMOVED, argument, null);
      case EventLayout.DELETE -> new Event(Kind.DELETED, null, null, null);
      case EventLayout.ARCHIVE -> new Event(Kind.ARCHIVED, null, null, null);
      case EventLayout.RESTORE -> new Event(Kind.RESTORED, null, null, null);
      default -> throw new IllegalStateException("type " + type);
    };
  }

  private static Stamp put(MemorySegment memory, long event, Instant time) {
    return new Stamp(time, BlockLayout.length(memory, event + EventLayout.SIZE));
  }

  private Event tagEvent(Kind kind, int number, Stamp after) {
    Stamp before = standing == null ? null : standing.tag(number, after);
    return new Event(kind, dictionary.tag(number).text(), before, after);
  }

  private Event textEvent(Kind kind, int field, Stamp after) {
    Stamp before = standing == null ? null : standing.text(field, after);
    return new Event(kind, dictionary.field(field), before, after);
  }

  private Event contentEvent(Kind kind, Stamp after) {
    Stamp before = standing == null ? null : standing.content(after);
    return new Event(kind, null, before, after);
  }
}
