package dev.stela.internal.write;

import dev.stela.Lifecycle;
import dev.stela.Tag;
import dev.stela.TransactionTooLargeException;
import dev.stela.internal.apply.LoadState;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.PurgeLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.log.FrameBuffer;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.read.ChainRule;
import dev.stela.internal.read.EntityState;
import dev.stela.internal.read.StateEncoder;
import dev.stela.internal.read.Version;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Puts a transaction's records together, for one place in the log: definitions first, then what is
 * purged, then how far a bulk load has come, then one version for each changed entity. One thread
 * at a time.
 */
final class FrameEncoder {
  private static final BitSet NONE = new BitSet();
  private static final MemorySegment NO_TEXT = MemorySegment.ofArray(new byte[0]);

  private final Dictionary dictionary;
  private final Operations operations;
  private final int maxFrameBytes;
  private final FrameBuffer buffer = new FrameBuffer();
  private final StateEncoder states = new StateEncoder(buffer, this::placeInTarget);
  private final EntityState state = new EntityState();
  private MemorySegment memory;
  private LogSegment target;
  private long frame;
  private long lsn;
  private long timestamp;
  private int records;

  FrameEncoder(Dictionary dictionary, Operations operations, int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
    this.dictionary = dictionary;
    this.operations = operations;
  }

  FrameBuffer buffer() {
    return buffer;
  }

  int records() {
    return records;
  }

  /**
   * Encodes all records behind the place of the frame's header.
   *
   * @param load what is said of a bulk load; null for nothing
   * @param firstOrdinal the ordinal of the first entity created; records are in the order in which
   *     entities were touched, which need not be that in which they were created
   * @return the frame's length
   */
  long encode(
      PendingEntities entities,
      PendingDefinitions definitions,
      LoadState load,
      int firstOrdinal,
      LogSegment segment,
      int frameOffset,
      long commitLsn,
      long commitTimestamp) {
    target = segment;
    frame = frameOffset;
    lsn = commitLsn;
    timestamp = commitTimestamp;
    records = 0;
    long at = encodePurges(entities, encodeDefinitions(entities, definitions, FrameLayout.SIZE));
    if (load != null) {
      at = encodeLoad(load, at);
    }
    int ordinal = firstOrdinal;
    for (int i = 0; i < entities.size(); i++) {
      PendingEntity entity = entities.get(i);
      if (entity.isChanged()) {
        if (entity.created) {
          entity.ordinal = ordinal++;
        }
        at = encodeEntity(entity, at);
        requireFit(at);
        records++;
      }
    }
    return at;
  }

  /** Asked all along, so that what is far too large does not take up memory first. */
  private void requireFit(long length) {
    if (length > maxFrameBytes) {
      throw new TransactionTooLargeException(
          "a transaction has to fit into one log segment: bytes="
              + length
              + " or more, limit="
              + maxFrameBytes);
    }
  }

  private long encodeDefinitions(
      PendingEntities entities, PendingDefinitions definitions, long start) {
    long at = start;
    memory = buffer.ensure(at + definitions.bytes());
    BitSet unused = definitions.tags().isEmpty() ? NONE : unusedTags(entities, definitions);
    for (int i = 0; i < definitions.tags().size(); i++) {
      Tag tag = definitions.tags().get(i);
      int number = dictionary.tags() + i + 1;
      at =
          encodeDefinition(RecordLayout.KIND_TAG, number, unused.get(i) ? NO_TEXT : tag.utf8(), at);
    }
    for (int i = 0; i < definitions.fields().size(); i++) {
      byte[] utf8 = PendingDefinitions.utf8(definitions.fields().get(i));
      int number = dictionary.fields() + i + 1;
      at = encodeDefinition(RecordLayout.KIND_FIELD, number, MemorySegment.ofArray(utf8), at);
    }
    return at;
  }

  /** What was defined for an entity that was purged in the same transaction leaves no text. */
  private BitSet unusedTags(PendingEntities entities, PendingDefinitions definitions) {
    if (!entities.isAnyTaken()) {
      return NONE;
    }
    BitSet unused = new BitSet();
    unused.set(0, definitions.tags().size());
    for (int i = 0; i < entities.size(); i++) {
      int operation = entities.get(i).firstOperation;
      for (; operation != Operations.NONE; operation = operations.next(operation)) {
        int index = operations.argument(operation) - dictionary.tags() - 1;
        if (isTag(operations.type(operation)) && index >= 0) {
          unused.clear(index);
        }
      }
    }
    return unused;
  }

  /** Before all versions: a purged id may be created again. */
  private long encodePurges(PendingEntities entities, long start) {
    long at = start;
    for (int i = 0; i < entities.size(); i++) {
      PendingEntity entity = entities.get(i);
      if (entity.isPurged()) {
        memory = buffer.ensure(at + PurgeLayout.SIZE);
        PurgeLayout.write(memory, at, entity.purged, lifecycleFlag(entity.purgedLifecycle));
        records++;
        at += PurgeLayout.SIZE;
      }
    }
    requireFit(at);
    return at;
  }

  private long encodeLoad(LoadState load, long at) {
    int bytes = load.recordBytes();
    memory = buffer.ensure(at + bytes);
    load.write(memory, at);
    records++;
    return at + bytes;
  }

  private static int lifecycleFlag(Lifecycle lifecycle) {
    return switch (lifecycle) {
      case ACTIVE -> 0;
      case DELETED -> RecordLayout.FLAG_DELETED;
      case ARCHIVED -> RecordLayout.FLAG_ARCHIVED;
    };
  }

  private long encodeDefinition(byte kind, int number, MemorySegment utf8, long at) {
    int bytes = (int) utf8.byteSize();
    DefinitionLayout.write(memory, at, kind, number, bytes);
    MemorySegment.copy(utf8, 0, memory, at + DefinitionLayout.TEXT_OFFSET, bytes);
    records++;
    return at + DefinitionLayout.size(bytes);
  }

  private long encodeEntity(PendingEntity entity, long record) {
    boolean full = entity.created || needsFull(entity.head);
    if (full) {
      if (entity.created) {
        state.create(entity.name);
      } else {
        state.load(entity.head);
      }
    }
    long content = contentBefore(entity);
    long at = record + RecordLayout.SIZE;
    int changes = 0;
    memory = buffer.ensure(at);
    for (int i = entity.firstOperation; i != Operations.NONE; i = operations.next(i)) {
      long event = at;
      if (!entity.created || !isTag(operations.type(i))) {
        at = encodeEvent(i, event);
      }
      if (EventLayout.changesState(operations.type(i))) {
        changes++;
      }
      if (operations.type(i) == EventLayout.CONTENT_PUT) {
        content = frame + event + EventLayout.SIZE;
      } else if (operations.type(i) == EventLayout.CONTENT_REMOVE) {
        content = 0;
      }
      if (full) {
        applyToState(i, frame + event + EventLayout.SIZE);
      }
    }
    int stateOffset = 0;
    if (full) {
      stateOffset = (int) (at - record);
      at =
          states.encode(
              state,
              at,
              frame,
              entity.created ? lsn : state.createdLsn(),
              entity.created ? timestamp : state.createdTimestamp());
      memory = buffer.memory();
      content = states.content();
    }
    encodeHeader(entity, record, (int) (at - record), stateOffset, content, changes);
    return at;
  }

  private static boolean isTag(int type) {
    return type == EventLayout.TAG_ADD || type == EventLayout.TAG_REMOVE;
  }

  /** A delta's content, unless an event changes it, is where the version before has it. */
  private long contentBefore(PendingEntity entity) {
    return entity.created || entity.head.segment() != target ? 0 : entity.head.contentBlock();
  }

  private boolean needsFull(Version head) {
    if (head.segment() != target) {
      return true;
    }
    MemorySegment log = head.memory();
    int chain = RecordLayout.chainLength(log, head.record());
    if (ChainRule.isShort(chain)) {
      return false;
    }
    long base = head.base();
    long stateBytes = RecordLayout.length(log, base) - RecordLayout.state(log, base);
    return ChainRule.ends(chain, stateBytes);
  }

  private long encodeEvent(int operation, long event) {
    long bytes = operations.eventBytes(operation);
    memory = buffer.ensure(event + bytes);
    EventLayout.write(memory, event, operations.type(operation), operations.argument(operation));
    if (bytes > EventLayout.SIZE) {
      long block = event + EventLayout.SIZE;
      MemorySegment.copy(
          operations.memory(),
          operations.block(operation),
          memory,
          block,
          bytes - EventLayout.SIZE);
      memory.set(Layouts.LONG, block + BlockLayout.LSN_OFFSET, lsn);
    }
    return event + bytes;
  }

  private void applyToState(int operation, long block) {
    int argument = operations.argument(operation);
    switch (operations.type(operation)) {
      case EventLayout.TAG_ADD -> state.tags().add(argument, timestamp);
      case EventLayout.TAG_REMOVE -> state.tags().remove(argument);
      case EventLayout.CONTENT_PUT -> state.content(target.memory(), block);
      case EventLayout.CONTENT_REMOVE -> state.content(null, 0);
      case EventLayout.TEXT_PUT -> state.texts().put(argument, target.memory(), block);
      case EventLayout.TEXT_REMOVE -> state.texts().remove(argument);
      default -> {
        // The state of life is told by the record's flags.
      }
    }
  }

  /** What was put into this segment lies where it was put; all else is referred to. */
  private long placeInTarget(int field, MemorySegment holder, long block) {
    return holder == target.memory() ? block : 0;
  }

  private void encodeHeader(
      PendingEntity entity, long record, int length, int stateOffset, long content, int changes) {
    int flags =
        (stateOffset != 0 ? RecordLayout.FLAG_FULL : 0)
            | (entity.created ? RecordLayout.FLAG_CREATED : 0)
            | (entity.named ? RecordLayout.FLAG_NAMED : 0)
            | lifecycleFlag(entity.lifecycle);
    RecordLayout.length(memory, record, length);
    RecordLayout.kind(memory, record, RecordLayout.KIND_ENTITY, flags, 0);
    RecordLayout.ordinal(memory, record, entity.ordinal);
    RecordLayout.frameDistance(memory, record, record);
    RecordLayout.lsn(memory, record, lsn);
    RecordLayout.previousLsn(memory, record, entity.created ? 0 : entity.head.lsn());
    RecordLayout.id(memory, record, entity.idHigh, entity.idLow);
    RecordLayout.content(memory, record, content);
    RecordLayout.state(memory, record, stateOffset);
    encodeChain(entity, record, stateOffset != 0, changes);
  }

  private void encodeChain(PendingEntity entity, long record, boolean full, int changes) {
    long place = frame + record;
    if (entity.created || entity.head.segment() != target) {
      RecordLayout.chain(memory, record, 0, 0, place, 0, 0);
      RecordLayout.changes(memory, record, 0);
      return;
    }
    MemorySegment log = target.memory();
    long previous = entity.head.record();
    if (full) {
      long base = entity.head.base();
      int depth = RecordLayout.depth(log, base) + 1;
      RecordLayout.chain(memory, record, previous, jumpFrom(log, base), place, depth, 0);
      RecordLayout.changes(memory, record, 0);
    } else {
      int chain = RecordLayout.chainLength(log, previous) + 1;
      int depth = RecordLayout.depth(log, previous);
      RecordLayout.chain(
          memory, record, previous, 0, RecordLayout.base(log, previous), depth, chain);
      RecordLayout.changes(memory, record, RecordLayout.changes(log, previous) + changes);
    }
  }

  /** Myers' rule: two jumps of equal length below the last full version make one of twice that. */
  private long jumpFrom(MemorySegment log, long base) {
    int depth = RecordLayout.depth(log, base);
    if (depth == 0) {
      return base;
    }
    long first = RecordLayout.jump(log, base);
    target.check(first);
    int firstDepth = RecordLayout.depth(log, first);
    long second = firstDepth == 0 ? first : RecordLayout.jump(log, first);
    target.check(second);
    int secondDepth = RecordLayout.depth(log, second);
    return depth - firstDepth == firstDepth - secondDepth ? second : base;
  }
}
