package dev.stela.internal.recovery;

import dev.stela.Durability;
import dev.stela.InvalidArgumentException;
import dev.stela.Opening;
import dev.stela.StelaException;
import dev.stela.StoreConfig;
import dev.stela.TextIndexing;
import dev.stela.internal.analysis.TextSchema;
import dev.stela.internal.apply.AppliedMark;
import dev.stela.internal.checkpoint.Catalog;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.LiveHeader;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.index.postings.Postings;
import dev.stela.internal.index.postings.PurgedSet;
import dev.stela.internal.log.GroupCommit;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.read.Lookup;
import dev.stela.internal.storage.DurableFolders;
import dev.stela.internal.storage.EngineThreads;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.Leases;
import dev.stela.internal.storage.StoreLock;
import dev.stela.internal.text.TextEnvironment;
import dev.stela.internal.text.TextOpening;
import dev.stela.internal.text.TextState;
import dev.stela.internal.text.TextsToRead;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
  private final long textBufferBytes;
  private final OpenStore store;
  private OpenedLog opened;
  private Derivation derivation;

  private Opener(
      FileOps files, Path path, StoreConfig config, Opening opening, long textBufferBytes) {
    this.files = files;
    this.path = path;
    this.config = config;
    this.opening = opening;
    this.textBufferBytes = textBufferBytes;
    Leases leases = new Leases(config.snapshotMaxAge(), System::nanoTime);
    this.store = new OpenStore(files, path, config.clock(), leases);
  }

  /** Opens a store, or closes again whatever it had opened and throws. */
  public static OpenStore open(FileOps files, Path path, StoreConfig config) {
    return open(files, path, config, config.textBufferBytes());
  }

  /** As above, with less memory for texts than can be configured: for tests. */
  public static OpenStore open(FileOps files, Path path, StoreConfig config, long textBufferBytes) {
    return EngineThreads.run("stela-open", () -> openHere(files, path, config, textBufferBytes));
  }

  private static OpenStore openHere(
      FileOps files, Path path, StoreConfig config, long textBufferBytes) {
    Opener opener = new Opener(files, path, config, config.opening(), textBufferBytes);
    try {
      return opener.open();
    } catch (RuntimeException | Error e) {
      opener.abandon(e);
      boolean doubtful = opener.derivation != null && opener.derivation.isTakingOver();
      if (doubtful && config.opening() == Opening.AUTO && e instanceof StelaException) {
        return openAfterDoubt(files, path, config, textBufferBytes, e);
      }
      throw e;
    }
  }

  /** From the start, for what has been read so far is not to be relied on. */
  private static OpenStore openAfterDoubt(
      FileOps files, Path path, StoreConfig config, long textBufferBytes, Throwable doubt) {
    Opener opener = new Opener(files, path, config, Opening.REBUILD, textBufferBytes);
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
    boolean created = !files.exists(path.resolve(Superblock.FILE_NAME));
    if (created) {
      store.superblock = create();
    } else {
      store.superblock = Superblock.open(files, path, !config.readOnly());
      if (!config.readOnly()) {
        store.superblock.confirm();
      }
    }
    store.background =
        Executors.newFixedThreadPool(
            BACKGROUND_THREADS, EngineThreads.factory("stela-background-"));
    opened = new OpenedLog(store, config);
    opened.open(opening == Opening.REBUILD || opening == Opening.REPLAY);
    derivation = new Derivation(store, config, opening, opened);
    Replay replay = derivation.run(created);
    store.openedTimestamp = replay.lastTimestamp();
    start(replay);
    store.recovery =
        new RecoverySummary(
            derivation.kind(),
            replay.frames(),
            store.applier.records(),
            replay.cutBytes(),
            derivation.parts(),
            derivation.damagedParts().size(),
            store.texts == null ? 0 : store.texts.caughtUp(),
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
    TextState texts = textsToBe();
    StoreId id = StoreId.random();
    SegmentFiles fresh = new SegmentFiles(files, path, id, config.segmentBytes(), true);
    new Leftovers(files, path).clear();
    fresh.createFolder();
    fresh.create(1, 0).close();
    long manifest = texts.isEmpty() ? 0 : Manifest.FIRST_GENERATION;
    if (manifest != 0) {
      // Before the superblock: once there is a store, nobody is asked again how it indexes texts.
      Manifest.EMPTY.withText(texts.toSection()).write(files, path, id, manifest);
    }
    // Last, for it makes the folder a store.
    return Superblock.create(
        files,
        path,
        id,
        new Superblock.Content(Superblock.State.IN_USE, 0, 0, manifest, config.segmentBytes()));
  }

  /** What a new store says of texts; an analyzer that is missing is known before there is one. */
  private TextState textsToBe() {
    TextIndexing indexing = config.textIndexing();
    if (indexing == null || indexing.isEmpty()) {
      return TextState.NONE;
    }
    TextSchema.of(indexing);
    return new TextState(indexing, Optional.empty());
  }

  private void start(Replay replay) {
    Durability durability = config.durability();
    List<LogSegment> log = opened.log();
    LogSegment tail = log.get(replay.tailIndex());
    if (config.readOnly()) {
      store.unused.addAll(log.subList(replay.tailIndex() + 1, log.size()));
      if (replay.frames() > 0 && durability == Durability.SYNC) {
        new TornTail(store.segmentFiles, log).sync(replay);
      }
    } else {
      // First, so that at no moment a store is in use without an applied slot: it would have to be
      // rebuilt. While it is clean, nobody asks for one.
      markApplied(replay.lastLsn());
      // From here on the store is in use: a crash must not find it clean.
      store.superblock.write(store.superblock.content().withState(Superblock.State.IN_USE));
      store.catalog = new Catalog(files, path, store.superblock, opened.manifest());
      new TornTail(store.segmentFiles, log).cut(replay);
      opened.removeLeftovers();
    }
    store.commits = new GroupCommit(store.segments, durability, replay.lastLsn(), tail.number());
    store.lookup = new Lookup(store.directory, store.segments);
    store.postings = new Postings(store.lists, config.queryCacheBytes());
    store.purged = new PurgedSet(store.lists);
    openTexts();
    if (!config.readOnly()) {
      new WriteSide(store, config, opened.spare(replay.tailIndex()))
          .start(replay, derivation.damagedParts());
    }
  }

  private void openTexts() {
    TextEnvironment environment =
        new TextEnvironment(
            files,
            path,
            store.superblock.storeId(),
            store.catalog,
            store.segments,
            store.dictionary,
            store.purged,
            store.commits,
            store.leases,
            textBufferBytes);
    if (config.readOnly()) {
      TextState state = TextState.of(opened.manifest().text());
      store.textsToRead = state.isEmpty() ? null : new TextsToRead(environment, state);
    } else {
      // Asked for in so many words only: segments do not depend on what a rebuild makes anew.
      boolean anew = config.opening() == Opening.REBUILD || config.opening() == Opening.REPLAY;
      store.texts = new TextOpening(environment).open(config.textIndexing(), anew);
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

  private void abandon(Throwable failure) {
    if (opened != null) {
      store.unused.addAll(opened.unknown());
    }
    try {
      store.release(null);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }
}
