package dev.stela.internal.recovery;

import dev.stela.CorruptionException;
import dev.stela.internal.apply.Applier;
import dev.stela.internal.checkpoint.CleanImage;
import dev.stela.internal.checkpoint.DerivedFiles;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.dictionary.DictionaryTables;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.storage.CheckedExtents;
import dev.stela.internal.storage.ExtentSource;
import dev.stela.internal.storage.FileExtents;
import dev.stela.internal.storage.ReadOnlyExtents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes over what a clean close left, without reading the log: opening costs the same for any
 * number of entities. What is taken over is checked when it is first used.
 */
final class CleanState {
  private final OpenStore store;
  private final List<LogSegment> log;
  private final CleanImage image;
  private final SegmentFiles segmentFiles;
  private final boolean readOnly;
  private final List<FileExtents> opened = new ArrayList<>();

  CleanState(
      OpenStore store,
      List<LogSegment> log,
      SegmentFiles segmentFiles,
      CleanImage image,
      boolean readOnly) {
    this.store = store;
    this.segmentFiles = segmentFiles;
    this.log = log;
    this.image = image;
    this.readOnly = readOnly;
  }

  /** Takes the state over; false if the directory was changed since, so that it must be rebuilt. */
  boolean adopt() {
    requireSegments();
    StoreId id = store.superblock.storeId();
    ExtentSource directory =
        source(
            DerivedFiles.directory(store.path, image.buckets().generation()),
            DerivedFiles.DIRECTORY_EXTENT_BYTES);
    if (readOnly && hasNewFrames() || !Directory.isSealed(directory)) {
      directory.close();
      return false;
    }
    store.directory =
        DerivedStructures.over(directory, extents -> Directory.open(extents, id, image.buckets()));
    adoptDictionary(id, image.dictionary());
    adoptIndexes(id, image.dictionary().generation());
    store.applier =
        new Applier(
            store.directory,
            store.dictionary,
            store.entities,
            store.lists,
            image.counts(),
            store.loads);
    adoptSegments();
    // Only now, for nothing may be written to a file before it is known to be the right one.
    for (FileExtents extents : opened) {
      extents.prepareNext();
    }
    return true;
  }

  private void adoptDictionary(StoreId id, Dictionary.Summary summary) {
    Path tables = DerivedFiles.dictionaryTables(store.path, summary.generation());
    store.dictionary =
        DerivedStructures.over(
            source(
                DerivedFiles.dictionary(store.path, summary.generation()), Dictionary.EXTENT_BYTES),
            extents ->
                Dictionary.open(
                    extents,
                    id,
                    summary,
                    DictionaryTables.read(store.files, tables, id, summary.generation())));
  }

  private void adoptIndexes(StoreId id, long generation) {
    store.indexGeneration = generation;
    store.entities =
        DerivedStructures.over(
            source(DerivedFiles.entities(store.path, generation), CheckedExtents.EXTENT_BYTES),
            extents ->
                EntityTable.open(
                    extents, id, generation, image.entitySums(), image.counts().ordinals()));
    store.lists =
        DerivedStructures.over(
            source(DerivedFiles.postingHeads(store.path, generation), CheckedExtents.EXTENT_BYTES),
            heads ->
                DerivedStructures.over(
                    source(
                        DerivedFiles.postings(store.path, generation), CheckedExtents.EXTENT_BYTES),
                    blocks -> PostingLists.open(heads, blocks, id, generation, image.postings())));
  }

  private void requireSegments() {
    int index = 0;
    for (CleanImage.SegmentEnd end : image.segments()) {
      if (index == log.size() || log.get(index).number() != end.number()) {
        Path missing = segmentFiles.path(end.number());
        throw new CorruptionException(
            "a log segment that the manifest names is missing",
            missing,
            0,
            missing.getFileName(),
            "none");
      }
      index++;
    }
  }

  private void adoptSegments() {
    int index = 0;
    for (CleanImage.SegmentEnd end : image.segments()) {
      LogSegment segment = log.get(index);
      segment.adopt(end.end(), end.firstLsn());
      requireFirstFrame(segment, end);
      index++;
      if (index < image.segments().size()) {
        long next = image.segments().get(index).firstLsn();
        segment.seal(next == 0 ? image.lsn() : next - 1);
      }
    }
  }

  private static void requireFirstFrame(LogSegment segment, CleanImage.SegmentEnd end) {
    if (end.firstLsn() != 0) {
      long found = FrameLayout.lsn(segment.memory(), LogSegmentLayout.FRAMES_OFFSET);
      if (found != end.firstLsn()) {
        throw new CorruptionException(
            "a log segment does not begin with the frame that the manifest names",
            segment.path(),
            LogSegmentLayout.FRAMES_OFFSET + FrameLayout.LSN_OFFSET,
            end.firstLsn(),
            found);
      }
    }
  }

  /**
   * A directory that may only be read cannot take frames that were written after the checkpoint.
   */
  private boolean hasNewFrames() {
    CleanImage.SegmentEnd last = image.segments().getLast();
    LogSegment tail = log.get(image.segments().size() - 1);
    return last.end() + FrameLayout.SIZE <= tail.memory().byteSize()
        && FrameLayout.headWord(tail.memory(), last.end()) != 0;
  }

  private ExtentSource source(Path path, int extentBytes) {
    if (!store.files.exists(path)) {
      throw new CorruptionException(
          "a file that the manifest names is missing", path, 0, path.getFileName(), "none");
    }
    if (readOnly) {
      return new ReadOnlyExtents(store.files, path, extentBytes);
    }
    FileExtents extents = FileExtents.open(store.files, path, extentBytes, store.background);
    opened.add(extents);
    return extents;
  }
}
