package dev.stela.internal.recovery;

import dev.stela.CorruptionException;
import dev.stela.InvalidArgumentException;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.ManifestLayout;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import dev.stela.internal.storage.StoreLock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * What a creation that was cut off may have left in a folder without a superblock. It is removed,
 * but only if it surely is no more than that: a log with frames means that the superblock was lost,
 * and anything else means that the folder is not ours.
 */
final class Leftovers {
  private final FileOps files;
  private final Path store;

  Leftovers(FileOps files, Path store) {
    this.files = files;
    this.store = store;
  }

  void clear() {
    Path folder = store.resolve(SegmentFiles.FOLDER);
    boolean hasLog = files.exists(folder);
    // First, for a store that has lost its superblock holds other files as well.
    if (hasLog) {
      files.list(folder).forEach(this::requireNoFrames);
    }
    files.list(store).forEach(this::requireLeftover);
    if (files.exists(firstManifest())) {
      requireNoCheckpoint(firstManifest());
      files.delete(firstManifest());
    }
    if (hasLog) {
      files.list(folder).forEach(files::delete);
      files.syncDirectory(folder);
    }
  }

  private void requireLeftover(Path path) {
    String name = path.getFileName().toString();
    if (!name.equals(StoreLock.FILE_NAME)
        && !name.equals(SegmentFiles.FOLDER)
        && !name.equals(Superblock.FILE_NAME + Preallocator.UNFINISHED)
        && !name.equals(firstManifest().getFileName().toString())
        && !name.equals(firstManifest().getFileName() + Preallocator.UNFINISHED)) {
      throw notAStore(name);
    }
  }

  private Path firstManifest() {
    return Manifest.path(store, Manifest.FIRST_GENERATION);
  }

  private void requireNoFrames(Path path) {
    if (path.toString().endsWith(Preallocator.UNFINISHED)) {
      return;
    }
    try (StoreFile file = files.open(path, OpenMode.READ)) {
      if (word(file, FileHeaderLayout.MAGIC_OFFSET) != FileHeaderLayout.MAGIC) {
        throw notAStore(SegmentFiles.FOLDER + "/" + path.getFileName());
      }
      if (word(file, LogSegmentLayout.FRAMES_OFFSET) != 0) {
        throw new CorruptionException(
            "the superblock is missing although the log has frames",
            store.resolve(Superblock.FILE_NAME),
            0,
            "a superblock",
            "none");
      }
    }
  }

  /** The manifest of a creation names no segment. */
  private void requireNoCheckpoint(Path manifest) {
    try (StoreFile file = files.open(manifest, OpenMode.READ)) {
      if (word(file, FileHeaderLayout.MAGIC_OFFSET) != FileHeaderLayout.MAGIC
          || word(file, ManifestLayout.LSN_OFFSET) != 0) {
        throw notAStore(manifest.getFileName().toString());
      }
    }
  }

  private static long word(StoreFile file, long offset) {
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (file.size() >= offset + Long.BYTES) {
      file.read(word, offset);
    }
    return word.getLong(0);
  }

  private InvalidArgumentException notAStore(String found) {
    return new InvalidArgumentException(
        "the folder holds no store, and is not empty: path="
            + store.toAbsolutePath()
            + " found="
            + found);
  }
}
