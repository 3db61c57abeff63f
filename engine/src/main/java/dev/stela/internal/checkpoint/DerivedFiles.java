package dev.stela.internal.checkpoint;

import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;

/** The names of the files that can be derived from the log, by generation. Immutable. */
public final class DerivedFiles {
  /** Size of an extent of the directory. */
  public static final int DIRECTORY_EXTENT_BYTES = 4 << 20;

  private static final String DIRECTORY = "directory-";
  private static final String DICTIONARY = "dictionary-";
  private static final String DICTIONARY_TABLES = DICTIONARY + "tables-";
  private static final String ENTITIES = "entities-";
  private static final String POSTING_HEADS = "posting-heads-";
  private static final String POSTINGS = "postings-";

  private DerivedFiles() {}

  /** Returns the path of a directory. */
  public static Path directory(Path store, long generation) {
    return store.resolve(DIRECTORY + generation);
  }

  /** Returns the path of a dictionary. */
  public static Path dictionary(Path store, long generation) {
    return store.resolve(DICTIONARY + generation);
  }

  /** Returns the path of the tables over a dictionary. */
  public static Path dictionaryTables(Path store, long generation) {
    return store.resolve(DICTIONARY_TABLES + generation);
  }

  /** Returns the path of an entity table. */
  public static Path entities(Path store, long generation) {
    return store.resolve(ENTITIES + generation);
  }

  /** Returns the path of the heads of the posting lists. */
  public static Path postingHeads(Path store, long generation) {
    return store.resolve(POSTING_HEADS + generation);
  }

  /** Returns the path of the blocks of the posting lists. */
  public static Path postings(Path store, long generation) {
    return store.resolve(POSTINGS + generation);
  }

  /** Tells whether a file's name is that of a file derived from the log, or of a manifest. */
  public static boolean isDerived(String fileName) {
    return fileName.startsWith(DIRECTORY)
        || fileName.startsWith(DICTIONARY)
        || fileName.startsWith(ENTITIES)
        || fileName.startsWith(POSTING_HEADS)
        || fileName.startsWith(POSTINGS)
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
