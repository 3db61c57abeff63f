package dev.stela.internal.compaction;

import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.Leases;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Lets stress tests, which are in another package, retire segments, at a time of their own: what a
 * reader without a lease is given is always over. One thread.
 */
public final class StressRetirement {
  private static final long LONGER_THAN_GRACE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Manifest merged;
  private final Retirement retirement;
  private long now;

  /**
   * Creates one for a table.
   *
   * @param merged names the segments that were replaced
   */
  public StressRetirement(
      FileOps files,
      Path folder,
      StoreId storeId,
      SegmentFiles segmentFiles,
      SegmentTable segments,
      Leases leases,
      Manifest merged) {
    var content =
        new Superblock.Content(
            Superblock.State.IN_USE,
            merged.lsn(),
            merged.timestamp(),
            0,
            segmentFiles.segmentBytes());
    Superblock superblock = Superblock.create(files, folder, storeId, content);
    this.merged = merged;
    this.retirement =
        new Retirement(
            files,
            segmentFiles,
            segments,
            new Catalog(files, folder, superblock, merged),
            leases,
            () -> now);
  }

  /** Takes what was replaced out of the table. */
  public void retire() {
    retirement.retire(merged.retiring());
  }

  /** Closes what no lease holds. */
  public void reap() {
    now += LONGER_THAN_GRACE_NANOS;
    retirement.reap();
  }
}
