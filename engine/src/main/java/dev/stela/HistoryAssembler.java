package dev.stela;

import dev.stela.Change.Event;
import dev.stela.Change.Kind;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.Version;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Reads the events of an entity's versions, the newest version first. One thread. */
final class HistoryAssembler {
  private final Dictionary dictionary;

  HistoryAssembler(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  /** Reads from the version on which the cursor stands back to the creation; moves the cursor. */
  List<Change> assemble(Version version) {
    List<Change> changes = new ArrayList<>();
    do {
      changes.add(
          new Change(version.lsn(), EntityAssembler.instant(version.timestamp()), events(version)));
    } while (version.toPrevious());
    return changes;
  }

  private List<Event> events(Version version) {
    List<Event> events = new ArrayList<>();
    if (version.isCreation()) {
      events.add(new Event(Kind.CREATED, null, -1));
      EntityState state = new EntityState();
      state.load(version);
      for (int i = 0; i < state.tags().size(); i++) {
        events.add(tagEvent(Kind.TAG_ADDED, state.tags().number(i)));
      }
    }
    MemorySegment memory = version.memory();
    long end = RecordLayout.eventsEnd(memory, version.record());
    for (long event = version.record() + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      events.add(event(memory, event));
    }
    return events;
  }

  private Event event(MemorySegment memory, long event) {
    int argument = EventLayout.argument(memory, event);
    long length =
        EventLayout.hasBlock(EventLayout.type(memory, event))
            ? BlockLayout.length(memory, event + EventLayout.SIZE)
            : -1;
    return switch (EventLayout.type(memory, event)) {
      case EventLayout.TAG_ADD -> tagEvent(Kind.TAG_ADDED, argument);
      case EventLayout.TAG_REMOVE -> tagEvent(Kind.TAG_REMOVED, argument);
      case EventLayout.CONTENT_PUT -> new Event(Kind.CONTENT_PUT, null, length);
      case EventLayout.CONTENT_REMOVE -> new Event(Kind.CONTENT_REMOVED, null, -1);
      case EventLayout.TEXT_PUT -> new Event(Kind.TEXT_PUT, dictionary.field(argument), length);
      case EventLayout.TEXT_REMOVE -> new Event(Kind.TEXT_REMOVED, dictionary.field(argument), -1);
      case EventLayout.DELETE -> new Event(Kind.DELETED, null, -1);
      case EventLayout.RESTORE -> new Event(Kind.RESTORED, null, -1);
      default -> throw new IllegalStateException("type " + EventLayout.type(memory, event));
    };
  }

  private Event tagEvent(Kind kind, int number) {
    return new Event(kind, dictionary.tag(number).text(), -1);
  }
}
