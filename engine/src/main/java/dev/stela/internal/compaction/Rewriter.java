package dev.stela.internal.compaction;

import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.DataSegmentWriter;
import dev.stela.internal.log.FrameBuffer;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Writes what a plan keeps of a run of segments into one data segment: the same frames with the
 * same LSNs and times, without what goes, and standing alone as a log segment does. One use, one
 * thread.
 */
final class Rewriter {
  private final List<LogSegment> run;
  private final RunVersions versions;
  private final Plan plan;
  private final Decisions decisions;
  private final DataSegmentWriter out;
  private final Pacer pacer;
  private final FrameBuffer buffer = new FrameBuffer();
  private final VersionEncoder encoder;
  private int version;
  private int records;

  Rewriter(
      SegmentTable segments,
      List<LogSegment> run,
      RunVersions versions,
      Plan plan,
      Decisions decisions,
      DataSegmentWriter out,
      Pacer pacer) {
    this.run = run;
    this.versions = versions;
    this.plan = plan;
    this.decisions = decisions;
    this.out = out;
    this.pacer = pacer;
    this.encoder = new VersionEncoder(segments, versions, plan, buffer, run.getFirst().firstLsn());
  }

  /** Returns where each entity's newest version of the run is now. */
  OutputChains chains() {
    return encoder.chains();
  }

  /** Writes all frames; the caller finishes the segment. */
  void write() {
    for (LogSegment segment : run) {
      MemorySegment memory = segment.memory();
      int end = segment.end();
      long frame = LogSegmentLayout.FRAMES_OFFSET;
      while (frame < end) {
        int length = FrameLayout.length(memory, frame);
        switch (FrameLayout.kind(memory, frame)) {
          case FrameLayout.KIND_COMMIT -> writeCommit(segment, frame);
          case FrameLayout.KIND_CHUNK -> {
            if (plan.chunks().contains(FrameLayout.lsn(memory, frame))) {
              MemorySegment.copy(memory, frame, buffer.ensure(length), 0, length);
              append(memory, frame, length, 1);
            }
          }
          default -> {
            // The end of a log segment means nothing in the middle of a data segment.
          }
        }
        pacer.spend(length / 2);
        frame += length;
      }
    }
  }

  private void writeCommit(LogSegment segment, long frame) {
    MemorySegment memory = segment.memory();
    encoder.begin(out.tail());
    records = 0;
    long at = FrameLayout.SIZE;
    long record = frame + FrameLayout.SIZE;
    for (int i = FrameLayout.records(memory, frame); i > 0; i--) {
      int length = RecordLayout.length(memory, record);
      at =
          switch (RecordLayout.kind(memory, record)) {
            case RecordLayout.KIND_ENTITY -> writeVersion(segment, record, at);
            case RecordLayout.KIND_TAG -> writeTag(memory, record, at);
            // The manifest that has the segment in force has what it says.
            case RecordLayout.KIND_LOAD -> at;
            default -> copy(memory, record, length, at);
          };
      record += length;
    }
    if (records > 0) {
      int length = (int) Math.max(at, FrameLayout.MIN_LENGTH);
      buffer.memory().asSlice(at, length - at).fill((byte) 0);
      append(memory, frame, length, records);
    }
  }

  private long writeVersion(LogSegment segment, long record, long at) {
    int number = version++;
    if (!plan.keeps(number)) {
      return at;
    }
    records++;
    return encoder.encode(number, segment, record, at);
  }

  private long writeTag(MemorySegment memory, long record, long at) {
    int number = DefinitionLayout.number(memory, record);
    if (!decisions.isErased(number)) {
      return copy(memory, record, RecordLayout.length(memory, record), at);
    }
    int size = DefinitionLayout.size(0);
    DefinitionLayout.write(buffer.ensure(at + size), at, RecordLayout.KIND_TAG, number, 0);
    records++;
    return at + size;
  }

  private long copy(MemorySegment memory, long record, int length, long at) {
    MemorySegment.copy(memory, record, buffer.ensure(at + length), at, length);
    records++;
    return at + length;
  }

  private void append(MemorySegment memory, long frame, int length, int count) {
    out.append(
        buffer,
        length,
        FrameLayout.lsn(memory, frame),
        FrameLayout.timestamp(memory, frame),
        FrameLayout.durableLsn(memory, frame),
        FrameLayout.kind(memory, frame),
        count);
    pacer.spend(length);
  }
}
