package dev.stela.internal.recovery;

import dev.stela.internal.apply.Applier;
import dev.stela.internal.apply.Counts;
import dev.stela.internal.checkpoint.DerivedFiles;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.storage.CheckedExtents;
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
      long manifest = store.superblock.content().manifestGeneration();
      DerivedFiles.deleteAllBut(store.files, store.path, Manifest.path(store.path, manifest));
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
    store.entities =
        over(
            source(
                store,
                DerivedFiles.entities(store.path, generation),
                CheckedExtents.EXTENT_BYTES,
                readOnly),
            extents -> EntityTable.create(extents, id, generation));
    store.lists = createLists(store, id, generation, readOnly);
    store.indexGeneration = generation;
    store.applier =
        new Applier(
            store.directory,
            store.dictionary,
            store.entities,
            store.lists,
            Counts.NONE,
            store.loads);
  }

  private static PostingLists createLists(
      OpenStore store, StoreId id, long generation, boolean readOnly) {
    Path heads = DerivedFiles.postingHeads(store.path, generation);
    Path blocks = DerivedFiles.postings(store.path, generation);
    return over(
        source(store, heads, CheckedExtents.EXTENT_BYTES, readOnly),
        first ->
            over(
                source(store, blocks, CheckedExtents.EXTENT_BYTES, readOnly),
                second -> PostingLists.create(first, second, id, generation)));
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
