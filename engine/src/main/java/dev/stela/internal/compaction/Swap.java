package dev.stela.internal.compaction;

import dev.stela.StoreFailedException;
import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.checkpoint.IndexParts;
import dev.stela.internal.checkpoint.LsnRange;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.log.DataSegmentWriter;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.retention.Horizons;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Brings a merge into use, in an order in which a crash at any point leaves a store that is whole:
 * the data segment, its index part, the manifest that puts it in force, the table of segments, the
 * directory; then what it replaces is retired. One thread.
 */
final class Swap {
  private final CompactionParts parts;
  private final Retirement retirement;
  private final BooleanSupplier stop;
  private int nextNumber;

  /**
   * Creates one for a store.
   *
   * @param stop tells whether to leave the rest to the next open
   */
  Swap(CompactionParts parts, Retirement retirement, BooleanSupplier stop) {
    this.parts = parts;
    this.retirement = retirement;
    this.stop = stop;
    this.nextNumber = SegmentFiles.FIRST_DATA;
    Manifest manifest = parts.catalog().current();
    for (List<SealedSegment> all : List.of(manifest.segments(), manifest.retiring())) {
      for (SealedSegment segment : all) {
        nextNumber = Math.max(nextNumber, segment.number() + 1);
      }
    }
  }

  /**
   * Writes the merge's segment, puts it in force in the run's place, and retires the run.
   *
   * @param horizons from where on answers are exact after it
   * @return the size of the new segment
   */
  long run(Merge merge, List<SealedSegment> run, Horizons horizons) {
    Catalog catalog = parts.catalog();
    if (catalog.isInDoubt()) {
      throw new StoreFailedException(
          "nothing can be put in force before the store is opened again: path="
              + parts.segmentFiles().path(nextNumber));
    }
    int number = nextNumber;
    LogSegment made = null;
    SealedSegment sealed;
    try {
      made = write(merge, run, number);
      sealed = IndexParts.write(parts.segmentFiles(), made, range(run));
      SealedSegment replacement = sealed;
      catalog.publish(manifest -> replace(manifest, run, replacement, horizons));
    } catch (RuntimeException | Error e) {
      giveUp(number, made, e);
      throw e;
    }
    nextNumber++;
    // Whoever reads what is left sees this, and refuses to answer what it does not tell.
    parts.kept().advance(horizons);
    SegmentTable segments = parts.segments();
    segments.admit(made);
    segments.replace(run.stream().map(one -> segments.get(one.number())).toList(), List.of(made));
    Repoint repoint = new Repoint(parts.directory(), parts.writer(), stop);
    if (repoint.run(merge, number)) {
      retirement.retire(run);
    }
    return sealed.end();
  }

  /** Does what a process that died, or was closed, left to be done of a swap. */
  void complete() {
    List<SealedSegment> retiring = parts.catalog().current().retiring();
    if (retiring.isEmpty()) {
      return;
    }
    for (SealedSegment sealed : retiring) {
      LogSegment segment = parts.segments().get(sealed.number());
      Repoint repoint = new Repoint(parts.directory(), parts.writer(), stop);
      if (segment != null && !repoint.run(segment, parts.segments())) {
        return;
      }
    }
    retirement.retire(retiring);
  }

  /** Leaves no file, unless it may be in force: then the next open knows whether it is. */
  private void giveUp(int number, LogSegment made, Throwable failure) {
    try {
      if (made != null) {
        made.close();
      }
      if (!parts.catalog().isInDoubt()) {
        // What cannot be deleted now, the next attempt does, which takes the same number.
        delete(parts.segmentFiles().indexPath(number));
        delete(parts.segmentFiles().path(number));
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void delete(Path path) {
    if (parts.files().exists(path)) {
      parts.files().delete(path);
    }
  }

  private LogSegment write(Merge merge, List<SealedSegment> run, int number) {
    SegmentFiles segmentFiles = parts.segmentFiles();
    segmentFiles.createDataFolder();
    LsnRange range = range(run);
    long length;
    try (DataSegmentWriter out =
        new DataSegmentWriter(
            parts.files(), segmentFiles.path(number), parts.storeId(), number, range.firstLsn())) {
      merge.write(out);
      out.finish();
      length = out.tail();
    }
    LogSegment made = segmentFiles.open(number, (int) length);
    made.adopt((int) length, range.firstLsn(), () -> segmentFiles.openPart(made));
    made.seal(range.lastLsn());
    return made;
  }

  private static LsnRange range(List<SealedSegment> run) {
    SealedSegment first = run.getFirst();
    SealedSegment last = run.getLast();
    return new LsnRange(
        first.firstLsn(), last.lastLsn(), first.firstTimestamp(), last.lastTimestamp());
  }

  private static Manifest replace(
      Manifest manifest, List<SealedSegment> run, SealedSegment sealed, Horizons horizons) {
    List<SealedSegment> inForce = new ArrayList<>(manifest.segments());
    int at = inForce.indexOf(run.getFirst());
    inForce.subList(at, at + run.size()).clear();
    inForce.add(at, sealed);
    List<SealedSegment> retiring = new ArrayList<>(manifest.retiring());
    retiring.addAll(run);
    return manifest.withSegments(inForce, retiring).withHorizons(horizons);
  }
}
