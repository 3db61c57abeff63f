package dev.stela.internal.recovery;

import dev.stela.internal.apply.Applier;
import dev.stela.internal.checkpoint.DerivedFiles;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.storage.ExtentSource;
import dev.stela.internal.storage.FileExtents;
import dev.stela.internal.storage.MemoryExtents;
import java.nio.file.Path;

/** Empty structures for a rebuild: in new files, or in memory where nothing may be written. */
final class DerivedStructures {
  private DerivedStructures() {}

  static void create(OpenStore store, long generation, boolean readOnly) {
    Path directory = DerivedFiles.directory(store.path, generation);
    Path dictionary = DerivedFiles.dictionary(store.path, generation);
    if (!readOnly) {
      // What there is belongs to no clean state: it will never be used again.
      DerivedFiles.deleteAllBut(store.files, store.path);
    }
    StoreId id = store.superblock.storeId();
    store.directory =
        Directory.create(
            source(store, directory, DerivedFiles.DIRECTORY_EXTENT_BYTES, readOnly),
            id,
            0,
            generation);
    store.dictionary =
        Dictionary.create(
            source(store, dictionary, Dictionary.EXTENT_BYTES, readOnly), id, generation);
    store.dictionaryGeneration = generation;
    store.applier = new Applier(store.directory, store.dictionary, 0, 0);
  }

  private static ExtentSource source(
      OpenStore store, Path path, int extentBytes, boolean readOnly) {
    return readOnly
        ? new MemoryExtents(path, extentBytes)
        : FileExtents.create(store.files, path, extentBytes, store.background);
  }
}
