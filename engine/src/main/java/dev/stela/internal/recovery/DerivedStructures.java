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
import java.util.function.Function;

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
        over(
            source(store, directory, DerivedFiles.DIRECTORY_EXTENT_BYTES, readOnly),
            extents -> Directory.create(extents, id, 0, generation));
    store.dictionary =
        over(
            source(store, dictionary, Dictionary.EXTENT_BYTES, readOnly),
            extents -> Dictionary.create(extents, id, generation));
    store.dictionaryGeneration = generation;
    store.applier = new Applier(store.directory, store.dictionary, 0, 0);
  }

  /** Makes a structure over extents, which are closed if that fails. */
  static <T> T over(ExtentSource extents, Function<ExtentSource, T> make) {
    try {
      return make.apply(extents);
    } catch (RuntimeException | Error e) {
      try {
        extents.close();
      } catch (RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
  }

  private static ExtentSource source(
      OpenStore store, Path path, int extentBytes, boolean readOnly) {
    return readOnly
        ? new MemoryExtents(path, extentBytes)
        : FileExtents.create(store.files, path, extentBytes, store.background);
  }
}
