package dev.stela.internal.recovery;

import dev.stela.CorruptionException;
import dev.stela.StoreConfig;
import dev.stela.internal.apply.LoadStates;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The segments of a store that is being opened: those in force by the manifest, and the log behind
 * them. One thread.
 */
final class OpenedLog {
  private final OpenStore store;
  private final StoreConfig config;
  private final SegmentFiles segmentFiles;
  private final List<LogSegment> sealed = new ArrayList<>();
  private final List<LogSegment> log = new ArrayList<>();
  private Manifest manifest;

  OpenedLog(OpenStore store, StoreConfig config) {
    this.store = store;
    this.config = config;
    this.segmentFiles =
        new SegmentFiles(
            store.files,
            store.path,
            store.superblock.storeId(),
            (int) store.superblock.content().segmentBytes(),
            !config.readOnly());
  }

  /** Returns what the superblock has in force. */
  Manifest manifest() {
    return manifest;
  }

  /** Returns the segments in force, in the manifest's order. */
  List<LogSegment> sealed() {
    return sealed;
  }

  /** Returns the segments behind them; what a torn tail leaves is cut from this list. */
  List<LogSegment> log() {
    return log;
  }

  /** Returns the segment that is ready for when the tail is full; null if there is none. */
  LogSegment spare(int tailIndex) {
    return log.size() > tailIndex + 1 ? log.get(tailIndex + 1) : null;
  }

  /**
   * Opens all of them.
   *
   * @param anew whether nothing that is derived will be used
   */
  void open(boolean anew) {
    if (!config.readOnly()) {
      segmentFiles.removeUnfinished();
    }
    manifest = readManifest(anew);
    store.kept.advance(manifest.horizons());
    store.loads = LoadStates.of(manifest.loads().toBytes(), manifest.lsn(), store.path);
    store.segmentFiles = segmentFiles;
    store.openedManifest = manifest;
    for (SealedSegment segment : manifest.segments()) {
      sealed.add(openSealed(segment));
    }
    openUnsealed(manifest.nextLog());
  }

  private void openUnsealed(int first) {
    boolean backup = store.superblock.content().state() == Superblock.State.BACKUP;
    if (backup && !store.files.exists(segmentFiles.path(first))) {
      log.add(
          config.readOnly()
              ? segmentFiles.absent(first)
              : segmentFiles.create(first, manifest.lsn()));
      return;
    }
    for (int number : segmentFiles.numbers(first)) {
      log.add(segmentFiles.open(number));
    }
  }

  /**
   * While nothing was compacted the manifest says nothing that the log does not: where all is to be
   * made anew it may be damaged or missing.
   */
  private Manifest readManifest(boolean anew) {
    long generation = store.superblock.content().manifestGeneration();
    if (generation == 0) {
      return Manifest.EMPTY;
    }
    try {
      return Manifest.read(store.files, store.path, store.superblock.storeId(), generation);
    } catch (CorruptionException e) {
      if (anew && !segmentFiles.hasData()) {
        return Manifest.EMPTY;
      }
      throw e;
    }
  }

  private LogSegment openSealed(SealedSegment segment) {
    return SegmentFiles.isData(segment.number())
        ? segmentFiles.open(segment.number(), segment.end())
        : segmentFiles.open(segment.number());
  }

  /** Lets the segments in force be read as they are: a frame is checked when it is first used. */
  void adoptSealed() {
    for (int i = 0; i < sealed.size(); i++) {
      adopt(sealed.get(i), manifest.segments().get(i));
      store.segments.add(sealed.get(i));
    }
    for (SealedSegment segment : manifest.retiring()) {
      // Its file may be gone: it is deleted before it is forgotten.
      if (store.files.exists(segmentFiles.path(segment.number()))) {
        LogSegment retiring = openSealed(segment);
        adopt(retiring, segment);
        store.segments.admit(retiring);
      }
    }
  }

  private void adopt(LogSegment segment, SealedSegment known) {
    segment.adopt(known.end(), known.firstLsn(), () -> segmentFiles.openPart(segment));
    segment.seal(known.lastLsn());
  }

  /** Late, so that an opening that fails has changed as little as can be. */
  void removeLeftovers() {
    Set<Integer> named = new HashSet<>();
    manifest.segments().forEach(segment -> named.add(segment.number()));
    manifest.retiring().forEach(segment -> named.add(segment.number()));
    segmentFiles.removeUnnamed(manifest.nextLog(), named::contains);
    Path current = Manifest.path(store.path, store.superblock.content().manifestGeneration());
    for (Path file : store.files.list(store.path)) {
      if (Manifest.isManifest(file.getFileName().toString())
          && !file.getFileName().equals(current.getFileName())) {
        store.files.delete(file);
      }
    }
  }

  /** Returns those that no table knows yet: they would stay mapped if opening failed now. */
  List<LogSegment> unknown() {
    return Stream.concat(sealed.stream(), log.stream())
        .filter(segment -> store.segments.get(segment.number()) == null)
        .toList();
  }
}
