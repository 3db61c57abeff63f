package dev.stela.internal.compaction;

import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import dev.stela.internal.retention.EntityEvents;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.agrona.collections.LongHashSet;

/**
 * Decides what of each version in a run is kept. One use, one thread.
 *
 * <p>What is kept in any case: an entity's creation, so that its ordinal and its age stay known;
 * its last version in the run, which the next one names; the first one that was dropped from, which
 * tells those who read back that something is missing; and what is in effect at the end of the run
 * and still referred to after it.
 */
final class Planner {
  /** What the planning of an entity takes, measured in reading. */
  private static final int PLANNED_BYTES = 16;

  private final RunVersions versions;
  private final Decisions decisions;
  private final EntityPast past;
  private final Pacer pacer;
  private final Plan plan = new Plan();
  private final EntityEvents events = new EntityEvents();
  private int[] numbers = new int[64];

  Planner(RunVersions versions, Decisions decisions, EntityPast past, Pacer pacer) {
    this.versions = versions;
    this.decisions = decisions;
    this.past = past;
    this.pacer = pacer;
  }

  /** Goes through all entities of the run. */
  Plan plan() {
    for (int entity = 0; entity < versions.entityCount(); entity++) {
      if (decisions.isPurged(versions.ordinal(entity))) {
        plan.purge(entity);
      } else {
        keepVersions(entity, isConcerned(entity) ? mark(entity) : 0);
      }
      pacer.spend(PLANNED_BYTES);
    }
    return plan;
  }

  private boolean isConcerned(int entity) {
    for (int version = versions.first(entity);
        version != RunVersions.NONE;
        version = versions.next(version)) {
      MemorySegment memory = versions.segment(version).memory();
      long record = versions.record(version);
      for (int i = RunVersions.createdTags(memory, record) - 1; i >= 0; i--) {
        if (decisions.concerns(EventLayout.TAG_ADD, createdTag(memory, record, i))) {
          return true;
        }
      }
      long end = RecordLayout.eventsEnd(memory, record);
      for (long event = record + RecordLayout.SIZE;
          event < end;
          event = EventLayout.next(memory, event)) {
        if (decisions.concerns(
            EventLayout.type(memory, event), EventLayout.argument(memory, event))) {
          return true;
        }
      }
    }
    return false;
  }

  private long mark(int entity) {
    int first = versions.first(entity);
    past.addOlder(versions.segment(first), versions.record(first), events);
    int begin = events.size();
    for (int version = first; version != RunVersions.NONE; version = versions.next(version)) {
      add(version);
    }
    int end = events.size();
    int last = versions.last(entity);
    past.addNewer(versions.segment(last), versions.record(last), events);
    long cut = decisions.mark(events);
    for (int i = begin; i < end; i++) {
      if (events.isDropped(i)) {
        plan.drop(numbers[i]);
      }
    }
    return cut;
  }

  private void add(int version) {
    MemorySegment memory = versions.segment(version).memory();
    long record = versions.record(version);
    int first = events.size();
    addEvents(memory, record, true, events);
    if (numbers.length < events.size()) {
      numbers = Arrays.copyOf(numbers, Math.max(events.size(), numbers.length * 2));
    }
    for (int i = first; i < events.size(); i++) {
      numbers[i] = versions.firstEvent(version) + i - first;
    }
  }

  /** Adds the events of a version in the order of their numbers. */
  static void addEvents(MemorySegment memory, long record, boolean inRun, EntityEvents into) {
    long lsn = RecordLayout.lsn(memory, record);
    long time = FrameLayout.timestamp(memory, RecordLayout.frame(memory, record));
    int tags = RunVersions.createdTags(memory, record);
    for (int i = 0; i < tags; i++) {
      into.add(
          lsn, time, EventLayout.TAG_ADD, createdTag(memory, record, i), EventLayout.SIZE, inRun);
    }
    long end = RecordLayout.eventsEnd(memory, record);
    for (long event = record + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      into.add(
          lsn,
          time,
          EventLayout.type(memory, event),
          EventLayout.argument(memory, event),
          EventLayout.next(memory, event) - event,
          inRun);
    }
  }

  /** Returns a tag of a creation's state. */
  static int createdTag(MemorySegment memory, long record, int index) {
    long state = record + RecordLayout.state(memory, record);
    int tags = StateLayout.tags(memory, state);
    long first = StateLayout.tagNumbersStart(state, StateLayout.nameBytes(memory, state), tags);
    return memory.get(Layouts.INT, first + (long) index * Integer.BYTES);
  }

  private void keepVersions(int entity, long newCut) {
    int last = versions.last(entity);
    // Whoever looks for what was dropped must come upon a version that says so.
    boolean cutBefore = false;
    for (int version = versions.first(entity);
        version != RunVersions.NONE;
        version = versions.next(version)) {
      MemorySegment memory = versions.segment(version).memory();
      long record = versions.record(version);
      int flags = RecordLayout.flags(memory, record);
      boolean cut =
          (flags & RecordLayout.FLAG_CUT) != 0 || RecordLayout.lsn(memory, record) < newCut;
      boolean needed =
          version == last || (flags & RecordLayout.FLAG_CREATED) != 0 || !cut || !cutBefore;
      if (needed || keepsAny(version, memory, record)) {
        plan.keep(version, cut);
        keepChunks(version, memory, record);
        cutBefore = cut;
      }
    }
  }

  private boolean keepsAny(int version, MemorySegment memory, long record) {
    int number = versions.firstEvent(version) + RunVersions.createdTags(memory, record);
    long end = RecordLayout.eventsEnd(memory, record);
    for (long event = record + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      if (!plan.isDropped(number++)) {
        return true;
      }
    }
    return false;
  }

  private void keepChunks(int version, MemorySegment memory, long record) {
    int number = versions.firstEvent(version) + RunVersions.createdTags(memory, record);
    long end = RecordLayout.eventsEnd(memory, record);
    for (long event = record + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      if (!plan.isDropped(number++)) {
        chunksOf(memory, event, plan.chunks());
      }
    }
  }

  /** Adds the LSNs of the chunks that an event names. */
  static void chunksOf(MemorySegment memory, long event, LongHashSet into) {
    long block = event + EventLayout.SIZE;
    if (EventLayout.hasBlock(EventLayout.type(memory, event))
        && BlockLayout.kind(memory, block) == BlockLayout.CHUNKED) {
      for (int i = 0; i < BlockLayout.chunks(memory, block); i++) {
        into.add(BlockLayout.chunkLsn(memory, block, i));
      }
    }
  }
}
