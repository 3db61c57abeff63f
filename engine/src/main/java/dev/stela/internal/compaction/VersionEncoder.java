package dev.stela.internal.compaction;

import dev.stela.CorruptionException;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.FrameBuffer;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.ChainRule;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.StateEncoder;
import dev.stela.internal.read.Version;
import java.lang.foreign.MemorySegment;
import org.agrona.collections.Long2LongHashMap;

/**
 * Encodes versions anew for their places in a data segment. A version of which something is missing
 * is flagged, and holds of its state only what a creation tells the posting lists; the first whole
 * one after it is FULL. One thread.
 */
final class VersionEncoder {
  private final SegmentTable segments;
  private final RunVersions versions;
  private final Plan plan;
  private final FrameBuffer buffer;
  private final long firstLsn;
  private final OutputChains chains;
  private final Long2LongHashMap texts = new Long2LongHashMap(0);
  private final StateEncoder states;
  private final EntityState state = new EntityState();
  private final Version source = new Version();
  private long frame;
  private int entity;
  // The content that stands after the version, and the one that the version itself has put.
  private long content;
  private long putHere;
  private int changes;

  /**
   * Encodes into a buffer.
   *
   * @param firstLsn where the run begins: what was put before it is referred to
   */
  VersionEncoder(
      SegmentTable segments, RunVersions versions, Plan plan, FrameBuffer buffer, long firstLsn) {
    this.segments = segments;
    this.versions = versions;
    this.plan = plan;
    this.buffer = buffer;
    this.firstLsn = firstLsn;
    this.chains = new OutputChains(versions.entityCount());
    this.states = new StateEncoder(buffer, this::place);
  }

  OutputChains chains() {
    return chains;
  }

  /** Begins a frame at a place in the data segment. */
  void begin(long place) {
    frame = place;
  }

  /**
   * Encodes a version.
   *
   * @param at where in the buffer
   * @return where in the buffer it ends
   */
  long encode(int version, LogSegment segment, long record, long at) {
    MemorySegment memory = segment.memory();
    entity = versions.entity(version);
    boolean cut = plan.isCut(version);
    boolean full = needsFull(cut);
    content = chains.content(entity);
    putHere = 0;
    long end = encodeEvents(version, memory, record, at);
    int stateOffset = 0;
    if (full) {
      stateOffset = (int) (end - at);
      end = encodeState(version, segment, record, end, cut);
      if (!cut) {
        content = states.content();
      }
    }
    encodeHeader(memory, record, at, (int) (end - at), stateOffset, cut);
    if (full) {
      chains.full(entity, frame + at, end - at - stateOffset, cut);
    } else {
      chains.delta(entity, frame + at, chains.changes(entity) + changes);
    }
    chains.content(entity, content);
    return end;
  }

  private boolean needsFull(boolean cut) {
    return chains.last(entity) == 0
        || chains.isCut(entity) && !cut
        || ChainRule.ends(chains.chain(entity), chains.stateBytes(entity));
  }

  private long encodeEvents(int version, MemorySegment memory, long record, long at) {
    int number = versions.firstEvent(version) + RunVersions.createdTags(memory, record);
    long target = at + RecordLayout.SIZE;
    buffer.ensure(target);
    changes = 0;
    long end = RecordLayout.eventsEnd(memory, record);
    long event = record + RecordLayout.SIZE;
    while (event < end) {
      long next = EventLayout.next(memory, event);
      if (!plan.isDropped(number++)) {
        long bytes = next - event;
        MemorySegment.copy(memory, event, buffer.ensure(target + bytes), target, bytes);
        note(EventLayout.type(memory, event), EventLayout.argument(memory, event), target);
        target += bytes;
      }
      event = next;
    }
    return target;
  }

  private void note(int type, int argument, long event) {
    long block = frame + event + EventLayout.SIZE;
    switch (type) {
      case EventLayout.CONTENT_PUT -> {
        content = block;
        putHere = block;
      }
      case EventLayout.CONTENT_REMOVE -> {
        content = 0;
        putHere = 0;
      }
      case EventLayout.TEXT_PUT -> texts.put(textKey(argument), block);
      default -> {
        // Others put nothing.
      }
    }
    if (EventLayout.changesState(type)) {
      changes++;
    }
  }

  private long encodeState(int version, LogSegment segment, long record, long at, boolean cut) {
    source.point(segments, segment, record);
    state.load(source);
    long createdLsn = state.createdLsn();
    long createdTimestamp = state.createdTimestamp();
    if (cut) {
      state.texts().clear();
      state.content(null, 0);
      keepCreatedTags(version, segment.memory(), record);
    }
    return states.encode(state, at, frame, createdLsn, createdTimestamp);
  }

  /** A creation's tags are events, too: those that are left go into the posting lists. */
  private void keepCreatedTags(int version, MemorySegment memory, long record) {
    int count = RunVersions.createdTags(memory, record);
    if (count == 0) {
      state.tags().clear();
    }
    for (int i = 0; i < count; i++) {
      if (plan.isDropped(versions.firstEvent(version) + i)) {
        state.tags().remove(Planner.createdTag(memory, record, i));
      }
    }
  }

  private void encodeHeader(
      MemorySegment source, long record, long at, int length, int stateOffset, boolean cut) {
    MemorySegment memory = buffer.memory();
    long previous = chains.last(entity);
    int flags =
        RecordLayout.flags(source, record) & ~(RecordLayout.FLAG_FULL | RecordLayout.FLAG_CUT)
            | (stateOffset == 0 ? 0 : RecordLayout.FLAG_FULL)
            | (cut ? RecordLayout.FLAG_CUT : 0);
    MemorySegment.copy(source, record, memory, at, RecordLayout.PREVIOUS_OFFSET);
    RecordLayout.length(memory, at, length);
    RecordLayout.kind(memory, at, RecordLayout.KIND_ENTITY, flags, 0);
    RecordLayout.frameDistance(memory, at, at);
    // Not what the record itself names: that may have gone.
    RecordLayout.previousLsn(memory, at, previous == 0 ? lsnBeforeRun() : chains.lastLsn(entity));
    RecordLayout.content(memory, at, cut ? putHere : content);
    RecordLayout.state(memory, at, stateOffset);
    if (stateOffset != 0) {
      int depth = previous == 0 ? 0 : chains.depth(entity) + 1;
      RecordLayout.chain(memory, at, previous, chains.nextJump(entity), frame + at, depth, 0);
      RecordLayout.changes(memory, at, 0);
    } else {
      RecordLayout.chain(
          memory,
          at,
          previous,
          0,
          chains.base(entity),
          chains.depth(entity),
          chains.chain(entity) + 1);
      RecordLayout.changes(memory, at, chains.changes(entity) + changes);
    }
    chains.lastLsn(entity, RecordLayout.lsn(source, record));
  }

  private long lsnBeforeRun() {
    int first = versions.first(entity);
    return RecordLayout.previousLsn(versions.segment(first).memory(), versions.record(first));
  }

  /** What was put in the run lies where its version was written. */
  private long place(int field, MemorySegment holder, long block) {
    long lsn = BlockLayout.lsn(holder, block);
    if (lsn < firstLsn) {
      return 0;
    }
    long place = field == 0 ? content : texts.get(textKey(field));
    if (place == 0) {
      throw new CorruptionException(
          "a version refers to a content or text that is not there",
          source.segment().path(),
          source.record(),
          "lsn " + lsn,
          "none");
    }
    return place;
  }

  private long textKey(int field) {
    return (long) entity << Integer.SIZE | field;
  }
}
