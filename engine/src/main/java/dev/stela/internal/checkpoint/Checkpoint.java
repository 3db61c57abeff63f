package dev.stela.internal.checkpoint;

import dev.stela.internal.apply.Applier;
import dev.stela.internal.directory.BucketMap;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.dictionary.DictionaryTables;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.FileOps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes what was derived from the log durable and says so in manifest and superblock, in an order
 * in which a crash at any point leaves what was in force before. Nobody may be writing.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /**
   * Closes a store in order whose log is durable up to {@code lsn}.
   *
   * @param indexGeneration the number in the names of the dictionary's file, the entity table's and
   *     those of the posting lists
   */
  public static void close(
      FileOps files,
      Path store,
      Catalog catalog,
      Applier applier,
      SegmentTable segments,
      long indexGeneration,
      long lsn,
      long timestamp) {
    BucketMap buckets = applier.directory().seal(lsn);
    Dictionary.Summary dictionary = applier.dictionary().seal(indexGeneration);
    Path tables = DerivedFiles.dictionaryTables(store, indexGeneration);
    DictionaryTables.write(files, tables, catalog.storeId(), applier.dictionary(), dictionary);
    CleanImage image =
        new CleanImage(
            lsn,
            timestamp,
            applier.counts(),
            ends(segments, catalog.current().nextLog()),
            dictionary,
            applier.entities().seal(),
            applier.postings().seal(),
            buckets);
    long generation = catalog.close(image, Section.of(applier.loads().toBytes()));
    DerivedFiles.deleteAllBut(
        files,
        store,
        Manifest.path(store, generation),
        DerivedFiles.directory(store, buckets.generation()),
        DerivedFiles.dictionary(store, indexGeneration),
        tables,
        DerivedFiles.entities(store, indexGeneration),
        DerivedFiles.postingHeads(store, indexGeneration),
        DerivedFiles.postings(store, indexGeneration));
  }

  /** Returns the ends of the log segments that are behind the checkpoint. */
  private static List<CleanImage.SegmentEnd> ends(SegmentTable segments, int nextLog) {
    List<CleanImage.SegmentEnd> ends = new ArrayList<>();
    for (LogSegment segment : segments.all()) {
      if (!SegmentFiles.isData(segment.number()) && segment.number() >= nextLog) {
        ends.add(new CleanImage.SegmentEnd(segment.number(), segment.end(), segment.firstLsn()));
      }
    }
    return ends;
  }
}
