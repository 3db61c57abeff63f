package dev.stela.internal.compaction;

import dev.stela.StelaException;
import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.Leases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Takes segments that were replaced out of use: out of the table, then their files, then the list
 * of what retires, and when nobody can be reading there any more their mappings. One thread at a
 * time.
 *
 * <p>Reads without a lease are over long before the grace period is; one that is not, finds the
 * memory closed and looks again.
 */
final class Retirement implements AutoCloseable {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final FileOps files;
  private final SegmentFiles segmentFiles;
  private final SegmentTable segments;
  private final Catalog catalog;
  private final Leases leases;
  private final LongSupplier nanoTime;
  private final List<Retired> waiting = new ArrayList<>();

  private record Retired(LogSegment segment, Leases.Pin pin, long since) {}

  Retirement(
      FileOps files,
      SegmentFiles segmentFiles,
      SegmentTable segments,
      Catalog catalog,
      Leases leases,
      LongSupplier nanoTime) {
    this.files = files;
    this.segmentFiles = segmentFiles;
    this.segments = segments;
    this.catalog = catalog;
    this.leases = leases;
    this.nanoTime = nanoTime;
  }

  /** Retires segments to which the directory does not lead any more. */
  void retire(List<SealedSegment> replaced) {
    for (SealedSegment sealed : replaced) {
      LogSegment segment = segments.get(sealed.number());
      if (segment != null) {
        segments.remove(segment);
        waiting.add(new Retired(segment, leases.pin(sealed.end()), nanoTime.getAsLong()));
      }
    }
    boolean deleted = false;
    for (SealedSegment sealed : replaced) {
      deleted |= delete(segmentFiles.path(sealed.number()));
      deleted |= delete(segmentFiles.indexPath(sealed.number()));
    }
    if (deleted) {
      syncFolders(replaced);
    }
    Set<Integer> gone =
        replaced.stream().map(SealedSegment::number).collect(Collectors.toUnmodifiableSet());
    catalog.publish(manifest -> without(manifest, gone));
  }

  /** Closes what nobody reads any more; later calls see to the rest. */
  void reap() {
    long now = nanoTime.getAsLong();
    for (Iterator<Retired> all = waiting.iterator(); all.hasNext(); ) {
      Retired retired = all.next();
      if (now - retired.since >= GRACE_NANOS && retired.pin.isFree()) {
        all.remove();
        retired.pin.close();
        retired.segment.close();
      }
    }
  }

  /** Closes all: the store is being closed. */
  @Override
  public void close() {
    RuntimeException failure = null;
    for (Retired retired : waiting) {
      retired.pin.close();
      try {
        retired.segment.close();
      } catch (StelaException e) {
        failure = e;
      }
    }
    waiting.clear();
    if (failure != null) {
      throw failure;
    }
  }

  private static Manifest without(Manifest manifest, Set<Integer> gone) {
    return manifest.withSegments(
        manifest.segments(),
        manifest.retiring().stream().filter(one -> !gone.contains(one.number())).toList());
  }

  private boolean delete(Path path) {
    if (!files.exists(path)) {
      return false;
    }
    files.delete(path);
    return true;
  }

  private void syncFolders(List<SealedSegment> replaced) {
    replaced.stream()
        .flatMap(
            one ->
                List.of(segmentFiles.path(one.number()), segmentFiles.indexPath(one.number()))
                    .stream())
        .map(path -> path.toAbsolutePath().getParent())
        .distinct()
        .forEach(files::syncDirectory);
  }
}
