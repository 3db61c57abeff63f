package dev.stela.internal.recovery;

import dev.stela.StoreFailedException;
import dev.stela.TextNotIndexedException;
import dev.stela.internal.apply.AppliedMark;
import dev.stela.internal.apply.Applier;
import dev.stela.internal.apply.LoadStates;
import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.checkpoint.Checkpoint;
import dev.stela.internal.checkpoint.Checkpointer;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.compaction.CompactionFigures;
import dev.stela.internal.compaction.Compactor;
import dev.stela.internal.directory.Directory;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.entities.EntityTable;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.index.postings.PurgedSet;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.LogWriter;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.retention.Horizons;
import dev.stela.internal.retention.KeptHistory;
import dev.stela.internal.retention.Trimming;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.Leases;
import dev.stela.internal.storage.StoreLock;
import dev.stela.internal.text.TextFigures;
import dev.stela.internal.text.TextIndex;
import dev.stela.internal.text.TextReading;
import dev.stela.internal.text.TextSource;
import dev.stela.internal.text.TextsToRead;
import dev.stela.internal.write.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The parts of an open store, and how they are closed. The fields are set by {@link Opener} in the
 * order in which they are opened; an opening that fails closes those it has. Any thread may use the
 * parts; one closes.
 */
public final class OpenStore {
  final FileOps files;
  final Path path;
  final EpochNanoClock clock;
  final Leases leases;
  final List<LogSegment> unused = new ArrayList<>();
  final SegmentTable segments = new SegmentTable();
  StoreLock lock;
  Superblock superblock;
  SegmentFiles segmentFiles;
  Manifest openedManifest;
  Catalog catalog;
  ExecutorService background;
  Directory directory;
  Dictionary dictionary;
  EntityTable entities;
  PostingLists lists;
  long indexGeneration;
  LoadStates loads;
  Applier applier;
  GroupCommit commits;
  Lookup lookup;
  Postings postings;
  PurgedSet purged;
  final KeptHistory kept = new KeptHistory(Horizons.NONE);
  TextIndex texts;
  TextsToRead textsToRead;
  LogWriter log;
  LiveHeader live;
  AppliedMark mark;
  Writer writer;
  SyncThread syncThread;
  Checkpointer checkpointer;
  CheckpointThread checkpointThread;
  Compactor compactor;
  TrimThread trimThread;
  Trimming trimming;
  RecoverySummary recovery;
  long openedTimestamp;

  OpenStore(FileOps files, Path path, EpochNanoClock clock, Leases leases) {
    this.files = files;
    this.path = path;
    this.clock = clock;
    this.leases = leases;
  }

  /** Returns the store's folder. */
  public Path path() {
    return path;
  }

  /** Returns the way to the file system. */
  public FileOps files() {
    return files;
  }

  /** Returns what opening found and did. */
  public RecoverySummary recovery() {
    return recovery;
  }

  /** Returns the log's segments. */
  public SegmentTable segments() {
    return segments;
  }

  /** Returns the segments behind the log's end, which a store open for reading leaves alone. */
  public List<LogSegment> unusedSegments() {
    return List.copyOf(unused);
  }

  /** Returns the directory. */
  public Directory directory() {
    return directory;
  }

  /** Returns the dictionary. */
  public Dictionary dictionary() {
    return dictionary;
  }

  /** Returns the entity table. */
  public EntityTable entities() {
    return entities;
  }

  /** Returns the posting lists. */
  public PostingLists lists() {
    return lists;
  }

  /** Returns the sets of entities that the posting lists stand for. */
  public Postings postings() {
    return postings;
  }

  /** Returns which entities have been purged. */
  public PurgedSet purged() {
    return purged;
  }

  /** Returns what of the past is answered. */
  public KeptHistory kept() {
    return kept;
  }

  /** Returns the applier, for its counts. */
  public Applier applier() {
    return applier;
  }

  /** Returns the states of bulk loads. */
  public LoadStates loads() {
    return loads;
  }

  /** Returns how far the log is visible and durable. */
  public GroupCommit commits() {
    return commits;
  }

  /** Returns the way from ids to versions. */
  public Lookup lookup() {
    return lookup;
  }

  /** Returns the writer; null in a store that is open for reading only. */
  public Writer writer() {
    return writer;
  }

  /** Returns the live header; null in a store that is open for reading only. */
  public LiveHeader live() {
    return live;
  }

  /** Returns the time of the last commit that opening found. */
  public long openedTimestamp() {
    return openedTimestamp;
  }

  /** Returns the clock of commit times. */
  public EpochNanoClock clock() {
    return clock;
  }

  /** Returns the names and the making of segments. */
  public SegmentFiles segmentFiles() {
    return segmentFiles;
  }

  /** Returns the manifest that opening found. */
  public Manifest openedManifest() {
    return openedManifest;
  }

  /** Returns what is in force; null in a store that is open for reading only. */
  public Catalog catalog() {
    return catalog;
  }

  /** Returns what merges have done since the store was opened. */
  public CompactionFigures compaction() {
    return compactor == null ? CompactionFigures.NONE : compactor.figures();
  }

  /** Returns what merges segments; null in a store that is open for reading only. */
  public Compactor compactor() {
    return compactor;
  }

  /** Returns what makes checkpoints; null in a store that is open for reading only. */
  public Checkpointer checkpointer() {
    return checkpointer;
  }

  /** Returns how many attempts of making a checkpoint in the background have failed. */
  public long checkpointFailures() {
    return checkpointThread == null ? 0 : checkpointThread.failures();
  }

  /** Returns what the last such attempt failed of; empty if it did not fail. */
  public String lastCheckpointFailure() {
    return checkpointThread == null ? "" : checkpointThread.lastFailure();
  }

  /** Returns what trims the posting lists; null in a store that is open for reading only. */
  public Trimming trimming() {
    return trimming;
  }

  /** Returns how many attempts of trimming posting lists in the background have failed. */
  public long trimFailures() {
    return trimThread == null ? 0 : trimThread.failures();
  }

  /** Returns what the last such attempt failed of; empty if it did not fail. */
  public String lastTrimFailure() {
    return trimThread == null ? "" : trimThread.lastFailure();
  }

  /** Returns where searches get the text index from. */
  public TextSource textSource() {
    if (texts != null) {
      return texts;
    }
    return textsToRead != null ? textsToRead : OpenStore::noTexts;
  }

  private static TextReading noTexts() {
    throw new TextNotIndexedException(
        "no text field of the store is indexed: StoreConfig.textIndexing says which ones are",
        null);
  }

  /** Returns the text index; null in a store that indexes no texts, or is open for reading only. */
  public TextIndex texts() {
    return texts;
  }

  /** Returns what the text index is. */
  public TextFigures textFigures() {
    if (texts != null) {
      return texts.figures();
    }
    return textsToRead != null ? textsToRead.figures() : TextFigures.NONE;
  }

  /** Returns who is still reading as of which LSN. */
  public Leases leases() {
    return leases;
  }

  /** Returns the superblock. */
  public Superblock superblock() {
    return superblock;
  }

  /**
   * Closes the store: everything durable, a checkpoint, then the parts. A second call does nothing.
   *
   * @throws StoreFailedException if the store had failed, after the parts are closed: the next open
   *     replays the log
   */
  public void close() {
    if (writer == null) {
      release(null);
      return;
    }
    if (!writer.close()) {
      return;
    }
    Throwable failure = null;
    try {
      if (texts != null) {
        // First: a merge of its segments stops at the next page, and does not go on while others
        // end.
        texts.stop();
      }
      compactor.close();
      trimThread.close();
      checkpointThread.close();
      checkpointer.close();
      if (syncThread != null) {
        syncThread.close();
      }
      log.close();
      commits.awaitDurable(commits.appendedLsn());
      commits.requireSound();
      if (texts != null) {
        texts.finish();
      }
      try {
        Checkpoint.close(
            files,
            path,
            catalog,
            applier,
            segments,
            indexGeneration,
            log.lastLsn(),
            log.lastTimestamp());
      } finally {
        // Closed in order, or with a failed sync of a derived file: nothing is to be taken over.
        live.applied().forget();
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    release(failure);
  }

  /**
   * Closes without a checkpoint whatever has been opened, then throws the failure if there is one.
   */
  void release(Throwable failure) {
    Throwable first = failure;
    if (background != null) {
      background.shutdown();
    }
    first = closeAfter(first, log);
    first = closeAfter(first, compactor);
    first = closeAfter(first, trimThread);
    first = closeAfter(first, checkpointThread);
    first = closeAfter(first, checkpointer);
    first = closeAfter(first, texts);
    first = closeAfter(first, textsToRead);
    first = closeAfter(first, syncThread);
    first = closeAfter(first, live);
    first = closeAfter(first, directory);
    first = closeAfter(first, dictionary);
    first = closeAfter(first, entities);
    first = closeAfter(first, lists);
    first = closeAfter(first, segments);
    for (LogSegment segment : unused) {
      first = closeAfter(first, segment);
    }
    first = closeAfter(first, superblock);
    first = closeAfter(first, lock);
    switch (first) {
      case null -> {
        // All is closed.
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(first);
    }
  }

  private static Throwable closeAfter(Throwable failure, AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
      return failure;
    } catch (Exception | Error e) {
      // An error, too: a mapped page that has gone must not keep the rest, and the lock, open.
      if (failure == null) {
        return e;
      }
      failure.addSuppressed(e);
      return failure;
    }
  }
}
