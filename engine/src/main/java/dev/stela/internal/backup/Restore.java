package dev.stela.internal.backup;

import dev.stela.CorruptionException;
import dev.stela.InvalidArgumentException;
import dev.stela.internal.backup.SegmentPlacement.Place;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Makes a copy of a backup that shares nothing with it. A backup can be opened itself, but is none
 * any more after it was written to. Stateless.
 */
public final class Restore {
  private Restore() {}

  /**
   * Copies a backup, whole and checked, or leaves no store.
   *
   * @param backup its folder
   * @param target a folder that does not exist or has no files
   * @param progress is told how many bytes more have been checked
   * @return what was done: nothing is linked
   */
  public static Backup.Result copy(FileOps files, Path backup, Path target, LongConsumer progress) {
    if (target.toAbsolutePath().normalize().startsWith(backup.toAbsolutePath().normalize())) {
      throw new InvalidArgumentException(
          "a store lies outside of the backup it is made of: backup="
              + backup
              + " target="
              + target);
    }
    try (Superblock superblock = Superblock.open(files, backup, false)) {
      Superblock.Content content = superblock.content();
      if (content.state() != Superblock.State.BACKUP) {
        throw new InvalidArgumentException(
            "not a backup, or one that has been opened for writing, and so has become a store:"
                + " folder="
                + backup);
      }
      StoreId id = superblock.storeId();
      Manifest manifest = Manifest.read(files, backup, id, content.manifestGeneration());
      BackupFolder copy = BackupFolder.begin(files, target, id, (int) content.segmentBytes());
      try {
        return copy(manifest, copy, backup, progress);
      } catch (RuntimeException | Error e) {
        copy.abandon(e);
        throw e;
      }
    }
  }

  private static Backup.Result copy(
      Manifest manifest, BackupFolder copy, Path backup, LongConsumer progress) {
    SegmentPlacement placement = copy.placement();
    Place source = placement.place(backup, manifest);
    for (SealedSegment segment : manifest.segments()) {
      if (!placement.place(segment, source, null, false)) {
        Path path = source.files().path(segment.number());
        throw new CorruptionException(
            "a file of the backup is missing", path, 0, path.getFileName(), "none");
      }
    }
    copy.complete(manifest, progress);
    return new Backup.Result(
        manifest.lsn(), placement.linked(), placement.copied(), placement.copiedBytes());
  }
}
