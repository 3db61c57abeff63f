package dev.stela.internal.read;

import dev.stela.CorruptionException;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.directory.IndexEntry;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;

/**
 * From an id to the version that a reader may see. Any thread, no lock, no allocation.
 *
 * <p>The directory's entry is read whole under its seqlock, and what it says is validated before it
 * is used: the segment is known, the place lies within its published end, the record there is the
 * entity's. What fails is looked up again, since it may just have moved, and is damage if it
 * persists.
 */
public final class Lookup {
  /** Sees everything in the log, durable or not: for the writer. */
  public static final long EVERYTHING = Long.MAX_VALUE;

  private static final int ATTEMPTS = 100;

  private final Directory directory;
  private final SegmentTable segments;

  /** Looks up through a directory into a log. */
  public Lookup(Directory directory, SegmentTable segments) {
    this.directory = directory;
    this.segments = segments;
  }

  /**
   * Finds the newest version of an entity that is not after {@code limit}.
   *
   * @param named whether the id comes from a name: else an entity with a name is not the one sought
   * @return false if there is none
   */
  public boolean find(long idHigh, long idLow, boolean named, long limit, Version into) {
    // The name first: of an entity that is not the one sought nothing can be missing.
    return findNewest(idHigh, idLow, into)
        && ((into.entry.flags() & IndexEntryLayout.NAMED) != 0) == named
        && into.seek(limit);
  }

  /** As {@link #find}, whether or not the entity has a name. */
  public boolean findAny(long idHigh, long idLow, long limit, Version into) {
    return findNewest(idHigh, idLow, into) && into.seek(limit);
  }

  /** As {@link #findAny}, also a version of which retention has dropped something. */
  public boolean findHistory(long idHigh, long idLow, long limit, Version into) {
    return findNewest(idHigh, idLow, into) && into.moveBack(limit);
  }

  private boolean findNewest(long idHigh, long idLow, Version into) {
    IndexEntry entry = into.entry;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!directory.lookup(idHigh, idLow, entry)) {
        return false;
      }
      LogSegment segment = segments.get(IndexEntryLayout.segmentNumber(entry.location()));
      long offset = IndexEntryLayout.offset(entry.location());
      if (segment != null
          && segment.canHold(offset)
          && RecordLayout.ordinal(segment.memory(), offset) == entry.ordinal()) {
        into.point(segments, segment, offset);
        return true;
      }
      Thread.onSpinWait();
    }
    throw damaged(entry);
  }

  private CorruptionException damaged(IndexEntry entry) {
    LogSegment segment = segments.get(entry.segmentNumber());
    return new CorruptionException(
        "the directory points to a place that does not hold the entity",
        segment == null ? segments.all()[0].path() : segment.path(),
        entry.offset(),
        "ordinal " + entry.ordinal(),
        segment == null ? "no such segment" : "another record, or none");
  }
}
