package dev.stela.power;

import java.nio.file.Path;

/**
 * A file operation that changes something.
 *
 * @param number how many came before it on its disk
 * @param path the file or folder, as the engine names it
 * @param allocates whether it needs space on the disk that is not the file's yet
 */
record Operation(long number, Kind kind, Path path, boolean allocates) {
  enum Kind {
    CREATE,
    WRITE,
    SYNC,
    TRUNCATE,
    RENAME,
    DELETE,
    LINK,
    SYNC_DIRECTORY,
    CREATE_DIRECTORY,
    /** None: a moment at which nothing is asked of the disk. */
    PAUSE
  }

  String name() {
    return path.getFileName().toString();
  }

  @Override
  public String toString() {
    return number + " " + kind + " " + name();
  }
}
