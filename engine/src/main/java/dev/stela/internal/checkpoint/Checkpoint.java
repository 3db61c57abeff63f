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
 * crash at any point leaves the checkpoint before: the derived files, manifest, superblock. Nobody
 * may be writing.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /**
   * Checkpoints a store whose log is durable up to {@code lsn}.
   *
   * @param indexGeneration the number in the names of the dictionary's file, the entity table's and
   *     those of the posting lists
   */
  public static void close(
      FileOps files,
      Path store,
      Superblock superblock,
      Applier applier,
      SegmentTable segments,
      long indexGeneration,
      long lsn,
      long timestamp) {
    BucketMap buckets = applier.directory().seal(lsn);
    Dictionary.Summary dictionary = applier.dictionary().seal(indexGeneration);
    Manifest manifest =
        new Manifest(
            lsn,
            timestamp,
            applier.counts(),
            ends(segments),
            dictionary,
            applier.entities().seal(),
            applier.postings().seal(),
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
        DerivedFiles.dictionary(store, indexGeneration),
        DerivedFiles.entities(store, indexGeneration),
        DerivedFiles.postingHeads(store, indexGeneration),
        DerivedFiles.postings(store, indexGeneration));
  }

  private static List<Manifest.SegmentEnd> ends(SegmentTable segments) {
    List<Manifest.SegmentEnd> ends = new ArrayList<>();
    for (LogSegment segment : segments.all()) {
      ends.add(new Manifest.SegmentEnd(segment.number(), segment.end(), segment.firstLsn()));
    }
    return ends;
  }
}
