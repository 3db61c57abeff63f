package dev.stela;

import dev.stela.internal.backup.Backup;
import dev.stela.internal.checkpoint.Checkpointer;
import dev.stela.internal.compaction.CompactionTotals;
import dev.stela.internal.compaction.Compactor;
import dev.stela.internal.recovery.OpenStore;
import dev.stela.internal.retention.RetentionTally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * What keeps a store running for years. Each call does its work on the calling thread, or waits for
 * the background thread that does it, while readers and writers go on. Merges run one after
 * another; who is told of progress is told by the calling thread, and holds up the next merge until
 * he returns.
 *
 * <p>Any thread that is not in a transaction. Every method throws {@link ReadOnlyException} in a
 * store that is open for reading only.
 */
public final class Maintenance {
  private final OpenStore store;

  Maintenance(OpenStore store) {
    this.store = store;
  }

  /**
   * Makes a checkpoint of all that has been committed so far: after a crash the log is replayed
   * from here. Begins a new log segment.
   *
   * @return what was done; a checkpoint without any commit since the last one does nothing
   * @throws StorageFullException if there is no space; nothing has changed
   */
  public CheckpointReport checkpoint() {
    long start = System.nanoTime();
    requireWritable();
    try {
      Checkpointer checkpointer = store.checkpointer();
      Checkpointer.Done before = checkpointer.done();
      store.writer().seal();
      checkpointer.checkpoint();
      if (store.texts() != null) {
        store.texts().flush();
      }
      Checkpointer.Done after = checkpointer.done();
      return new CheckpointReport(
          store.catalog().current().lsn(),
          after.segments() - before.segments(),
          after.indexBytes() - before.indexBytes(),
          Duration.ofNanos(System.nanoTime() - start));
    } catch (IllegalStateException | InternalError e) {
      throw Edge.translate(e);
    }
  }

  /**
   * Compacts all there is: drops what retention lets go and what was purged, and merges small
   * segments. Afterwards the bytes of purged entities are in no file of the store.
   *
   * @return what was done
   * @throws StorageFullException if there is no space for the new segments; the old ones stay
   */
  public CompactionReport compact() {
    return compact(bytes -> {});
  }

  /**
   * As {@link #compact()}, telling how far it is.
   *
   * @param progress is told now and then how many bytes more of segments have been gone through; at
   *     the end about as many as {@link StoreStatistics#logBytes} were at the beginning
   * @return what was done
   */
  public CompactionReport compact(LongConsumer progress) {
    Objects.requireNonNull(progress, "progress");
    return compact(List.of(), progress);
  }

  private CompactionReport compact(List<RetentionPolicy> additional, LongConsumer progress) {
    long start = System.nanoTime();
    checkpoint();
    Compactor compactor = store.compactor();
    RetentionTally tally = compactor.tally(additional);
    try {
      CompactionTotals totals = compactor.compactAll(tally, progress);
      store.trimming().run();
      if (store.texts() != null) {
        store.texts().compact();
      }
      return report(totals, tally, false, start);
    } catch (IllegalStateException | InternalError e) {
      throw Edge.translate(e);
    }
  }

  /**
   * Drops the history that some policies let go, in addition to those of the configuration.
   *
   * <p>It may be called again and again: it does nothing until as much has been written since the
   * last call with the same policies as a store may be larger than what it keeps, and a log segment
   * at least. So what it costs is in proportion to what is written.
   *
   * @param policies the policies
   * @param dryRun only says what would be dropped
   * @return what was dropped
   * @throws StorageFullException if there is no space for the new segments; the old ones stay
   */
  public CompactionReport retain(List<RetentionPolicy> policies, boolean dryRun) {
    return retain(policies, dryRun, bytes -> {});
  }

  /**
   * As {@link #retain(List, boolean)}, telling how far it is.
   *
   * @param policies the policies
   * @param dryRun only says what would be dropped
   * @param progress as for {@link #compact(LongConsumer)}
   * @return what was dropped
   */
  public CompactionReport retain(
      List<RetentionPolicy> policies, boolean dryRun, LongConsumer progress) {
    Objects.requireNonNull(policies, "policies");
    Objects.requireNonNull(progress, "progress");
    long start = System.nanoTime();
    requireWritable();
    Compactor compactor = store.compactor();
    RetentionTally tally = compactor.tally(policies);
    try {
      if (dryRun) {
        return report(compactor.rehearse(tally, progress), tally, true, start);
      }
      return compactor.isWorthwhile(tally)
          ? compact(policies, progress)
          : report(CompactionTotals.NONE, tally, false, start);
    } catch (IllegalStateException | InternalError e) {
      throw Edge.translate(e);
    }
  }

  private static CompactionReport report(
      CompactionTotals totals, RetentionTally tally, boolean dryRun, long start) {
    return new CompactionReport(
        totals.segmentsRead(),
        totals.segmentsWritten(),
        totals.bytesRead(),
        totals.bytesWritten(),
        totals.droppedEvents(),
        tally.counts().stream()
            .map(count -> new RetentionReport(count.policy(), count.events(), count.bytes()))
            .toList(),
        totals.purgedEntities(),
        dryRun,
        Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Makes a backup as of one LSN, that of a checkpoint made for it, and verifies every frame of it.
   * It is a store: to restore is to open it, or a copy of it.
   *
   * <p>Files are given a second name in it (hard links), which takes no space; where the file
   * system cannot do that, as across two of them, they are copied. So a backup on the same disk is
   * one against mistakes, not against the loss of the disk. Purging does not reach into backups.
   *
   * @param target a folder that does not exist or is empty
   * @return what was done
   * @throws InvalidArgumentException if the target has files, or lies in the store
   * @throws StorageFullException if there is no space; the target is no store then
   * @throws CorruptionException if what is in the backup is damaged; the target is no store then
   */
  public BackupReport backup(Path target) {
    return backup(target, null);
  }

  /**
   * As {@link #backup(Path)}, with files that have not changed taken from an earlier backup.
   *
   * @param target a folder that does not exist or is empty
   * @param earlier the folder of a backup of this store; null for none
   * @return what was done
   */
  public BackupReport backup(Path target, Path earlier) {
    return backup(target, earlier, bytes -> {});
  }

  /**
   * As {@link #backup(Path, Path)}, telling how far it is.
   *
   * @param target a folder that does not exist or is empty
   * @param earlier the folder of a backup of this store; null for none
   * @param progress is told now and then how many bytes more have been verified
   * @return what was done
   */
  public BackupReport backup(Path target, Path earlier, LongConsumer progress) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(progress, "progress");
    long start = System.nanoTime();
    checkpoint();
    Backup backup =
        new Backup(store.files(), store.path(), store.catalog(), store.superblock(), progress);
    try {
      Backup.Result result = backup.into(target, earlier);
      return new BackupReport(
          target,
          result.lsn(),
          result.linkedFiles(),
          result.copiedFiles(),
          result.copiedBytes(),
          Duration.ofNanos(System.nanoTime() - start));
    } catch (IllegalStateException | InternalError e) {
      throw Edge.translate(e);
    }
  }

  /**
   * Waits until the texts that the configuration names can be searched: where it is new, or another
   * one than before, what the store holds is indexed in the background, and until that is done
   * searches are answered as the store was configured before, or refused with {@link
   * TextIndexNotReadyException}. {@link StoreStatistics#textProgress} says how far it is.
   *
   * @param timeout how long to wait at most; an interrupt ends the wait as well, and is kept
   * @return whether they can be
   * @throws StoreClosedException if the store is closed meanwhile
   * @throws CorruptionException if the index cannot be made, since the log is damaged
   */
  public boolean awaitTextIndex(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    requireWritable();
    return store.texts() == null || store.texts().awaitReady(timeout);
  }

  /**
   * Has the text index made anew from the log, in the background. Until that is done the one that
   * there is answers, as far as it can be read; {@link #awaitTextIndex} waits. Closing the store
   * before that gives it up.
   *
   * <p>What a search, a commit or a merge finds to be damaged is made anew without being asked for;
   * this is for what {@link StoreVerifier} has found, or whoever looks after the disk.
   *
   * @throws TextNotIndexedException if the store indexes no texts
   */
  public void rebuildTextIndex() {
    requireWritable();
    if (store.texts() == null) {
      throw new TextNotIndexedException("the store indexes no texts: path=" + store.path(), null);
    }
    store.texts().rebuild();
  }

  private void requireWritable() {
    if (store.writer() == null) {
      throw new ReadOnlyException("the store is open for reading only: path=" + store.path());
    }
  }
}
