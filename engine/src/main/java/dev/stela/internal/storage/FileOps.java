package dev.stela.internal.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * The only way to the file system: everything the engine does to files and folders goes through
 * here, so that tests can let any single operation fail. Implementations are safe for any thread.
 *
 * <p>Every method throws {@link dev.stela.StorageFullException} when the disk or quota is full and
 * {@link dev.stela.StorageException} for any other failure.
 */
public interface FileOps {

  /** How a file is opened. */
  enum OpenMode {
    /** An existing file, for reading. */
    READ,
    /** An existing file, for reading and writing. */
    READ_WRITE,
    /** A file that must not exist yet, for reading and writing. */
    CREATE_NEW
  }

  /** Opens a file. */
  StoreFile open(Path path, OpenMode mode);

  /** Renames a file in one step, replacing the target; durable after {@link #syncDirectory}. */
  void rename(Path from, Path to);

  /** Deletes an existing file; durable after {@link #syncDirectory}. */
  void delete(Path path);

  /** Makes the names in a folder durable. */
  void syncDirectory(Path directory);

  /** Returns what a folder holds, sorted by name. */
  List<Path> list(Path directory);

  /** Tells whether a file or folder exists. */
  boolean exists(Path path);

  /**
   * Gives an existing file a second name; durable after {@link #syncDirectory}.
   *
   * @return false if the file system cannot, as across two of them; nothing has changed then
   */
  boolean link(Path existing, Path link);

  /**
   * Returns what identifies the running kernel: what it holds of a file in memory is newer than the
   * disk, and is there as long as this stays the same.
   *
   * @return empty if it cannot be known
   */
  String bootId();

  /**
   * Returns what identifies a file whatever its name, so that a copy is told from the original.
   *
   * @return empty if it cannot be known
   */
  String fileKey(Path path);

  /** Creates a folder and its missing parents; no failure when it exists. */
  void createDirectory(Path directory);
}
