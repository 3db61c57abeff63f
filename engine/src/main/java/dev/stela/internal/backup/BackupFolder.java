package dev.stela.internal.backup;

import dev.stela.InvalidArgumentException;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.storage.DurableFolders;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.StoreLock;
import dev.stela.internal.text.TextState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A folder that is becoming a backup. It is none, and cannot be opened, until all of it has been
 * checked: the superblock comes last. One thread.
 */
final class BackupFolder {
  /** Behind both slots of the superblock that names it, so that no later one gets its name. */
  private static final long MANIFEST_GENERATION = 1;

  private final FileOps files;
  private final Path folder;
  private final StoreId storeId;
  private final int segmentBytes;
  private final SegmentPlacement placement;

  private BackupFolder(FileOps files, Path folder, StoreId storeId, int segmentBytes) {
    this.files = files;
    this.folder = folder;
    this.storeId = storeId;
    this.segmentBytes = segmentBytes;
    this.placement = new SegmentPlacement(files, storeId, segmentBytes, folder);
  }

  /**
   * Begins a backup of a store.
   *
   * @param folder does not exist, or has no files
   */
  static BackupFolder begin(FileOps files, Path folder, StoreId storeId, int segmentBytes) {
    requireEmpty(files, folder);
    DurableFolders.create(files, folder);
    BackupFolder backup = new BackupFolder(files, folder, storeId, segmentBytes);
    backup.placement.createFolders();
    return backup;
  }

  SegmentPlacement placement() {
    return placement;
  }

  /**
   * Checks all that was placed and makes the folder a store as of the manifest's LSN.
   *
   * @param progress is told how many bytes more have been checked
   */
  void complete(Manifest manifest, LongConsumer progress) {
    placement.removeAllBut(manifest.segments());
    placement.sync();
    SegmentChecks checks =
        new SegmentChecks(new SegmentFiles(files, folder, storeId, segmentBytes, false));
    for (SealedSegment segment : manifest.segments()) {
      checks.check(segment);
      progress.accept(segment.end());
    }
    // Nothing in it leads to a segment that was replaced: its directory will be made anew, as will
    // its text index, whose segments may tell of later commits.
    manifest
        .withSegments(manifest.segments(), List.of())
        .withText(TextState.of(manifest.text()).withoutIndex().toSection())
        .withClean(Optional.empty())
        .write(files, folder, storeId, MANIFEST_GENERATION);
    Superblock.Content content =
        new Superblock.Content(
            Superblock.State.BACKUP,
            manifest.lsn(),
            manifest.timestamp(),
            MANIFEST_GENERATION,
            segmentBytes);
    // Whoever opens it for reading only may not make the lock file.
    StoreLock.exclusive(files, folder).close();
    Superblock.create(files, folder, storeId, content).close();
  }

  /** Removes what there is of it, as far as that is possible. */
  void abandon(Throwable failure) {
    deleteAfter(failure, folder.resolve(Superblock.FILE_NAME));
    deleteAfter(failure, folder.resolve(StoreLock.FILE_NAME));
    deleteAfter(failure, Manifest.path(folder, MANIFEST_GENERATION));
    try {
      placement.removeAllBut(List.of());
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void deleteAfter(Throwable failure, Path file) {
    try {
      if (files.exists(file)) {
        files.delete(file);
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static void requireEmpty(FileOps files, Path folder) {
    if (!files.exists(folder)) {
      return;
    }
    List<Path> folders =
        List.of(folder.resolve(SegmentFiles.FOLDER), folder.resolve(SegmentFiles.DATA_FOLDER));
    for (Path path : files.list(folder)) {
      // What a backup that failed leaves are its empty folders.
      if (!folders.contains(path) || !files.list(path).isEmpty()) {
        throw new InvalidArgumentException(
            "the target is not an empty folder: target=" + folder + " found=" + path.getFileName());
      }
    }
  }
}
