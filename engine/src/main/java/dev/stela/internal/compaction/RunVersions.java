package dev.stela.internal.compaction;

import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import dev.stela.internal.log.LogSegment;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.LongHashSet;

/**
 * The versions in a run of segments, in the order of the log, and for each entity its own. Entities
 * are numbered in the order in which they appear. Made once; one thread.
 */
final class RunVersions {
  static final int NONE = -1;

  /** A run is gone through three times: twice here, once to write it again. */
  private static final int SHARE = 4;

  private final List<LogSegment> run;
  private final Int2IntHashMap entityOfOrdinal = new Int2IntHashMap(NONE);
  private final LongHashSet chunks = new LongHashSet();
  private final Pacer pacer;
  private long[] places = new long[1024];
  private int[] entities = new int[1024];
  private int[] next = new int[1024];
  private int[] firstEvents = new int[1024];
  private int size;
  private int events;
  private int[] ordinals = new int[256];
  private int[] firsts = new int[256];
  private int[] lasts = new int[256];
  private int entityCount;

  /** Reads the run, all of it checked. */
  RunVersions(List<LogSegment> run, Pacer pacer) {
    this.run = run;
    this.pacer = pacer;
    for (int i = 0; i < run.size(); i++) {
      LogSegment segment = run.get(i);
      segment.checkAll(length -> pacer.spend(length / SHARE));
      readFrames(i, segment.memory(), segment.end());
    }
  }

  /** Returns the number of entities. */
  int entityCount() {
    return entityCount;
  }

  /** Returns the LSNs of the frames with pieces of streamed content. */
  LongHashSet chunks() {
    return chunks;
  }

  int ordinal(int entity) {
    return ordinals[entity];
  }

  /** Returns the oldest version of an entity. */
  int first(int entity) {
    return firsts[entity];
  }

  /** Returns the newest version of an entity. */
  int last(int entity) {
    return lasts[entity];
  }

  /** Returns the next newer version of the same entity; {@link #NONE} after the last. */
  int next(int version) {
    return next[version];
  }

  int entity(int version) {
    return entities[version];
  }

  LogSegment segment(int version) {
    return run.get((int) (places[version] >>> Integer.SIZE));
  }

  /** Returns the offset of the version's record in its segment. */
  long record(int version) {
    return (places[version] & 0xFFFF_FFFFL) << 3;
  }

  /**
   * Returns the number of the version's first event. Of a creation those tags that only its state
   * holds come first.
   */
  int firstEvent(int version) {
    return firstEvents[version];
  }

  /** Returns how many tags of a version are events without being among its events. */
  static int createdTags(MemorySegment memory, long record) {
    return (RecordLayout.flags(memory, record) & RecordLayout.FLAG_CREATED) == 0
        ? 0
        : StateLayout.tags(memory, record + RecordLayout.state(memory, record));
  }

  private void readFrames(int index, MemorySegment memory, int end) {
    long frame = LogSegmentLayout.FRAMES_OFFSET;
    while (frame < end) {
      if (FrameLayout.kind(memory, frame) == FrameLayout.KIND_CHUNK) {
        chunks.add(FrameLayout.lsn(memory, frame));
      } else {
        readRecords(index, memory, frame);
      }
      int length = FrameLayout.length(memory, frame);
      pacer.spend(length / SHARE);
      frame += length;
    }
  }

  private void readRecords(int index, MemorySegment memory, long frame) {
    long record = frame + FrameLayout.SIZE;
    for (int i = FrameLayout.records(memory, frame); i > 0; i--) {
      if (RecordLayout.kind(memory, record) == RecordLayout.KIND_ENTITY) {
        add(index, memory, record);
      }
      record += RecordLayout.length(memory, record);
    }
  }

  private void add(int index, MemorySegment memory, long record) {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
      entities = Arrays.copyOf(entities, size * 2);
      next = Arrays.copyOf(next, size * 2);
      firstEvents = Arrays.copyOf(firstEvents, size * 2);
    }
    int version = size++;
    places[version] = (long) index << Integer.SIZE | record >>> 3;
    next[version] = NONE;
    firstEvents[version] = events;
    events += createdTags(memory, record) + countEvents(memory, record);
    int ordinal = RecordLayout.ordinal(memory, record);
    int entity = entityOfOrdinal.get(ordinal);
    if (entity == NONE) {
      entity = addEntity(ordinal, version);
    } else {
      next[lasts[entity]] = version;
      lasts[entity] = version;
    }
    entities[version] = entity;
  }

  private int addEntity(int ordinal, int version) {
    if (entityCount == ordinals.length) {
      ordinals = Arrays.copyOf(ordinals, entityCount * 2);
      firsts = Arrays.copyOf(firsts, entityCount * 2);
      lasts = Arrays.copyOf(lasts, entityCount * 2);
    }
    int entity = entityCount++;
    ordinals[entity] = ordinal;
    firsts[entity] = version;
    lasts[entity] = version;
    entityOfOrdinal.put(ordinal, entity);
    return entity;
  }

  private static int countEvents(MemorySegment memory, long record) {
    int count = 0;
    long end = RecordLayout.eventsEnd(memory, record);
    for (long event = record + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      count++;
    }
    return count;
  }
}
