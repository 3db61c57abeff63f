package dev.stela.internal.recovery;

import dev.stela.CorruptionException;
import dev.stela.StorageException;
import dev.stela.internal.apply.Applier;
import dev.stela.internal.apply.PartLoader;
import dev.stela.internal.checkpoint.IndexParts;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.log.IndexPart;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import java.util.ArrayList;
import java.util.List;

/** The index parts of the segments in force, as a rebuild needs them. One use, one thread. */
final class SealedParts {
  private final SegmentFiles files;
  private final List<LogSegment> segments;
  private final List<SealedSegment> known;
  private final List<SealedSegment> damaged = new ArrayList<>();
  private final List<IndexPart> parts = new ArrayList<>();

  SealedParts(SegmentFiles files, List<LogSegment> segments, List<SealedSegment> known) {
    this.files = files;
    this.segments = segments;
    this.known = known;
  }

  /** Returns the segments whose part was missing or damaged. */
  List<SealedSegment> damaged() {
    return damaged;
  }

  /**
   * Loads the parts into the empty structures of a store.
   *
   * @param strict whether a damaged part is to be told, instead of being made anew from the
   *     segment's frames
   * @return an applier that goes on behind them
   */
  Applier load(OpenStore store, boolean strict) {
    try {
      for (int i = 0; i < segments.size(); i++) {
        parts.add(open(segments.get(i), known.get(i), strict));
      }
      return new PartLoader(
              parts, store.directory, store.dictionary, store.entities, store.lists, store.loads)
          .load(store.background);
    } finally {
      parts.forEach(IndexPart::close);
    }
  }

  private IndexPart open(LogSegment segment, SealedSegment sealed, boolean strict) {
    try {
      return requireSame(files.openPart(segment), sealed);
    } catch (CorruptionException | StorageException e) {
      if (strict) {
        throw e;
      }
      damaged.add(sealed);
      return IndexParts.build(files, segment, sealed.range());
    }
  }

  private static IndexPart requireSame(IndexPart part, SealedSegment sealed) {
    boolean same =
        part.firstLsn() == sealed.firstLsn()
            && part.lastLsn() == sealed.lastLsn()
            && part.end() == sealed.end()
            && part.memory().byteSize() == sealed.indexBytes();
    if (!same) {
      try (part) {
        throw new CorruptionException(
            "an index part is not the one that the manifest names",
            part.path(),
            0,
            sealed,
            "other");
      }
    }
    return part;
  }
}
