package dev.stela.internal.backup;

import dev.stela.CorruptionException;
import dev.stela.InvalidArgumentException;
import dev.stela.StorageException;
import dev.stela.internal.backup.SegmentPlacement.Place;
import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Makes a backup of a store that is being written to: of its sealed segments, as of the last
 * checkpoint. Used once, by one thread; writers and compaction go on.
 *
 * <p>No file is kept from being deleted meanwhile. If compaction replaces a segment before it is
 * placed, the backup goes on with what is in force then; a file that is being copied stays until it
 * is closed, and one that has its second name stays anyway.
 */
public final class Backup {
  /** So often compaction may overtake a backup: each time it has put another manifest in force. */
  private static final int MAX_ATTEMPTS = 1_000;

  private final FileOps files;
  private final Path store;
  private final Catalog catalog;
  private final Superblock superblock;
  private final LongConsumer progress;

  /**
   * What a backup is.
   *
   * @param lsn the last LSN in it
   * @param linkedFiles how many files were given a second name
   * @param copiedFiles how many were copied
   * @param copiedBytes how many bytes these have
   */
  public record Result(long lsn, int linkedFiles, int copiedFiles, long copiedBytes) {}

  /**
   * Prepares a backup.
   *
   * @param store the folder of the store, which has had a checkpoint
   * @param progress is told how many bytes more have been checked
   */
  public Backup(
      FileOps files, Path store, Catalog catalog, Superblock superblock, LongConsumer progress) {
    this.files = files;
    this.store = store;
    this.catalog = catalog;
    this.superblock = superblock;
    this.progress = progress;
  }

  /**
   * Makes it, whole and checked, or leaves no store.
   *
   * @param target a folder that does not exist or has no files
   * @param earlier a backup of the same store from which files may be taken; or null
   */
  public Result into(Path target, Path earlier) {
    Path folder = target.toAbsolutePath().normalize();
    if (folder.startsWith(store.toAbsolutePath().normalize())) {
      throw new InvalidArgumentException(
          "a backup lies outside of the store: store=" + store + " target=" + target);
    }
    StoreId id = superblock.storeId();
    int segmentBytes = (int) superblock.content().segmentBytes();
    Manifest before = earlier == null ? null : readEarlier(earlier, id);
    BackupFolder backup = BackupFolder.begin(files, folder, id, segmentBytes);
    try {
      SegmentPlacement placement = backup.placement();
      Place source = placement.place(store, Manifest.EMPTY);
      Place known = before == null ? null : placement.place(earlier, before);
      Manifest manifest = placeAll(placement, source, known);
      backup.complete(manifest, progress);
      return new Result(
          manifest.lsn(), placement.linked(), placement.copied(), placement.copiedBytes());
    } catch (RuntimeException | Error e) {
      backup.abandon(e);
      throw e;
    }
  }

  private Manifest placeAll(SegmentPlacement placement, Place source, Place earlier) {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Manifest manifest = catalog.current();
      SealedSegment missing = firstMissing(manifest, placement, source, earlier);
      if (missing == null) {
        return manifest;
      }
      if (catalog.current().segments().contains(missing)) {
        Path path = source.files().path(missing.number());
        throw new CorruptionException(
            "a file of a segment that is in force is missing", path, 0, path.getFileName(), "none");
      }
    }
    throw new StorageException(
        "segments were replaced faster than a backup could take them: target=" + source.folder());
  }

  private static SealedSegment firstMissing(
      Manifest manifest, SegmentPlacement placement, Place source, Place earlier) {
    for (SealedSegment segment : manifest.segments()) {
      if (!placement.place(segment, source, earlier, true)) {
        return segment;
      }
    }
    return null;
  }

  private Manifest readEarlier(Path earlier, StoreId id) {
    if (!files.exists(earlier.resolve(Superblock.FILE_NAME))) {
      throw new InvalidArgumentException("there is no earlier backup: earlier=" + earlier);
    }
    try (Superblock other = Superblock.open(files, earlier, false)) {
      if (!other.storeId().equals(id)) {
        throw new InvalidArgumentException(
            "the earlier backup is one of another store: earlier="
                + earlier
                + " storeId="
                + other.storeId()
                + " expected="
                + id);
      }
      long generation = other.content().manifestGeneration();
      return generation == 0 ? Manifest.EMPTY : Manifest.read(files, earlier, id, generation);
    }
  }
}
