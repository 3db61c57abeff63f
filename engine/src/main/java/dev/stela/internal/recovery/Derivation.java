package dev.stela.internal.recovery;

import dev.stela.CorruptionException;
import dev.stela.Opening;
import dev.stela.StorageException;
import dev.stela.StoreConfig;
import dev.stela.internal.checkpoint.CleanImage;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.ManifestLayout;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.recovery.RecoverySummary.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * How the structures that are derived from the log come to be: taken over from a clean close or
 * from a dead process, loaded from index parts, or replayed. Used once, one thread.
 */
final class Derivation {
  private final OpenStore store;
  private final StoreConfig config;
  private final Opening opening;
  private final OpenedLog opened;
  private final List<LogSegment> log;
  private final Manifest manifest;
  private final List<SealedSegment> damagedParts = new ArrayList<>();
  private int parts;
  private Kind kind;
  private boolean takingOver;

  Derivation(OpenStore store, StoreConfig config, Opening opening, OpenedLog opened) {
    this.store = store;
    this.config = config;
    this.opening = opening;
    this.opened = opened;
    this.log = opened.log();
    this.manifest = opened.manifest();
  }

  /** Returns how they came to be. */
  Kind kind() {
    return kind;
  }

  /** Returns how many index parts were loaded. */
  int parts() {
    return parts;
  }

  /** Returns the segments whose index parts were missing or damaged. */
  List<SealedSegment> damagedParts() {
    return damagedParts;
  }

  /** Tells whether what a dead process left is in use, and not yet known to be sound. */
  boolean isTakingOver() {
    return takingOver;
  }

  /** Makes them, and brings them up to the end of the log. */
  Replay run(boolean created) {
    Superblock.Content content = store.superblock.content();
    if (created) {
      kind = Kind.CREATED;
    } else if (opening == Opening.AUTO || opening == Opening.TAKE_OVER) {
      Replay replay =
          content.state() == Superblock.State.CLEAN
              ? takeOverFromCleanClose(content)
              : takeOverFromDeadProcess(content);
      if (replay != null) {
        return replay;
      }
    }
    return rebuild(content.checkpointLsn());
  }

  private Replay takeOverFromCleanClose(Superblock.Content content) {
    CleanImage image = requireImage(content.manifestGeneration());
    CleanState clean = new CleanState(store, log, store.segmentFiles, image, config.readOnly());
    if (!clean.adopt()) {
      return refuse("the directory, or the log, has been changed after the clean close");
    }
    kind = Kind.CLEAN;
    opened.adoptSealed();
    Replay replay = new Replay(log, store.segments, store.applier, image.lsn(), image.timestamp());
    replay.run(image.segments().size() - 1, content.checkpointLsn(), false);
    return replay;
  }

  private Replay takeOverFromDeadProcess(Superblock.Content content) {
    TakeOver takeOver = new TakeOver(store);
    // Who may only read cannot take back what was done by half.
    String obstacle =
        config.readOnly() ? "the store is opened for reading only" : takeOver.obstacle();
    if (obstacle != null) {
      return refuse(obstacle);
    }
    takingOver = true;
    kind = Kind.TAKEN_OVER;
    opened.adoptSealed();
    takeOver.adopt();
    Replay replay =
        new Replay(log, store.segments, store.applier, manifest.lsn(), manifest.timestamp());
    replay.startApplyingAfter(takeOver.lsn(), takeOver::beforeApply);
    replay.run(0, content.checkpointLsn(), true);
    takeOver.complete(replay.lastLsn());
    takingOver = false;
    return replay;
  }

  /** Returns null where rebuilding is allowed. */
  private Replay refuse(String reason) {
    if (opening == Opening.TAKE_OVER) {
      throw new StorageException(
          "what is derived from the log cannot be taken over: path=%s, reason=%s"
              .formatted(store.path.toAbsolutePath(), reason));
    }
    return null;
  }

  private CleanImage requireImage(long generation) {
    return manifest
        .clean()
        .orElseThrow(
            () ->
                new CorruptionException(
                    "the manifest has no image of the clean close of which the superblock tells",
                    Manifest.path(store.path, generation),
                    ManifestLayout.IMAGE_BYTES_OFFSET,
                    "an image",
                    "none"));
  }

  private Replay rebuild(long durableLsn) {
    if (kind == null) {
      kind = opening == Opening.REPLAY ? Kind.REPLAYED : Kind.REBUILT;
    }
    if (!config.readOnly()) {
      // Before the files of a clean close are deleted: a crash must not find it clean without them.
      markInUse();
    }
    long generation = store.superblock.generation() + 1;
    DerivedStructures.create(store, generation, config.readOnly());
    Replay replay = opening == Opening.REPLAY ? replaySealed() : loadParts();
    replay.run(0, durableLsn, true);
    return replay;
  }

  private void markInUse() {
    Superblock.Content content = store.superblock.content();
    if (content.state() != Superblock.State.IN_USE) {
      store.superblock.write(content.withState(Superblock.State.IN_USE));
    }
  }

  private Replay replaySealed() {
    Replay replay = new Replay(log, store.segments, store.applier, 0, 0);
    for (int i = 0; i < opened.sealed().size(); i++) {
      replay.runSealed(opened.sealed().get(i), manifest.segments().get(i));
    }
    return replay;
  }

  private Replay loadParts() {
    opened.adoptSealed();
    SealedParts sealed = new SealedParts(store.segmentFiles, opened.sealed(), manifest.segments());
    boolean strict = config.opening() == Opening.REBUILD;
    store.applier = sealed.load(store, strict);
    parts = manifest.segments().size();
    damagedParts.addAll(sealed.damaged());
    return new Replay(log, store.segments, store.applier, manifest.lsn(), manifest.timestamp());
  }
}
