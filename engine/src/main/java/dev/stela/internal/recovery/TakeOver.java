package dev.stela.internal.recovery;

import dev.stela.CorruptionException;
import dev.stela.FormatVersionException;
import dev.stela.NotAStelaFileException;
import dev.stela.internal.apply.Applier;
import dev.stela.internal.apply.Counts;
import dev.stela.internal.apply.FrameUndo;
import dev.stela.internal.checkpoint.DerivedFiles;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.directory.DirectoryRepair;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.AppliedState;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.dictionary.DictionaryTables;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.ExtentSource;
import dev.stela.internal.storage.FileExtents;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes over what a process left that died while it had the store open: its derived files are as
 * good as its last store into them, for the kernel has kept them. What it had done of the last
 * frame is taken back, and the frame applied. One thread, once.
 *
 * <p>Nothing is believed that can be doubted cheaply; a doubt ends in an exception, and the caller
 * rebuilds.
 */
final class TakeOver {
  private final OpenStore store;
  private final AppliedState applied = new AppliedState();
  private final List<FileExtents> opened = new ArrayList<>();
  private FrameUndo undo;
  private int commits;

  TakeOver(OpenStore store) {
    this.store = store;
  }

  /** Returns why the files cannot be taken over; null if they can. Changes nothing. */
  String obstacle() {
    if (!store.files.exists(store.path.resolve(LiveHeader.FILE_NAME))) {
      return "there is no live header";
    }
    try (LiveHeader live = LiveHeader.open(store.files, store.path, store.superblock.storeId())) {
      if (!live.applied().readNewest(applied)) {
        return "no applied slot of the live header is whole";
      }
    } catch (CorruptionException | NotAStelaFileException | FormatVersionException e) {
      return e.getMessage();
    }
    long boot = DerivedIdentity.boot(store.files);
    if (boot == 0 || applied.boot() != boot) {
      return "the machine has been started anew since, or it cannot be told";
    }
    long files =
        DerivedIdentity.files(
            store.files, store.path, applied.directoryGeneration(), applied.indexGeneration());
    if (files == 0 || applied.files() != files) {
      return "the files are not those that the process had open";
    }
    return null;
  }

  /** Returns the LSN up to which frames have been applied. */
  long lsn() {
    return applied.lsn();
  }

  /** Opens the files as of that LSN. */
  void adopt() {
    StoreId id = store.superblock.storeId();
    long generation = applied.indexGeneration();
    DirectoryRepair repair =
        DerivedStructures.over(
            source(
                DerivedFiles.directory(store.path, applied.directoryGeneration()),
                DerivedFiles.DIRECTORY_EXTENT_BYTES),
            extents ->
                Directory.takeOver(extents, id, applied.directoryGeneration(), applied.entries()));
    store.directory = repair.directory();
    store.dictionary =
        DerivedStructures.over(
            source(DerivedFiles.dictionary(store.path, generation), Dictionary.EXTENT_BYTES),
            extents ->
                Dictionary.takeOver(
                    extents,
                    id,
                    new Dictionary.Summary(
                        generation, applied.dictionaryTail(), applied.tags(), applied.fields(), 0),
                    DictionaryTables.read(
                        store.files,
                        DerivedFiles.dictionaryTables(store.path, generation),
                        id,
                        generation)));
    store.entities =
        DerivedStructures.over(
            source(DerivedFiles.entities(store.path, generation), CheckedExtents.EXTENT_BYTES),
            extents ->
                EntityTable.takeOver(extents, id, generation, applied.ordinals(), applied.lsn()));
    store.lists = adoptLists(id, generation);
    store.indexGeneration = generation;
    store.applier =
        new Applier(
            store.directory,
            store.dictionary,
            store.entities,
            store.lists,
            new Counts(applied.ordinals(), applied.deleted(), applied.archived(), applied.purged()),
            store.loads);
    undo =
        new FrameUndo(
            repair, store.entities, store.lists, store.segments, applied.ordinals(), applied.lsn());
  }

  /** Prepares for a frame that is to be applied, and has been found in the log. */
  void beforeApply(MemorySegment frame, LogSegment segment, long offset) {
    if (FrameLayout.kind(frame, 0) != FrameLayout.KIND_COMMIT) {
      return;
    }
    commits++;
    if (commits > 1) {
      // The process announces each frame before it begins the next. So these files are older than
      // the log: they are not what the process left.
      throw doubt("more frames are behind the last applied one than can be", 1, commits);
    }
    undo.undo(frame, segment, offset);
  }

  /** Ends the taking over, when the log has been read up to its end. */
  void complete(long lastLsn) {
    if (lastLsn < applied.lsn()) {
      throw doubt("the log ends before the last applied frame", applied.lsn(), lastLsn);
    }
    for (FileExtents extents : opened) {
      extents.prepareNext();
    }
  }

  private PostingLists adoptLists(StoreId id, long generation) {
    return DerivedStructures.over(
        source(DerivedFiles.postingHeads(store.path, generation), CheckedExtents.EXTENT_BYTES),
        heads ->
            DerivedStructures.over(
                source(DerivedFiles.postings(store.path, generation), CheckedExtents.EXTENT_BYTES),
                blocks ->
                    PostingLists.takeOver(
                        heads, blocks, id, generation, applied.postingsTail(), freeBlocks())));
  }

  private long[] freeBlocks() {
    long[] places = new long[PostingBlockLayout.SIZES];
    Arrays.setAll(places, applied::freeHead);
    return places;
  }

  private ExtentSource source(Path path, int extentBytes) {
    FileExtents extents = FileExtents.open(store.files, path, extentBytes, store.background);
    opened.add(extents);
    return extents;
  }

  private CorruptionException doubt(String what, Object expected, Object actual) {
    return new CorruptionException(
        what, store.path.resolve(LiveHeader.FILE_NAME), 0, expected, actual);
  }
}
