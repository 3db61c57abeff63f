package dev.stela.internal.checkpoint;

import static dev.stela.internal.format.IndexPartLayout.BODY_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.DEFINITIONS_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.DEFINITION_BYTES_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.END_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.ENTITIES_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.EVENTS_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.FIRST_LSN_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.FIRST_TIMESTAMP_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.FRAMES_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.LAST_LSN_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.LAST_TIMESTAMP_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.LISTS_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.RECORDS_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.SALT_OFFSET;
import static dev.stela.internal.format.IndexPartLayout.STEPS_OFFSET;

import dev.stela.CorruptionException;
import dev.stela.internal.apply.LoadState;
import dev.stela.internal.apply.LoadStates;
import dev.stela.internal.apply.PostingIndexer;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.IndexPartLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.log.FrameScanner;
import dev.stela.internal.log.IndexPart;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.LsnIndex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Builds the index part of a sealed segment from its frames, each of which is checked. The same
 * frames give the same bytes. One use, one thread.
 */
public final class PartBuilder {
  private final LogSegment segment;
  private final LsnRange range;
  private final FrameScanner scanner = new FrameScanner();
  private final PartEntities entities;
  private final PartEvents events = new PartEvents();
  private final PostingIndexer postings = new PostingIndexer(events);
  private final LoadStates loads;
  private final LsnIndex steps;
  private long[] definitions = new long[64];
  private int definitionCount;
  private long definitionBytes;
  private long frames;
  private long records;

  private PartBuilder(LogSegment segment, LsnRange range, LoadStates loads) {
    this.loads = loads;
    this.segment = segment;
    this.range = range;
    this.entities = new PartEntities(segment.memory());
    this.steps = new LsnIndex(segment.end());
  }

  /**
   * Builds the part of a segment.
   *
   * @param range what the segment covers
   * @param loads what the segment says of bulk loads is applied to these
   * @param path the name that stands for the part in messages
   * @return the part, in memory; file header and file footer are left out
   * @throws CorruptionException if a frame is not what was written
   */
  public static IndexPart build(LogSegment segment, LsnRange range, LoadStates loads, Path path) {
    PartBuilder builder = new PartBuilder(segment, range, loads);
    builder.scan();
    return builder.finish(path);
  }

  private void scan() {
    int end = segment.end();
    long lsn = range.firstLsn();
    for (int frame = LogSegmentLayout.FRAMES_OFFSET; frame < end; ) {
      int length = scanner.read(segment, frame, lsn, segment.hasGaps() ? range.lastLsn() : lsn);
      if (length == 0 || length > end - frame) {
        throw new CorruptionException(
            "a frame of a sealed segment is damaged or missing",
            segment.path(),
            frame,
            "a valid frame with lsn " + lsn,
            "none");
      }
      lsn = FrameLayout.lsn(scanner.buffer().memory(), 0);
      steps.add(frame, frame + length, lsn);
      addRecords(frame, lsn);
      frames++;
      frame += length;
      lsn++;
    }
  }

  private void addRecords(int frame, long lsn) {
    MemorySegment memory = segment.memory();
    if (FrameLayout.kind(memory, frame) != FrameLayout.KIND_COMMIT) {
      return;
    }
    int count = FrameLayout.records(memory, frame);
    long record = frame + FrameLayout.SIZE;
    for (int i = 0; i < count; i++) {
      switch (RecordLayout.kind(memory, record)) {
        case RecordLayout.KIND_ENTITY -> {
          entities.add(record);
          postings.index(memory, record, lsn);
        }
        case RecordLayout.KIND_PURGE ->
            events.append(Postings.PURGED, RecordLayout.ordinal(memory, record), false, lsn);
        case RecordLayout.KIND_LOAD ->
            loads.apply(LoadState.read(memory, record, lsn, FrameLayout.timestamp(memory, frame)));
        default -> addDefinition(record);
      }
      record += RecordLayout.length(memory, record);
    }
    records += count;
  }

  private void addDefinition(long record) {
    if (definitionCount == definitions.length) {
      definitions = Arrays.copyOf(definitions, definitionCount * 2);
    }
    definitions[definitionCount++] = record;
    definitionBytes += RecordLayout.length(segment.memory(), record);
  }

  private IndexPart finish(Path path) {
    events.sort();
    long bytes =
        IndexPartLayout.fileBytes(
            entities.size(), events.lists(), events.size(), definitionBytes, stepCount());
    Arena arena = Arena.ofShared();
    try {
      MemorySegment target = arena.allocate(bytes, Long.BYTES);
      writeHeader(target);
      long at = events.write(target, entities.write(target, BODY_OFFSET));
      for (int i = 0; i < definitionCount; i++) {
        long length = RecordLayout.length(segment.memory(), definitions[i]);
        MemorySegment.copy(segment.memory(), definitions[i], target, at, length);
        at += length;
      }
      steps.write(target, at, stepCount());
      return new IndexPart(segment.number(), path, target, arena);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private int stepCount() {
    return LsnIndex.steps(segment.end());
  }

  private void writeHeader(MemorySegment target) {
    IndexPartLayout.longAt(target, FIRST_LSN_OFFSET, range.firstLsn());
    IndexPartLayout.longAt(target, LAST_LSN_OFFSET, range.lastLsn());
    IndexPartLayout.longAt(target, FIRST_TIMESTAMP_OFFSET, range.firstTimestamp());
    IndexPartLayout.longAt(target, LAST_TIMESTAMP_OFFSET, range.lastTimestamp());
    IndexPartLayout.intAt(target, END_OFFSET, segment.end());
    IndexPartLayout.intAt(target, SALT_OFFSET, segment.salt());
    IndexPartLayout.longAt(target, FRAMES_OFFSET, frames);
    IndexPartLayout.longAt(target, RECORDS_OFFSET, records);
    IndexPartLayout.intAt(target, ENTITIES_OFFSET, entities.size());
    IndexPartLayout.intAt(target, LISTS_OFFSET, events.lists());
    IndexPartLayout.intAt(target, DEFINITIONS_OFFSET, definitionCount);
    IndexPartLayout.intAt(target, STEPS_OFFSET, stepCount());
    IndexPartLayout.longAt(target, EVENTS_OFFSET, events.size());
    IndexPartLayout.longAt(target, DEFINITION_BYTES_OFFSET, definitionBytes);
  }
}
