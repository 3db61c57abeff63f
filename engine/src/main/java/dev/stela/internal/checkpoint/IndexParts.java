package dev.stela.internal.checkpoint;

import dev.stela.internal.apply.LoadStates;
import dev.stela.internal.log.IndexPart;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import java.lang.foreign.MemorySegment;

/** Makes index parts of sealed segments. Stateless, for any thread. */
public final class IndexParts {
  private IndexParts() {}

  /**
   * Builds the index part of a segment and writes it, complete and durable.
   *
   * @param segment its frames are durable
   * @param range what it covers
   * @param loads what the segment says of bulk loads is applied to these
   * @return what a manifest says about the segment
   */
  public static SealedSegment write(
      SegmentFiles files, LogSegment segment, LsnRange range, LoadStates loads) {
    try (IndexPart part = build(files, segment, range, loads)) {
      MemorySegment bytes = part.memory();
      files.writePart(segment.number(), range.firstLsn(), bytes);
      return new SealedSegment(
          segment.number(),
          segment.end(),
          range.firstLsn(),
          range.lastLsn(),
          range.firstTimestamp(),
          range.lastTimestamp(),
          bytes.byteSize());
    }
  }

  /** As the other one, where what the segment says of bulk loads is known already. */
  public static SealedSegment write(SegmentFiles files, LogSegment segment, LsnRange range) {
    return write(files, segment, range, new LoadStates());
  }

  /** Builds the index part of a segment in memory. */
  public static IndexPart build(SegmentFiles files, LogSegment segment, LsnRange range) {
    return build(files, segment, range, new LoadStates());
  }

  private static IndexPart build(
      SegmentFiles files, LogSegment segment, LsnRange range, LoadStates loads) {
    return PartBuilder.build(segment, range, loads, files.indexPath(segment.number()));
  }
}
