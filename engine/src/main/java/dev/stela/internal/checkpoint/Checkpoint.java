package dev.stela.internal.checkpoint;

import dev.stela.internal.apply.Applier;
import dev.stela.internal.directory.BucketMap;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes what was derived from the log durable and says so in the superblock, in an order in which a
 * crash at any point leaves the checkpoint before: directory and dictionary, manifest, superblock.
 * Nobody may be writing.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /**
   * Checkpoints a store whose log is durable up to {@code lsn}.
   *
   * @param dictionaryGeneration the number in the name of the dictionary's file
   */
  public static void close(
      FileOps files,
      Path store,
      Superblock superblock,
      Applier applier,
      SegmentTable segments,
      long dictionaryGeneration,
      long lsn,
      long timestamp) {
    BucketMap buckets = applier.directory().seal(lsn);
    Dictionary.Summary dictionary = applier.dictionary().seal(dictionaryGeneration);
    Manifest manifest =
        new Manifest(
            lsn,
            timestamp,
            applier.ordinals(),
            applier.deleted(),
            ends(segments),
            dictionary,
            buckets);
    long generation = superblock.generation() + 1;
    manifest.write(files, store, superblock.storeId(), generation);
    superblock.write(
        superblock
            .content()
            .withState(Superblock.State.CLEAN)
            .withCheckpoint(lsn, timestamp, generation));
    DerivedFiles.deleteAllBut(
        files,
        store,
        Manifest.path(store, generation),
        DerivedFiles.directory(store, buckets.generation()),
        DerivedFiles.dictionary(store, dictionaryGeneration));
  }

  private static List<Manifest.SegmentEnd> ends(SegmentTable segments) {
    List<Manifest.SegmentEnd> ends = new ArrayList<>();
    for (LogSegment segment : segments.all()) {
      ends.add(new Manifest.SegmentEnd(segment.number(), segment.end(), segment.firstLsn()));
    }
    return ends;
  }
}
