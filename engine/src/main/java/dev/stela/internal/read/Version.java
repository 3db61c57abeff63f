package dev.stela.internal.read;

import dev.stela.CorruptionException;
import dev.stela.HistoryNotKeptException;
import dev.stela.Lifecycle;
import dev.stela.internal.directory.IndexEntry;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import dev.stela.internal.format.Timestamps;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import java.lang.foreign.MemorySegment;
import java.util.UUID;

/**
 * A cursor over the versions of one entity: a flyweight that points at a record in the log and
 * copies nothing. What it points at never changes. One thread at a time.
 */
public final class Version {
  /** The directory's entry from which the cursor started; filled by {@link Lookup}. */
  final IndexEntry entry = new IndexEntry();

  private SegmentTable segments;
  private LogSegment segment;
  private MemorySegment memory;
  private long record;

  /** Creates a cursor that points at nothing. */
  public Version() {}

  /** Points at a record whose place and ordinal have been validated, and has its frame checked. */
  public void point(SegmentTable table, LogSegment target, long offset) {
    target.check(offset);
    segments = table;
    segment = target;
    memory = target.memory();
    record = offset;
  }

  /** Returns the log's segments. */
  SegmentTable segments() {
    return segments;
  }

  /** Returns the segment of the record. */
  public LogSegment segment() {
    return segment;
  }

  /** Returns the memory of the segment. */
  public MemorySegment memory() {
    return memory;
  }

  /** Returns the offset of the record in the segment. */
  public long record() {
    return record;
  }

  /** Returns the LSN of the commit that made this version. */
  public long lsn() {
    return RecordLayout.lsn(memory, record);
  }

  /** Returns the time of that commit in nanoseconds since the epoch. */
  public long timestamp() {
    return FrameLayout.timestamp(memory, RecordLayout.frame(memory, record));
  }

  /** Returns the entity's ordinal. */
  public int ordinal() {
    return RecordLayout.ordinal(memory, record);
  }

  /** Returns the upper half of the entity's id. */
  public long idHigh() {
    return RecordLayout.idHigh(memory, record);
  }

  /** Returns the lower half of the entity's id. */
  public long idLow() {
    return RecordLayout.idLow(memory, record);
  }

  /** Tells whether the id comes from a name. */
  public boolean isNamed() {
    return (RecordLayout.flags(memory, record) & RecordLayout.FLAG_NAMED) != 0;
  }

  /** Returns the entity's name in UTF-8, copied; empty if it has none. */
  public byte[] name() {
    long state = baseState();
    byte[] name = new byte[StateLayout.nameBytes(memory, state)];
    MemorySegment.copy(memory, Layouts.BYTE, StateLayout.nameStart(state), name, 0, name.length);
    return name;
  }

  /** Returns the entity's state of life in this version. */
  public Lifecycle lifecycle() {
    int flags = RecordLayout.flags(memory, record);
    if ((flags & RecordLayout.FLAG_DELETED) != 0) {
      return Lifecycle.DELETED;
    }
    return (flags & RecordLayout.FLAG_ARCHIVED) != 0 ? Lifecycle.ARCHIVED : Lifecycle.ACTIVE;
  }

  /** Tells whether the entity is active in this version. */
  public boolean isActive() {
    return (RecordLayout.flags(memory, record)
            & (RecordLayout.FLAG_DELETED | RecordLayout.FLAG_ARCHIVED))
        == 0;
  }

  /** Tells whether this version is the entity's creation. */
  public boolean isCreation() {
    return (RecordLayout.flags(memory, record) & RecordLayout.FLAG_CREATED) != 0;
  }

  /**
   * Tells whether retention has dropped something of this version or of one before it, so that as
   * of this version nothing may be answered.
   */
  public boolean isCut() {
    return (RecordLayout.flags(memory, record) & RecordLayout.FLAG_CUT) != 0;
  }

  /** Tells whether retention has left no event of this version. */
  public boolean isEmptied() {
    return RecordLayout.isEmptied(memory, record);
  }

  private boolean isFull() {
    return (RecordLayout.flags(memory, record) & RecordLayout.FLAG_FULL) != 0;
  }

  /** Returns the offset of the full version this one builds on; its frame has been checked. */
  public long base() {
    long base = RecordLayout.base(memory, record);
    segment.check(base);
    return base;
  }

  /** Returns the offset of the base's full state. */
  public long baseState() {
    long base = base();
    return base + RecordLayout.state(memory, base);
  }

  /**
   * Moves to the newest version that is not after {@code limit}.
   *
   * @return false if the entity did not exist then; the cursor is of no use after that
   * @throws HistoryNotKeptException if retention has dropped what the answer needs
   */
  public boolean seek(long limit) {
    if (RecordLayout.lsn(memory, record) <= limit) {
      return true;
    }
    LogSegment from = segment;
    long start = record;
    boolean found = moveBack(limit);
    if (found && isCut()) {
      point(segments, from, start);
      throw notKept(limit);
    }
    return found;
  }

  /**
   * As {@link #seek}, but finds versions of which retention has dropped something, too: for what
   * reads events and no states.
   */
  public boolean moveBack(long limit) {
    while (RecordLayout.lsn(memory, record) > limit) {
      long older = isFull() ? RecordLayout.jump(memory, record) : base();
      if (older != 0 && RecordLayout.lsn(memory, older) > limit) {
        move(older);
      } else if (!toPrevious()) {
        return false;
      }
    }
    return true;
  }

  /** Looks for the oldest version from which on nothing is missing, from a newer one. */
  private HistoryNotKeptException notKept(long limit) {
    var id = new UUID(idHigh(), idLow());
    long horizon = lsn();
    long time = timestamp();
    while (toPrevious() && !isCut()) {
      horizon = lsn();
      time = timestamp();
    }
    return new HistoryNotKeptException("id=" + id, limit, horizon, Timestamps.instant(time));
  }

  /** Moves to the version before; false, and no move, if this one is the creation. */
  public boolean toPrevious() {
    long previous = RecordLayout.previous(memory, record);
    if (previous != 0) {
      move(previous);
      return true;
    }
    long previousLsn = RecordLayout.previousLsn(memory, record);
    if (previousLsn == 0) {
      return false;
    }
    moveToLsn(previousLsn);
    return true;
  }

  /** Moves within the entity to the version of exactly this LSN, in whatever segment. */
  void moveToLsn(long lsn) {
    int ordinal = ordinal();
    LogSegment target = segments.require(lsn);
    long frame = target.frameOf(lsn);
    long at = RecordLayout.find(target.memory(), frame, ordinal);
    if (at < 0) {
      throw new CorruptionException(
          "a frame does not hold the entity's version that is referred to",
          target.path(),
          frame,
          "ordinal " + ordinal + " lsn " + lsn,
          FrameLayout.records(target.memory(), frame) + " other records");
    }
    point(segments, target, at);
  }

  /** Moves within the log to a version whose place is known. */
  void moveTo(int segmentNumber, long offset) {
    point(segments, segments.requireNumber(segmentNumber), offset);
  }

  /** Points this cursor at what another points at. */
  void copyOf(Version other) {
    segments = other.segments;
    segment = other.segment;
    memory = other.memory;
    record = other.record;
  }

  /**
   * Returns the offset in this segment of the content's block, whose frame has been checked; 0 if
   * there is no content.
   */
  public long contentBlock() {
    long block = RecordLayout.content(memory, record);
    if (block != 0) {
      segment.checkBlock(record, block);
    }
    return block;
  }

  /** Returns the content's length in bytes; -1 if there is no content. */
  public long contentLength() {
    long block = contentBlock();
    return block == 0 ? -1 : BlockLayout.length(memory, block);
  }

  /**
   * Tells whether the entity has the tag with this number in this version: by the newest event that
   * names it, else by the base's state. Allocates nothing.
   */
  public boolean hasTag(int number) {
    long base = base();
    boolean unchanged = RecordLayout.changes(memory, record) == 0;
    for (long at = unchanged ? base : record; at != base; at = RecordLayout.previous(memory, at)) {
      segment.check(at);
      int last = lastTagEvent(at, number);
      if (last != 0) {
        return last == EventLayout.TAG_ADD;
      }
    }
    return baseHasTag(base, number);
  }

  private int lastTagEvent(long at, int number) {
    int last = 0;
    long end = RecordLayout.eventsEnd(memory, at);
    for (long event = at + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      int type = EventLayout.type(memory, event);
      if ((type == EventLayout.TAG_ADD || type == EventLayout.TAG_REMOVE)
          && EventLayout.argument(memory, event) == number) {
        last = type;
      }
    }
    return last;
  }

  private boolean baseHasTag(long base, int number) {
    long state = base + RecordLayout.state(memory, base);
    int tags = StateLayout.tags(memory, state);
    long numbers = StateLayout.tagNumbersStart(state, StateLayout.nameBytes(memory, state), tags);
    int low = 0;
    int high = tags - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = memory.get(Layouts.INT, numbers + (long) middle * Integer.BYTES);
      if (found == number) {
        return true;
      }
      if (found < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  private void move(long offset) {
    segment.check(offset);
    record = offset;
  }
}
