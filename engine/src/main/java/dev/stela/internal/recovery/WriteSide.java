package dev.stela.internal.recovery;

import dev.stela.Durability;
import dev.stela.StoreConfig;
import dev.stela.internal.apply.Erasure;
import dev.stela.internal.checkpoint.Checkpointer;
import dev.stela.internal.checkpoint.DerivedFiles;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.compaction.CompactionParts;
import dev.stela.internal.compaction.CompactionPolicy;
import dev.stela.internal.compaction.Compactor;
import dev.stela.internal.index.dictionary.DictionaryTables;
import dev.stela.internal.index.postings.ListTrimmer;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.LogWriter;
import dev.stela.internal.retention.Trimming;
import dev.stela.internal.write.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;

/** Starts what only a store has that is open for writing. Used once, one thread. */
final class WriteSide {
  private final OpenStore store;
  private final StoreConfig config;
  private final LogSegment spare;

  /**
   * Creates a starter.
   *
   * @param spare the next segment; null if there is none yet
   */
  WriteSide(OpenStore store, StoreConfig config, LogSegment spare) {
    this.store = store;
    this.config = config;
    this.spare = spare;
  }

  /** Starts the writer behind what was replayed, and the threads of the background. */
  void start(Replay replay, List<SealedSegment> damagedParts) {
    Durability durability = config.durability();
    store.log =
        new LogWriter(
            store.segments,
            spare,
            store.segmentFiles,
            store.commits,
            store.background,
            config.clock(),
            durability,
            replay.lastLsn(),
            replay.lastTimestamp());
    store.writer =
        new Writer(
            store.log,
            store.commits,
            store.applier,
            store.lookup,
            store.live,
            store.mark,
            store.texts,
            durability);
    store.checkpointer =
        new Checkpointer(
            store.catalog, store.segments, store.segmentFiles, store.commits, damagedParts);
    store.checkpointThread =
        new CheckpointThread(
            store.checkpointer,
            store.segments,
            store.writer,
            config.checkpointInterval().toNanos());
    store.writer.whenSealed(store.checkpointThread::call);
    if (store.texts != null) {
      store.texts.start(store.writer::between);
    }
    store.compactor = compactor();
    startTrimming();
    if (durability == Durability.ASYNC) {
      store.syncThread =
          new SyncThread(store.commits, store.writer, config.asyncSyncInterval().toNanos());
    }
  }

  private void startTrimming() {
    store.trimThread = new TrimThread();
    store.trimming =
        new Trimming(
            store.kept,
            store.dictionary,
            new ListTrimmer(
                store.lists, store.postings, store.writer::between, store.mark::refresh),
            store.trimThread::isClosing);
    store.trimThread.start(store.trimming::runGently);
  }

  private Compactor compactor() {
    CompactionParts parts =
        new CompactionParts(
            store.files,
            store.segmentFiles,
            store.superblock.storeId(),
            store.catalog,
            store.segments,
            store.directory,
            store.lookup,
            store.writer,
            store.commits,
            store.leases,
            store.kept);
    Path tables = DerivedFiles.dictionaryTables(store.path, store.indexGeneration);
    Erasure erasure =
        new Erasure(
            store.applier,
            store.purged,
            () -> store.catalog.current().lsn(),
            () -> DictionaryTables.delete(store.files, tables),
            store.writer::between);
    CompactionPolicy policy =
        new CompactionPolicy(
            config.compaction(),
            config.compactionBytesPerSecond(),
            config.maxSpaceAmplification(),
            config.retention(),
            store.dictionary,
            config.clock(),
            () -> purged(erasure),
            erasure::isErased);
    return new Compactor(parts, policy, store.commits::appendedLsn);
  }

  /** Whenever the log is merged, the text index has its occasion to forget what was purged. */
  private IntPredicate purged(Erasure erasure) {
    if (store.texts != null) {
      store.texts.dropPurged();
    }
    return erasure.purged();
  }
}
