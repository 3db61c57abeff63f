package dev.stela.internal.integrity;

import dev.stela.CorruptionException;
import dev.stela.internal.apply.LoadState;
import dev.stela.internal.apply.LoadStates;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.format.BlockLayout;
import dev.stela.internal.format.ChunkLayout;
import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.LoadLayout;
import dev.stela.internal.format.PurgeLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StateLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.index.postings.PurgedSet;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.recovery.OpenStore;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Checks records whose frame's checksum is right: that they refer only to what is there, and chain
 * up the way readers rely on. One thread.
 */
final class RecordVerifier {
  private final SegmentTable segments;
  private final OrdinalSet purged;
  private final Dictionary dictionary;
  private final LogImage image;
  private final IndexImage indexes;
  private final Findings findings;
  private final LoadStates loads;
  private long records;
  private int tags;
  private int fields;

  // Whether compaction may have taken some of the entity's versions, while others wait for it.
  private boolean incomplete;

  RecordVerifier(OpenStore store, LogImage image, IndexImage indexes, Findings findings) {
    this.segments = store.segments();
    this.purged = purged(store.purged());
    this.dictionary = store.dictionary();
    this.image = image;
    this.indexes = indexes;
    this.findings = findings;
    Manifest manifest = store.openedManifest();
    this.loads = LoadStates.of(manifest.loads().toBytes(), manifest.lsn(), store.path());
  }

  /** Returns the states of bulk loads as the manifest and the log behind it say. */
  LoadStates loads() {
    return loads;
  }

  long records() {
    return records;
  }

  int tags() {
    return tags;
  }

  int fields() {
    return fields;
  }

  void verify(LogSegment segment, long frame, long record, int length, long lsn) {
    records++;
    MemorySegment memory = segment.memory();
    try {
      switch (RecordLayout.kind(memory, record)) {
        case RecordLayout.KIND_ENTITY -> verifyEntity(segment, frame, record, length, lsn);
        case RecordLayout.KIND_TAG, RecordLayout.KIND_FIELD -> verifyDefinition(segment, record);
        case RecordLayout.KIND_PURGE -> verifyPurge(segment, record, length, lsn);
        case RecordLayout.KIND_LOAD -> verifyLoad(segment, frame, record, length, lsn);
        case RecordLayout.KIND_CHUNK -> {
          if (ChunkLayout.size(ChunkLayout.dataBytes(memory, record)) != length) {
            add("a chunk does not fill its record", segment, record, length, "another length");
          }
        }
        default ->
            add(
                "a record is of unknown kind",
                segment,
                record,
                "1 to 6",
                RecordLayout.kind(memory, record));
      }
    } catch (IndexOutOfBoundsException e) {
      add("a record reaches beyond its segment", segment, record, "inside", e.getMessage());
    } catch (CorruptionException e) {
      findings.add(e);
    }
  }

  private void verifyDefinition(LogSegment segment, long record) {
    MemorySegment memory = segment.memory();
    boolean tag = RecordLayout.kind(memory, record) == RecordLayout.KIND_TAG;
    int number = DefinitionLayout.number(memory, record);
    int expected = tag ? ++tags : ++fields;
    expect("number of a definition", segment, record, expected, number);
    byte[] text = new byte[DefinitionLayout.bytes(memory, record)];
    MemorySegment.copy(
        memory, Layouts.BYTE, record + DefinitionLayout.TEXT_OFFSET, text, 0, text.length);
    if (tag && dictionary.isErased(number)) {
      // The log may still have the text of what only purged entities had.
      return;
    }
    String defined = new String(text, StandardCharsets.UTF_8);
    String known = tag ? dictionary.tag(number).text() : dictionary.field(number);
    if (!defined.equals(known)) {
      add("the dictionary has another text than the definition", segment, record, defined, known);
    }
  }

  private void verifyLoad(LogSegment segment, long frame, long record, int length, long lsn) {
    MemorySegment memory = segment.memory();
    if (LoadLayout.isSound(memory, record, length)) {
      loads.apply(LoadState.read(memory, record, lsn, FrameLayout.timestamp(memory, frame)));
    } else {
      add("a record of a bulk load is damaged", segment, record, "a load", "none");
    }
  }

  private void verifyEntity(LogSegment segment, long frame, long record, int length, long lsn) {
    MemorySegment memory = segment.memory();
    int flags = RecordLayout.flags(memory, record);
    int ordinal = RecordLayout.ordinal(memory, record);
    boolean created = (flags & RecordLayout.FLAG_CREATED) != 0;
    expect("frame of a record", segment, record, frame, RecordLayout.frame(memory, record));
    expect("LSN of a record", segment, record, lsn, RecordLayout.lsn(memory, record));
    if (ordinal >= image.entities()) {
      addHoles(created ? ordinal : ordinal + 1, lsn);
    }
    if (image.knows(ordinal) && image.isHole(ordinal)) {
      // Its creation is gone by compaction: a purge has to come.
      return;
    }
    if (created) {
      expect("ordinal of a new entity", segment, record, image.entities(), ordinal);
      image.create(RecordLayout.idHigh(memory, record), RecordLayout.idLow(memory, record));
    }
    if (!image.knows(ordinal)) {
      add("a record is of an unknown entity", segment, record, image.entities(), ordinal);
      return;
    }
    if (image.isPurged(ordinal)) {
      add("a record is of an entity purged before", segment, record, "none", ordinal);
      return;
    }
    expect(
        "id of a record",
        segment,
        record,
        image.idHigh(ordinal),
        RecordLayout.idHigh(memory, record));
    expect(
        "id of a record",
        segment,
        record,
        image.idLow(ordinal),
        RecordLayout.idLow(memory, record));
    incomplete = purged.contains(ordinal);
    if (created || !incomplete) {
      expect(
          "LSN of the version before",
          segment,
          record,
          created ? 0 : image.lsn(ordinal),
          RecordLayout.previousLsn(memory, record));
    }
    verifyChain(segment, record, created, ordinal);
    verifyEvents(segment, record);
    if ((flags & RecordLayout.FLAG_FULL) != 0) {
      verifyState(segment, record, length);
    }
    verifyContent(segment, record);
    image.update(
        ordinal,
        IndexEntryLayout.location(segment.number(), record),
        lsn,
        (flags & RecordLayout.FLAG_DELETED) != 0,
        (flags & RecordLayout.FLAG_ARCHIVED) != 0);
    if (findings.count() == 0) {
      // What is known to be sound can be indexed.
      indexes.index(memory, record, lsn);
    }
  }

  private void addHoles(int end, long lsn) {
    while (image.entities() < end) {
      image.addHole();
      indexes.addHole(lsn);
    }
  }

  private void verifyPurge(LogSegment segment, long record, int length, long lsn) {
    MemorySegment memory = segment.memory();
    int ordinal = RecordLayout.ordinal(memory, record);
    int flags = RecordLayout.flags(memory, record);
    if (length != PurgeLayout.SIZE) {
      add("length of a purge is wrong", segment, record, PurgeLayout.SIZE, length);
      return;
    }
    if (!PurgeLayout.reservedIsZero(memory, record)) {
      add("reserved bytes of a purge", segment, record, 0, "not zero");
    }
    if ((flags & ~(RecordLayout.FLAG_DELETED | RecordLayout.FLAG_ARCHIVED)) != 0) {
      add("flags of a purge are wrong", segment, record, "DELETED, ARCHIVED or none", flags);
    }
    if (ordinal < 0) {
      add("ordinal of a purge is impossible", segment, record, "0 or more", ordinal);
      return;
    }
    addHoles(ordinal + 1, lsn);
    if (image.isPurged(ordinal)) {
      add("an entity is purged a second time", segment, record, "once", ordinal);
      return;
    }
    image.purge(ordinal, lsn);
    indexes.purge(ordinal, lsn);
  }

  private void verifyChain(LogSegment segment, long record, boolean created, int ordinal) {
    MemorySegment memory = segment.memory();
    long before = created ? 0 : image.place(ordinal);
    boolean sameSegment = before != 0 && IndexEntryLayout.segmentNumber(before) == segment.number();
    long previous = sameSegment ? IndexEntryLayout.offset(before) : 0;
    boolean full = (RecordLayout.flags(memory, record) & RecordLayout.FLAG_FULL) != 0;
    expect(
        "place of the version before",
        segment,
        record,
        previous,
        RecordLayout.previous(memory, record));
    if (!sameSegment && !full) {
      add("an entity's first version in a segment is not full", segment, record, "FULL", "delta");
      return;
    }
    expect(
        "place of the full version",
        segment,
        record,
        full ? record : RecordLayout.base(memory, previous),
        RecordLayout.base(memory, record));
    expect(
        "length of a chain",
        segment,
        record,
        full ? 0 : RecordLayout.chainLength(memory, previous) + 1,
        RecordLayout.chainLength(memory, record));
    verifyJump(segment, record, sameSegment ? RecordLayout.base(memory, previous) : 0, ordinal);
    if (full) {
      expect("changes since a full version", segment, record, 0, changes(memory, record));
    } else {
      long expected = changes(memory, previous) + changesIn(memory, record);
      expect("changes since the full version", segment, record, expected, changes(memory, record));
    }
  }

  private static int changes(MemorySegment memory, long record) {
    return RecordLayout.changes(memory, record);
  }

  private static int changesIn(MemorySegment memory, long record) {
    int count = 0;
    long end = RecordLayout.eventsEnd(memory, record);
    for (long event = record + RecordLayout.SIZE;
        event < end;
        event = EventLayout.next(memory, event)) {
      count += EventLayout.changesState(EventLayout.type(memory, event)) ? 1 : 0;
    }
    return count;
  }

  /** A full version jumps to an older full one; a delta has its base's depth and no jump. */
  private void verifyJump(LogSegment segment, long record, long lastFull, int ordinal) {
    MemorySegment memory = segment.memory();
    boolean full = (RecordLayout.flags(memory, record) & RecordLayout.FLAG_FULL) != 0;
    int depth = RecordLayout.depth(memory, record);
    long jump = RecordLayout.jump(memory, record);
    int expected = lastFull == 0 ? 0 : RecordLayout.depth(memory, lastFull) + (full ? 1 : 0);
    expect("depth of a version", segment, record, expected, depth);
    if (!full || lastFull == 0) {
      expect("jump of a version", segment, record, 0, jump);
    } else if (jump == 0
        || jump > lastFull
        || RecordLayout.ordinal(memory, jump) != ordinal
        || (RecordLayout.flags(memory, jump) & RecordLayout.FLAG_FULL) == 0) {
      add("a version's jump does not lead to an older full one", segment, record, "older", jump);
    }
  }

  private void verifyEvents(LogSegment segment, long record) {
    MemorySegment memory = segment.memory();
    long end = RecordLayout.eventsEnd(memory, record);
    long event = record + RecordLayout.SIZE;
    while (event < end) {
      int argument = EventLayout.argument(memory, event);
      switch (EventLayout.type(memory, event)) {
        case EventLayout.TAG_ADD, EventLayout.TAG_REMOVE ->
            verifyNumber("a tag", segment, event, argument, tags);
        case EventLayout.TEXT_PUT, EventLayout.TEXT_REMOVE ->
            verifyNumber("a text field", segment, event, argument, fields);
        case EventLayout.CONTENT_PUT,
            EventLayout.CONTENT_REMOVE,
            EventLayout.DELETE,
            EventLayout.ARCHIVE ->
            expect("argument of an event", segment, event, 0, argument);
        case EventLayout.RESTORE ->
            expect(
                "argument of an event",
                segment,
                event,
                argument == EventLayout.ARCHIVE ? argument : 0,
                argument);
        default -> {
          add(
              "an event is of unknown type",
              segment,
              event,
              "1 to 9",
              EventLayout.type(memory, event));
          return;
        }
      }
      event = EventLayout.next(memory, event);
    }
    expect("end of a record's events", segment, record, end, event);
  }

  private void verifyState(LogSegment segment, long record, int length) {
    MemorySegment memory = segment.memory();
    long state = record + RecordLayout.state(memory, record);
    int name = StateLayout.nameBytes(memory, state);
    int count = StateLayout.tags(memory, state);
    int texts = StateLayout.texts(memory, state);
    long references = StateLayout.referencesStart(state, name, count, texts);
    if (name < 0 || count < 0 || texts < 0 || references > record + length) {
      add("a full state does not fit its record", segment, state, length, references - record);
      return;
    }
    long numbers = StateLayout.tagNumbersStart(state, name, count);
    int last = 0;
    for (int i = 0; i < count; i++) {
      int number = memory.get(Layouts.INT, numbers + (long) i * Integer.BYTES);
      verifyNumber("a tag", segment, numbers, number, tags);
      if (number <= last) {
        add("tags of a state are not in order", segment, numbers, "more than " + last, number);
      }
      last = number;
    }
    long entry = StateLayout.textsStart(state, name, count);
    for (int i = 0; i < texts; i++) {
      int field = StateLayout.textField(memory, entry);
      verifyNumber("a text field", segment, entry, field, fields);
      verifyBlock(segment, record, StateLayout.textBlock(memory, entry));
      entry += StateLayout.TEXT_ENTRY_BYTES;
    }
  }

  private void verifyContent(LogSegment segment, long record) {
    long block = RecordLayout.content(segment.memory(), record);
    if (block != 0) {
      verifyBlock(segment, record, block);
    }
  }

  /** A block lies before the record's end, and what it refers to is in the log. */
  private void verifyBlock(LogSegment segment, long record, long block) {
    MemorySegment memory = segment.memory();
    long end = record + RecordLayout.length(memory, record);
    if (block <= 0 || block + BlockLayout.SIZE > end) {
      add("a block lies outside of the written part", segment, record, end, block);
      return;
    }
    long lsn = BlockLayout.lsn(memory, block);
    if (lsn <= 0 || lsn > RecordLayout.lsn(memory, record)) {
      add("a block's LSN is impossible", segment, block, RecordLayout.lsn(memory, record), lsn);
      return;
    }
    switch (BlockLayout.kind(memory, block)) {
      case BlockLayout.INLINE ->
          expect(
              "end of a block",
              segment,
              block,
              0,
              Math.max(0, block + BlockLayout.size(memory, block) - end));
      case BlockLayout.CHUNKED -> {
        if (!incomplete) {
          verifyChunks(segment, record, block);
        }
      }
      case BlockLayout.REFERENCE -> {
        if (!incomplete) {
          segments.require(lsn);
        }
      }
      default ->
          add(
              "a block is of unknown kind",
              segment,
              block,
              "1 to 3",
              BlockLayout.kind(memory, block));
    }
  }

  /** Damage of the lists is found where they are compared with the log. */
  private static OrdinalSet purged(PurgedSet purges) {
    try {
      return purges.set();
    } catch (CorruptionException e) {
      return OrdinalSet.EMPTY;
    }
  }

  /** Only where the chunks were put: later versions name the same block again and again. */
  private void verifyChunks(LogSegment segment, long record, long block) {
    MemorySegment memory = segment.memory();
    if (BlockLayout.lsn(memory, block) != RecordLayout.lsn(memory, record)) {
      return;
    }
    long bytes = 0;
    for (int i = 0; i < BlockLayout.chunks(memory, block); i++) {
      long lsn = BlockLayout.chunkLsn(memory, block, i);
      LogSegment holder = segments.require(lsn);
      MemorySegment log = holder.memory();
      long chunk = holder.frameOf(lsn) + FrameLayout.SIZE;
      expect(
          "kind of a chunk",
          segment,
          block,
          RecordLayout.KIND_CHUNK,
          RecordLayout.kind(log, chunk));
      expect("index of a chunk", segment, block, i, ChunkLayout.index(log, chunk));
      bytes += ChunkLayout.dataBytes(log, chunk);
    }
    expect("length of a chunked content", segment, block, BlockLayout.length(memory, block), bytes);
  }

  private void verifyNumber(String what, LogSegment segment, long offset, int number, int defined) {
    if (number < 1 || number > defined) {
      add(what + " is used before it is defined", segment, offset, "1 to " + defined, number);
    }
  }

  private void expect(String what, LogSegment segment, long offset, long expected, long actual) {
    if (expected != actual) {
      add(what + " is wrong", segment, offset, expected, actual);
    }
  }

  private void add(String what, LogSegment segment, long offset, Object expected, Object actual) {
    findings.add(what, segment.path(), offset, expected, actual);
  }
}
