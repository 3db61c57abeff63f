package dev.stela.internal.storage;

import dev.stela.StorageException;
import dev.stela.internal.storage.FileOps.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Makes files of full size before they are used, by writing zeros: a sparse file would run out of
 * space at a page fault instead of here. Stateless, for any thread.
 */
public final class Preallocator {
  /** Ending of the names of files that are not complete yet. */
  public static final String UNFINISHED = ".tmp";

  private static final int PIECE_BYTES = 1 << 20;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PIECE_BYTES).asReadOnlyBuffer();

  private Preallocator() {}

  /**
   * Creates a file that appears under its name complete and durable, or not at all.
   *
   * @param length its size in bytes
   * @param content writes what is not zero, above all the file header
   * @return the file, open for reading and writing
   * @throws StorageException if the file exists already
   */
  public static StoreFile create(
      FileOps files, Path target, long length, Consumer<StoreFile> content) {
    if (files.exists(target)) {
      throw new StorageException("file exists already: file=" + target);
    }
    var unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
    if (files.exists(unfinished)) {
      // Left by a crash; it never got its name, so nothing refers to it.
      files.delete(unfinished);
    }
    try {
      try (var file = files.open(unfinished, OpenMode.CREATE_NEW)) {
        zeroFill(file, 0, length);
        content.accept(file);
        file.sync();
      }
      files.rename(unfinished, target);
    } catch (RuntimeException | Error e) {
      deleteAfter(e, files, unfinished);
      throw e;
    }
    files.syncDirectory(target.toAbsolutePath().getParent());
    return files.open(target, OpenMode.READ_WRITE);
  }

  /** Writes zeros from one position up to another. */
  public static void zeroFill(StoreFile file, long from, long to) {
    for (long at = from; at < to; at += PIECE_BYTES) {
      file.write(ZEROS.duplicate().limit((int) Math.min(PIECE_BYTES, to - at)), at);
    }
  }

  private static void deleteAfter(Throwable failure, FileOps files, Path unfinished) {
    try {
      if (files.exists(unfinished)) {
        files.delete(unfinished);
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
