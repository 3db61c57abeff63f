package dev.stela.internal.backup;

import dev.stela.StorageException;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.StoreFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings the files of sealed segments into another folder: as a second name of the same file where
 * the file system can do that, else as a copy. Sealed segments never change, so a second name is as
 * good. One thread.
 */
final class SegmentPlacement {
  private static final int PIECE_BYTES = 1 << 20;

  private final FileOps files;
  private final StoreId storeId;
  private final int segmentBytes;
  private final Place target;
  private final Set<Path> placed = new LinkedHashSet<>();
  private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
  private int linked;
  private int copied;
  private long copiedBytes;

  /**
   * A folder with files of segments.
   *
   * @param folder the store's
   * @param files names the segments' files
   * @param manifest which segments are in force there
   */
  record Place(Path folder, SegmentFiles files, Manifest manifest) {
    List<Path> of(SealedSegment segment) {
      List<Path> paths = new ArrayList<>();
      paths.add(files.path(segment.number()));
      if (segment.indexBytes() > 0) {
        paths.add(files.indexPath(segment.number()));
      }
      return paths;
    }
  }

  SegmentPlacement(FileOps files, StoreId storeId, int segmentBytes, Path target) {
    this.files = files;
    this.storeId = storeId;
    this.segmentBytes = segmentBytes;
    this.target = place(target, Manifest.EMPTY);
  }

  /** Describes a folder that has segments of the same store. */
  Place place(Path folder, Manifest manifest) {
    return new Place(
        folder, new SegmentFiles(files, folder, storeId, segmentBytes, false), manifest);
  }

  int linked() {
    return linked;
  }

  int copied() {
    return copied;
  }

  /** Returns how many bytes were copied. */
  long copiedBytes() {
    return copiedBytes;
  }

  /** Makes the folders of the target. */
  void createFolders() {
    files.createDirectory(target.folder.resolve(SegmentFiles.FOLDER));
    files.createDirectory(target.folder.resolve(SegmentFiles.DATA_FOLDER));
  }

  /** Makes the names of all that was placed durable. */
  void sync() {
    files.syncDirectory(target.folder.resolve(SegmentFiles.FOLDER));
    files.syncDirectory(target.folder.resolve(SegmentFiles.DATA_FOLDER));
    files.syncDirectory(target.folder);
  }

  /**
   * Places a segment and its index part.
   *
   * @param source where they are
   * @param earlier where they may be as well, for instance on the target's file system; or null
   * @param links whether a second name of the source's file will do
   * @return false if the source does not have it any more
   */
  boolean place(SealedSegment segment, Place source, Place earlier, boolean links) {
    List<Path> from = source.of(segment);
    List<Path> to = target.of(segment);
    for (int i = 0; i < from.size(); i++) {
      if (!placed.contains(to.get(i))) {
        Path same = earlier == null ? null : sameIn(earlier, segment, from.get(i), i);
        try {
          place(from.get(i), same, to.get(i), links);
        } catch (StorageException e) {
          if (files.exists(from.get(i))) {
            throw e;
          }
          // Compaction has replaced the segment, and its file is gone.
          return false;
        }
      }
    }
    return true;
  }

  /** Removes what was placed but is not of these segments, or all. */
  void removeAllBut(List<SealedSegment> segments) {
    Set<Path> kept = new LinkedHashSet<>();
    segments.forEach(segment -> kept.addAll(target.of(segment)));
    for (Path path : List.copyOf(placed)) {
      if (!kept.contains(path)) {
        if (files.exists(path)) {
          files.delete(path);
        }
        placed.remove(path);
      }
    }
  }

  private void place(Path from, Path same, Path to, boolean links) {
    // Noted first: what fails in the middle is removed with the rest.
    placed.add(to);
    if (links && (same != null && files.link(same, to) || files.link(from, to))) {
      linked++;
      return;
    }
    try (StoreFile source = files.open(from, OpenMode.READ);
        StoreFile copy = files.open(to, OpenMode.CREATE_NEW)) {
      long size = source.size();
      for (long at = 0; at < size; at += PIECE_BYTES) {
        piece.clear().limit((int) Math.min(PIECE_BYTES, size - at));
        source.read(piece, at);
        copy.write(piece.flip(), at);
      }
      copy.sync();
      copiedBytes += size;
    }
    copied++;
  }

  /** Returns the file of an earlier backup that is the same; null if there is none. */
  private Path sameIn(Place earlier, SealedSegment segment, Path file, int index) {
    if (!earlier.manifest.segments().contains(segment)) {
      return null;
    }
    Path other = earlier.of(segment).get(index);
    return files.exists(other) && haveSameEnds(file, other) ? other : null;
  }

  /**
   * Compares the first and the last page. A segment's first one has a salt of its own and an index
   * part's last one its checksum, so two stores with a common past are told apart.
   */
  private boolean haveSameEnds(Path one, Path other) {
    if (!files.exists(one)) {
      return false;
    }
    try (StoreFile first = files.open(one, OpenMode.READ);
        StoreFile second = files.open(other, OpenMode.READ)) {
      long size = first.size();
      return size == second.size()
          && Arrays.equals(page(first, 0), page(second, 0))
          && Arrays.equals(page(first, size), page(second, size));
    }
  }

  private static byte[] page(StoreFile file, long end) {
    long size = file.size();
    int bytes = (int) Math.min(LogSegmentLayout.FRAMES_OFFSET, size);
    ByteBuffer page = ByteBuffer.allocate(bytes);
    file.read(page, end == 0 ? 0 : size - bytes);
    return page.array();
  }
}
