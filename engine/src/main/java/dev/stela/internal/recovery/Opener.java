package dev.stela.internal.recovery;

import dev.stela.CorruptionException;
import dev.stela.Durability;
import dev.stela.InvalidArgumentException;
import dev.stela.Opening;
import dev.stela.StelaException;
import dev.stela.StorageException;
import dev.stela.StoreConfig;
import dev.stela.internal.apply.AppliedMark;
import dev.stela.internal.apply.Erasure;
import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.checkpoint.Checkpointer;
import dev.stela.internal.checkpoint.CleanImage;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.compaction.CompactionParts;
import dev.stela.internal.compaction.CompactionPolicy;
import dev.stela.internal.compaction.Compactor;
import dev.stela.internal.format.ManifestLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.index.postings.ListTrimmer;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.index.postings.PurgedSet;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.LogWriter;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.recovery.RecoverySummary.Kind;
import dev.stela.internal.retention.Horizons;
import dev.stela.internal.retention.Trimming;
import dev.stela.internal.storage.DurableFolders;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.Leases;
import dev.stela.internal.storage.StoreLock;
import dev.stela.internal.write.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private final Opening opening;
  private final OpenStore store;
  private final List<LogSegment> sealed = new ArrayList<>();
  private final List<LogSegment> log = new ArrayList<>();
  private final List<SealedSegment> damagedParts = new ArrayList<>();
  private SegmentFiles segmentFiles;
  private Manifest manifest;
  private int parts;
  private Kind kind;
  private boolean takingOver;

  private Opener(FileOps files, Path path, StoreConfig config, Opening opening) {
    this.files = files;
    this.path = path;
    this.config = config;
    this.opening = opening;
    Leases leases = new Leases(config.snapshotMaxAge(), System::nanoTime);
    this.store = new OpenStore(files, path, config.clock(), leases);
  }

  /** Opens a store, or closes again whatever it had opened and throws. */
  public static OpenStore open(FileOps files, Path path, StoreConfig config) {
    Opener opener = new Opener(files, path, config, config.opening());
    try {
      return opener.open();
    } catch (RuntimeException | Error e) {
      opener.abandon(e);
      if (opener.takingOver && config.opening() == Opening.AUTO && e instanceof StelaException) {
        return openAfterDoubt(files, path, config, e);
      }
      throw e;
    }
  }

  /** From the start, for what has been read so far is not to be relied on. */
  private static OpenStore openAfterDoubt(
      FileOps files, Path path, StoreConfig config, Throwable doubt) {
    Opener opener = new Opener(files, path, config, Opening.REBUILD);
    try {
      return opener.open();
    } catch (RuntimeException | Error e) {
      e.addSuppressed(doubt);
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
      if (!config.readOnly()) {
        store.superblock.confirm();
      }
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
            parts,
            damagedParts.size(),
            System.nanoTime() - start);
    return store;
  }

  private void requireCreatable() {
    if (config.readOnly() || !config.createIfMissing()) {
      throw new InvalidArgumentException("there is no store: path=" + path.toAbsolutePath());
    }
    DurableFolders.create(files, path);
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
    manifest = readManifest();
    store.kept.advance(
        Horizons.ofBytes(
            manifest.horizons(),
            Manifest.path(path, store.superblock.content().manifestGeneration())));
    store.segmentFiles = segmentFiles;
    store.openedManifest = manifest;
    for (SealedSegment segment : manifest.segments()) {
      sealed.add(openSealed(segment));
    }
    openUnsealed(manifest.nextLog());
  }

  private void openUnsealed(int first) {
    boolean backup = store.superblock.content().state() == Superblock.State.BACKUP;
    if (backup && !files.exists(segmentFiles.path(first))) {
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
  private Manifest readManifest() {
    long generation = store.superblock.content().manifestGeneration();
    if (generation == 0) {
      return Manifest.EMPTY;
    }
    try {
      return Manifest.read(files, path, store.superblock.storeId(), generation);
    } catch (CorruptionException e) {
      boolean anew = opening == Opening.REBUILD || opening == Opening.REPLAY;
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

  private Replay takeOverOrRebuild() {
    Superblock.Content content = store.superblock.content();
    if (kind != Kind.CREATED && (opening == Opening.AUTO || opening == Opening.TAKE_OVER)) {
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
    CleanState clean = new CleanState(store, log, segmentFiles, image, config.readOnly());
    if (!clean.adopt()) {
      return refuse("the directory, or the log, has been changed after the clean close");
    }
    kind = Kind.CLEAN;
    adoptSealed();
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
    adoptSealed();
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
              .formatted(path.toAbsolutePath(), reason));
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
                    Manifest.path(path, generation),
                    ManifestLayout.IMAGE_BYTES_OFFSET,
                    "an image",
                    "none"));
  }

  /** Lets the segments in force be read as they are: a frame is checked when it is first used. */
  private void adoptSealed() {
    for (int i = 0; i < sealed.size(); i++) {
      adopt(sealed.get(i), manifest.segments().get(i));
      store.segments.add(sealed.get(i));
    }
    for (SealedSegment segment : manifest.retiring()) {
      // Its file may be gone: it is deleted before it is forgotten.
      if (files.exists(segmentFiles.path(segment.number()))) {
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
    Replay replay = config.opening() == Opening.REPLAY ? replaySealed() : loadParts();
    replay.run(0, durableLsn, true);
    return replay;
  }

  private Replay replaySealed() {
    Replay replay = new Replay(log, store.segments, store.applier, 0, 0);
    for (int i = 0; i < sealed.size(); i++) {
      replay.runSealed(sealed.get(i), manifest.segments().get(i));
    }
    return replay;
  }

  private Replay loadParts() {
    adoptSealed();
    SealedParts opened = new SealedParts(segmentFiles, sealed, manifest.segments());
    boolean strict = config.opening() == Opening.REBUILD;
    store.applier = opened.load(store, strict);
    parts = sealed.size();
    damagedParts.addAll(opened.damaged());
    return new Replay(log, store.segments, store.applier, manifest.lsn(), manifest.timestamp());
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
      // First, so that at no moment a store is in use without an applied slot: it would have to be
      // rebuilt. While it is clean, nobody asks for one.
      markApplied(replay.lastLsn());
      // From here on the store is in use: a crash must not find it clean.
      store.superblock.write(store.superblock.content().withState(Superblock.State.IN_USE));
      store.catalog = new Catalog(files, path, store.superblock, manifest);
      new TornTail(segmentFiles, log).cut(replay);
      removeLeftovers();
    }
    store.commits = new GroupCommit(store.segments, durability, replay.lastLsn(), tail.number());
    store.lookup = new Lookup(store.directory, store.segments);
    store.postings = new Postings(store.lists, config.queryCacheBytes());
    store.purged = new PurgedSet(store.lists);
    if (!config.readOnly()) {
      startWriting(replay, durability);
    }
  }

  private void markApplied(long lsn) {
    StoreId id = store.superblock.storeId();
    store.live = LiveHeader.initialise(files, path, id, ProcessHandle.current().pid());
    store.mark =
        new AppliedMark(
            store.live.applied(),
            store.applier,
            DerivedIdentity.boot(files),
            DerivedIdentity.files(files, path, store.directory.generation(), store.indexGeneration),
            store.indexGeneration);
    store.mark.advance(lsn);
  }

  /** Late, so that an opening that fails has changed as little as can be. */
  private void removeLeftovers() {
    Set<Integer> named = new HashSet<>();
    manifest.segments().forEach(segment -> named.add(segment.number()));
    manifest.retiring().forEach(segment -> named.add(segment.number()));
    segmentFiles.removeUnnamed(manifest.nextLog(), named::contains);
    Path current = Manifest.path(path, store.superblock.content().manifestGeneration());
    for (Path file : files.list(path)) {
      if (Manifest.isManifest(file.getFileName().toString())
          && !file.getFileName().equals(current.getFileName())) {
        files.delete(file);
      }
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
        new Writer(
            store.log,
            store.commits,
            store.applier,
            store.lookup,
            store.live,
            store.mark,
            durability);
    store.checkpointer =
        new Checkpointer(store.catalog, store.segments, segmentFiles, store.commits, damagedParts);
    store.checkpointThread =
        new CheckpointThread(
            store.checkpointer,
            store.segments,
            store.writer,
            config.checkpointInterval().toNanos());
    store.writer.whenSealed(store.checkpointThread::call);
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
    store.trimThread.start(store.trimming);
  }

  private Compactor compactor() {
    CompactionParts parts =
        new CompactionParts(
            files,
            segmentFiles,
            store.superblock.storeId(),
            store.catalog,
            store.segments,
            store.directory,
            store.lookup,
            store.writer,
            store.commits,
            store.leases,
            store.kept);
    Erasure erasure =
        new Erasure(
            store.applier,
            store.purged,
            () -> store.catalog.current().lsn(),
            store.writer::between);
    CompactionPolicy policy =
        new CompactionPolicy(
            config.compaction(),
            config.compactionBytesPerSecond(),
            config.maxSpaceAmplification(),
            config.retention(),
            store.dictionary,
            config.clock(),
            erasure::purged,
            erasure::isErased);
    return new Compactor(parts, policy, store.commits::appendedLsn);
  }

  private void abandon(Throwable failure) {
    // Segments that no table knows yet would stay mapped.
    List<LogSegment> opened = new ArrayList<>(sealed);
    opened.addAll(log);
    for (LogSegment segment : opened) {
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
