package dev.stela.internal.recovery;

import dev.stela.CorruptionException;
import dev.stela.Durability;
import dev.stela.InvalidArgumentException;
import dev.stela.Opening;
import dev.stela.StoreConfig;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.index.postings.PurgedSet;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.LogWriter;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.recovery.RecoverySummary.Kind;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.StoreLock;
import dev.stela.internal.write.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Opens a store: lock, superblock, segments, derived structures taken over or made anew, replay,
 * torn tail cut, ready. Used once.
 */
public final class Opener {
  /** One for the next log segment, which takes long, one for what must not wait behind it. */
  private static final int BACKGROUND_THREADS = 2;

  private final FileOps files;
  private final Path path;
  private final StoreConfig config;
  private final OpenStore store;
  private final List<LogSegment> log = new ArrayList<>();
  private SegmentFiles segmentFiles;
  private Kind kind;

  private Opener(FileOps files, Path path, StoreConfig config) {
    this.files = files;
    this.path = path;
    this.config = config;
    this.store = new OpenStore(files, path, config.clock());
  }

  /** Opens a store, or closes again whatever it had opened and throws. */
  public static OpenStore open(FileOps files, Path path, StoreConfig config) {
    Opener opener = new Opener(files, path, config);
    try {
      return opener.open();
    } catch (RuntimeException | Error e) {
      opener.abandon(e);
      throw e;
    }
  }

  private OpenStore open() {
    long start = System.nanoTime();
    boolean found = files.exists(path.resolve(Superblock.FILE_NAME));
    if (!found) {
      requireCreatable();
    }
    store.lock =
        config.readOnly() ? StoreLock.shared(files, path) : StoreLock.exclusive(files, path);
    // Asked again under the lock: another process may have been creating the store.
    if (files.exists(path.resolve(Superblock.FILE_NAME))) {
      store.superblock = Superblock.open(files, path, !config.readOnly());
    } else {
      store.superblock = create();
    }
    store.background =
        Executors.newFixedThreadPool(
            BACKGROUND_THREADS,
            Thread.ofPlatform().daemon().name("stela-background-", 0).factory());
    openLog();
    Replay replay = takeOverOrRebuild();
    store.openedTimestamp = replay.lastTimestamp();
    start(replay);
    store.recovery =
        new RecoverySummary(
            kind,
            replay.frames(),
            store.applier.records(),
            replay.cutBytes(),
            System.nanoTime() - start);
    return store;
  }

  private void requireCreatable() {
    if (config.readOnly() || !config.createIfMissing()) {
      throw new InvalidArgumentException("there is no store: path=" + path.toAbsolutePath());
    }
    files.createDirectory(path);
  }

  private Superblock create() {
    kind = Kind.CREATED;
    StoreId id = StoreId.random();
    SegmentFiles fresh = new SegmentFiles(files, path, id, config.segmentBytes(), true);
    new Leftovers(files, path).clear();
    fresh.createFolder();
    fresh.create(1, 0).close();
    // Last, for it makes the folder a store.
    return Superblock.create(
        files,
        path,
        id,
        new Superblock.Content(Superblock.State.IN_USE, 0, 0, 0, config.segmentBytes()));
  }

  private void openLog() {
    segmentFiles =
        new SegmentFiles(
            files,
            path,
            store.superblock.storeId(),
            (int) store.superblock.content().segmentBytes(),
            !config.readOnly());
    if (!config.readOnly()) {
      segmentFiles.removeUnfinished();
    }
    List<Integer> numbers = segmentFiles.numbers();
    if (numbers.isEmpty() || numbers.getFirst() != 1) {
      Path first = segmentFiles.path(1);
      throw new CorruptionException(
          "a log segment is missing", first, 0, first.getFileName(), "none");
    }
    for (int number : numbers) {
      log.add(segmentFiles.open(number));
    }
  }

  private Replay takeOverOrRebuild() {
    Superblock.Content content = store.superblock.content();
    if (content.state() == Superblock.State.CLEAN
        && (config.opening() == Opening.AUTO || config.opening() == Opening.TAKE_OVER)) {
      Manifest manifest =
          Manifest.read(files, path, store.superblock.storeId(), content.manifestGeneration());
      CleanState clean = new CleanState(store, log, segmentFiles, manifest, config.readOnly());
      if (clean.adopt()) {
        kind = Kind.CLEAN;
        Replay replay =
            new Replay(log, store.segments, store.applier, manifest.lsn(), manifest.timestamp());
        replay.run(manifest.segments().size() - 1, content.checkpointLsn(), false);
        return replay;
      }
    }
    return rebuild(content.checkpointLsn());
  }

  private Replay rebuild(long durableLsn) {
    if (kind == null) {
      kind = Kind.REBUILT;
    }
    if (!config.readOnly()) {
      // Before the files of a clean close are deleted: a crash must not find it clean without them.
      markInUse();
    }
    long generation = store.superblock.generation() + 1;
    DerivedStructures.create(store, generation, config.readOnly());
    Replay replay = new Replay(log, store.segments, store.applier, 0, 0);
    replay.run(0, durableLsn, true);
    return replay;
  }

  private void start(Replay replay) {
    Durability durability = config.durability();
    LogSegment tail = log.get(replay.tailIndex());
    if (config.readOnly()) {
      store.unused.addAll(log.subList(replay.tailIndex() + 1, log.size()));
      if (replay.frames() > 0 && durability == Durability.SYNC) {
        new TornTail(segmentFiles, log).sync(replay);
      }
    } else {
      // From here on the store is in use: a crash must not find it clean.
      store.superblock.write(store.superblock.content().withState(Superblock.State.IN_USE));
      new TornTail(segmentFiles, log).cut(replay);
    }
    store.commits = new GroupCommit(store.segments, durability, replay.lastLsn(), tail.number());
    store.lookup = new Lookup(store.directory, store.segments);
    store.postings = new Postings(store.lists, config.queryCacheBytes());
    store.purged = new PurgedSet(store.lists);
    if (!config.readOnly()) {
      startWriting(replay, durability);
    }
  }

  private void markInUse() {
    Superblock.Content content = store.superblock.content();
    if (content.state() != Superblock.State.IN_USE) {
      store.superblock.write(content.withState(Superblock.State.IN_USE));
    }
  }

  private void startWriting(Replay replay, Durability durability) {
    LogSegment spare = log.size() > replay.tailIndex() + 1 ? log.get(replay.tailIndex() + 1) : null;
    store.live =
        LiveHeader.initialise(
            files, path, store.superblock.storeId(), ProcessHandle.current().pid());
    store.log =
        new LogWriter(
            store.segments,
            spare,
            segmentFiles,
            store.commits,
            store.background,
            config.clock(),
            durability,
            replay.lastLsn(),
            replay.lastTimestamp());
    store.writer =
        new Writer(store.log, store.commits, store.applier, store.lookup, store.live, durability);
    if (durability == Durability.ASYNC) {
      store.syncThread =
          new SyncThread(store.commits, store.writer, config.asyncSyncInterval().toNanos());
    }
  }

  private void abandon(Throwable failure) {
    // Segments that no table knows yet would stay mapped.
    for (LogSegment segment : log) {
      if (store.segments.get(segment.number()) == null) {
        store.unused.add(segment);
      }
    }
    try {
      if (store.log != null) {
        store.log.close();
      }
      store.release(null);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
