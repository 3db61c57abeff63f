package dev.stela.internal.checkpoint;

import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;

/** The names of the files that can be derived from the log, by generation. Immutable. */
public final class DerivedFiles {
  /** Size of an extent of the directory. */
  public static final int DIRECTORY_EXTENT_BYTES = 4 << 20;

  private static final String DIRECTORY = "directory-";
  private static final String DICTIONARY = "dictionary-";

  private DerivedFiles() {}

  /** Returns the path of a directory. */
  public static Path directory(Path store, long generation) {
    return store.resolve(DIRECTORY + generation);
  }

  /** Returns the path of a dictionary. */
  public static Path dictionary(Path store, long generation) {
    return store.resolve(DICTIONARY + generation);
  }

  /** Tells whether a file's name is that of a file derived from the log, or of a manifest. */
  public static boolean isDerived(String fileName) {
    return fileName.startsWith(DIRECTORY)
        || fileName.startsWith(DICTIONARY)
        || Manifest.isManifest(fileName);
  }

  /** Deletes all derived files and manifests but the given ones. */
  public static void deleteAllBut(FileOps files, Path store, Path... kept) {
    for (Path path : files.list(store)) {
      boolean keep = !isDerived(path.getFileName().toString());
      for (Path other : kept) {
        keep |= path.getFileName().equals(other.getFileName());
      }
      if (!keep) {
        files.delete(path);
      }
    }
    files.syncDirectory(store);
  }
}
