package dev.stela.jcstress;

import dev.stela.EntityDraft;
import dev.stela.EntityId;
import dev.stela.EntityStore;
import dev.stela.StoreConfig;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.SystemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The files of a log of which two segments were merged: both of them, the one that took their
 * place, and the segment behind, as a real store wrote them. Made once; any thread.
 */
final class MergedFiles {
  /** The entity of which all versions lie in the segments that are merged. */
  static final EntityId RESTING = EntityId.of(1, 1);

  /** The entity which also has versions behind them. */
  static final EntityId CHANGING = EntityId.of(1, 2);

  /** The number of the segment behind. */
  static final int LAST = 3;

  /**
   * A version of an entity.
   *
   * @param content all of it
   * @param timestamp the time of the commit
   * @param place where the commit put it
   * @param moved where the merge put it; the same if it did not
   */
  record Put(
      EntityId id, int ordinal, long lsn, byte[] content, long timestamp, long place, long moved) {}

  private static final int SEGMENT_BYTES = StoreConfig.MIN_SEGMENT_BYTES;
  private static final int PUTS = 12;
  // Some steps of the index of LSNs for each segment.
  private static final int CONTENT_BYTES = 2_000;
  private static final MergedFiles INSTANCE = new MergedFiles();

  final ImageFiles images = new ImageFiles();
  final Path folder = Folders.create();
  final StoreId storeId;
  final SegmentFiles segments;
  final Manifest before;
  final Manifest after;

  /** In the order of their LSNs. */
  final List<Put> puts = new ArrayList<>();

  private record Written(EntityId id, long lsn, byte[] content) {}

  private MergedFiles() {
    FileOps real = new SystemFiles();
    List<Written> written = new ArrayList<>();
    StoreConfig config =
        StoreConfig.builder().segmentBytes(SEGMENT_BYTES).compaction(false).build();
    try (EntityStore store = EntityStore.open(folder, config)) {
      try (Superblock superblock = Superblock.open(real, folder, false)) {
        storeId = superblock.storeId();
      }
      segments = new SegmentFiles(images, folder, storeId, SEGMENT_BYTES, false);
      fill(store, written, List.of(RESTING, CHANGING));
      store.maintenance().checkpoint();
      fill(store, written, List.of(RESTING, CHANGING));
      store.maintenance().checkpoint();
      before = manifest(real);
      take(before);
      store.maintenance().compact();
      after = manifest(real);
      take(after);
      fill(store, written, List.of(CHANGING));
      take(segments.path(LAST));
    }
    if (before.segments().size() != 2 || after.segments().size() != 1) {
      throw new AssertionError("before=" + before + " after=" + after);
    }
    locate(written);
  }

  static MergedFiles get() {
    return INSTANCE;
  }

  /** Returns the newest version of an entity that is not after an LSN. */
  Put newest(EntityId id, long limit) {
    Put newest = null;
    for (Put put : puts) {
      if (put.lsn() <= limit && put.id().equals(id)) {
        newest = put;
      }
    }
    return newest;
  }

  /** Opens a sealed segment as a store does that takes it over: nothing of it is checked yet. */
  LogSegment open(SealedSegment sealed) {
    int number = sealed.number();
    LogSegment segment =
        SegmentFiles.isData(number) ? segments.open(number, sealed.end()) : segments.open(number);
    segment.adopt(sealed.end(), sealed.firstLsn(), () -> segments.openPart(segment));
    segment.seal(sealed.lastLsn());
    return segment;
  }

  private static void fill(EntityStore store, List<Written> written, List<EntityId> ids) {
    for (int i = 0; i < PUTS; i++) {
      for (EntityId id : ids) {
        byte[] content = new byte[CONTENT_BYTES];
        Arrays.fill(content, (byte) (1 + written.size()));
        long lsn =
            store.contains(id)
                ? store.putContent(id, content)
                : store.create(EntityDraft.of(id).content(content));
        written.add(new Written(id, lsn, content));
      }
    }
  }

  private void locate(List<Written> written) {
    SegmentTable unmerged = new SegmentTable();
    before.segments().forEach(known -> unmerged.add(open(known)));
    unmerged.add(segments.open(LAST));
    for (int at = publish(unmerged.get(LAST), LogSegmentLayout.FRAMES_OFFSET); at != 0; ) {
      at = publish(unmerged.get(LAST), at);
    }
    LogSegment made = open(after.segments().getFirst());
    for (Written one : written) {
      int ordinal = one.id().equals(RESTING) ? 0 : 1;
      LogSegment holder = unmerged.require(one.lsn());
      long place = place(holder, one.lsn(), ordinal);
      long moved = holder.number() == LAST ? place : place(made, one.lsn(), ordinal);
      long time = unmerged.timestampOf(one.lsn());
      puts.add(new Put(one.id(), ordinal, one.lsn(), one.content(), time, place, moved));
    }
  }

  /** Makes the frame at an offset readable; returns where it ends, or 0 if there is none. */
  static int publish(LogSegment segment, int frame) {
    int length = FrameLayout.length(segment.memory(), frame);
    if (length == 0) {
      return 0;
    }
    segment.publish(frame, length, FrameLayout.lsn(segment.memory(), frame));
    return frame + length;
  }

  private static long place(LogSegment segment, long lsn, int ordinal) {
    long record = RecordLayout.find(segment.memory(), segment.frameOf(lsn), ordinal);
    return IndexEntryLayout.location(segment.number(), record);
  }

  private Manifest manifest(FileOps real) {
    try (Superblock superblock = Superblock.open(real, folder, false)) {
      return Manifest.read(real, folder, storeId, superblock.content().manifestGeneration());
    }
  }

  private void take(Manifest manifest) {
    for (SealedSegment sealed : manifest.segments()) {
      take(segments.path(sealed.number()));
      take(segments.indexPath(sealed.number()));
    }
  }

  private void take(Path path) {
    try {
      images.put(path, Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
