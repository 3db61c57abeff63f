package dev.stela.internal.follow;

import dev.stela.CorruptionException;
import dev.stela.InvalidArgumentException;
import dev.stela.StelaException;
import dev.stela.StorageException;
import dev.stela.StoreClosedException;
import dev.stela.internal.apply.Definitions;
import dev.stela.internal.checkpoint.Manifest;
import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.LogSegmentLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.header.Superblock;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.log.FrameScanner;
import dev.stela.internal.log.LogSegment;
import dev.stela.internal.log.SegmentFiles;
import dev.stela.internal.log.SegmentTable;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.MemoryExtents;
import dev.stela.internal.storage.StoreLock;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes in the log of a store from its beginning and goes on as it grows, whoever writes it,
 * without a lock and without a change to any file. One thread at a time; any thread closes.
 *
 * <p>How far it goes:
 *
 * <ul>
 *   <li>While somebody writes, to the visible LSN of the live header and never beyond: under SYNC
 *       that is durable. What the header says stays true when its writer's process dies.
 *   <li>While nobody does, to the last valid frame, as every open would. What a dead writer may not
 *       have brought to the device is synced before it is given out.
 * </ul>
 *
 * Nobody writes if the lock could be had, and nobody has begun since if the live header's version
 * is the same: a new writer changes it before his first frame, and what his recovery cuts off are
 * no valid frames.
 */
public final class LogFollower implements AutoCloseable {
  private static final int BATCH_FRAMES = 4096;
  private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long NONE = -2;
  private static final int ATTEMPTS = 100;

  private final FileOps files;
  private final Path path;
  private final SegmentFiles segmentFiles;
  private final LiveWatch live;
  private final SegmentTable segments = new SegmentTable();
  private final FrameScanner scanner = new FrameScanner();
  private final Dictionary dictionary;
  private final BitSet purged = new BitSet();
  private LogSegment segment;
  private boolean sealed;

  // What the manifest says of the segment; null of one that may still grow.
  private SealedSegment known;
  private long lsn;
  private long limit;

  // The version of the live header under which nobody writes and all has been taken in.
  private long quietVersion = NONE;
  // The version under which a frame was missing that the live header says is visible.
  private long suspectVersion = NONE;
  private long lastProbe;
  private boolean probed;
  private boolean closed;
  private StorageException failure;

  private LogFollower(FileOps files, Path path) {
    this.files = files;
    this.path = path;
    StoreId id;
    int segmentBytes;
    try (Superblock superblock = Superblock.open(files, path, false)) {
      id = superblock.storeId();
      segmentBytes = (int) superblock.content().segmentBytes();
    }
    this.segmentFiles = new SegmentFiles(files, path, id, segmentBytes, false);
    this.live = new LiveWatch(files, path, id);
    Path name = path.resolve("dictionary-of-follower");
    this.dictionary = Dictionary.create(new MemoryExtents(name, Dictionary.EXTENT_BYTES), id, 0);
  }

  /**
   * Opens the log of a store.
   *
   * @throws InvalidArgumentException if there is none
   */
  public static LogFollower open(FileOps files, Path path) {
    if (!files.exists(path.resolve(Superblock.FILE_NAME))) {
      throw new InvalidArgumentException("there is no store: path=" + path.toAbsolutePath());
    }
    LogFollower follower = new LogFollower(files, path);
    try {
      follower.openNext();
      return follower;
    } catch (RuntimeException | Error e) {
      try {
        follower.close();
      } catch (RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
  }

  /** Returns the segments taken in so far. */
  public SegmentTable segments() {
    return segments;
  }

  /** Returns the dictionary as of what was taken in. */
  public Dictionary dictionary() {
    return dictionary;
  }

  /** Tells whether an entity was purged by what was taken in. */
  public boolean isPurged(int ordinal) {
    return purged.get(ordinal);
  }

  /** Returns the LSN up to which the log may be given out. */
  public long limit() {
    return limit;
  }

  /**
   * Takes in the log up to an LSN.
   *
   * @throws InvalidArgumentException if the log ends before it
   */
  public void advanceTo(long target) {
    long start = System.nanoTime();
    while (limit < target) {
      if (advance()) {
        start = System.nanoTime();
      } else if (isQuiet() || System.nanoTime() - start > PATIENCE_NANOS) {
        throw new InvalidArgumentException(
            "there is no such past: lsn=" + target + " newest=" + limit);
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /**
   * Takes in what is visible at the call: to the live header's LSN, or to the log's end.
   *
   * @return the LSN up to which that is; more may have been taken in
   */
  public long advanceToNow() {
    long start = System.nanoTime();
    long visible = live.look() ? live.visibleLsn() : Long.MAX_VALUE;
    while (!isQuiet() && System.nanoTime() - start < PATIENCE_NANOS) {
      // Before more is taken in: a writer that is fast enough would always have more.
      if (limit >= visible && !isFree()) {
        return visible;
      }
      if (advance()) {
        start = System.nanoTime();
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
        visible = Math.min(visible, live.look() ? live.visibleLsn() : Long.MAX_VALUE);
      }
    }
    return limit;
  }

  /**
   * Looks for more of the log and takes in a bounded piece of it.
   *
   * @return whether there was something to do; if not, it is worth waiting
   */
  public synchronized boolean advance() {
    if (closed) {
      throw new StoreClosedException("the follower is closed");
    }
    if (failure != null) {
      throw new StorageException("the follower has failed: " + failure.getMessage(), failure);
    }
    boolean announced = live.look();
    long version = live.version();
    if (version == quietVersion) {
      return false;
    }
    if (announced && live.visibleLsn() > lsn) {
      long before = lsn;
      takeIn(live.visibleLsn(), NONE);
      limit = lsn;
      if (lsn > before) {
        suspectVersion = NONE;
        return true;
      }
      suspect(version);
    } else {
      suspectVersion = NONE;
    }
    return probe(version);
  }

  /** Takes in what nobody has announced, if nobody writes. */
  private boolean probe(long version) {
    if (!mayProbe() || !isFree() || live.currentVersion() != version) {
      return false;
    }
    // Whoever wrote is gone, and has left the log as it is.
    int firstTouched = segment.hasGaps() ? 0 : segment.number();
    long before = lsn;
    boolean ended = takeIn(Long.MAX_VALUE, version);
    if (lsn > before) {
      sync(firstTouched);
      limit = lsn;
    }
    if (ended) {
      requireEnd(version);
      quietVersion = version;
      return lsn > before;
    }
    // More of the same, at once.
    probed = false;
    return true;
  }

  /** A failed sync is not tried again: a later one may succeed without the pages. */
  private void sync(int firstSegment) {
    try {
      for (LogSegment one : segments.all()) {
        if (!one.hasGaps() && one.number() >= firstSegment) {
          one.sync();
        }
      }
    } catch (StorageException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Takes in frames up to an LSN, but not more than a batch.
   *
   * @param quiet the version of the live header that says that nobody writes, or {@link #NONE}
   * @return true if the log ends here
   */
  private boolean takeIn(long upTo, long quiet) {
    for (int i = 0; i < BATCH_FRAMES && lsn < upTo; i++) {
      if (sealed) {
        openNext();
      }
      int offset = segment.end();
      if (known != null && offset == known.end()) {
        lsn = known.lastLsn();
        sealed = true;
        continue;
      }
      int length = readFrame(offset);
      if (quiet != NONE && live.currentVersion() != quiet) {
        // It may be a new writer's, and not be durable.
        return false;
      }
      if (length == 0) {
        return true;
      }
      MemorySegment frame = scanner.buffer().memory();
      long found = FrameLayout.lsn(frame, 0);
      if (found > lsn) {
        Definitions.applyFrame(dictionary, purged::set, frame, offset, segment.path());
        lsn = found;
      }
      segment.publish(offset, length, found);
      sealed = known == null && FrameLayout.kind(frame, 0) == FrameLayout.KIND_SEAL;
    }
    return false;
  }

  /** What compaction has made has gaps, and may begin with what was taken in before. */
  private int readFrame(int offset) {
    boolean gaps = segment.hasGaps();
    return scanner.read(
        segment, offset, gaps ? known.firstLsn() : lsn + 1, gaps ? known.lastLsn() : lsn + 1);
  }

  /**
   * Goes on with the segment that holds the next LSN: the next one of the log, or what compaction
   * has put in the place of some.
   */
  private void openNext() {
    int next = segment == null || segment.hasGaps() ? 0 : segment.number() + 1;
    if (next != 0 && files.exists(segmentFiles.path(next))) {
      use(segmentFiles.open(next), null);
      return;
    }
    StelaException failure = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // Read anew each time: a merge may replace what the last one named.
      try {
        openByManifest(readManifest());
        return;
      } catch (StelaException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private void openByManifest(Manifest manifest) {
    for (SealedSegment one : manifest.segments()) {
      if (one.lastLsn() > lsn) {
        boolean data = SegmentFiles.isData(one.number());
        use(
            data ? segmentFiles.open(one.number(), one.end()) : segmentFiles.open(one.number()),
            one);
        // What was taken in from others before is found there.
        segment.coverFrom(Math.max(one.firstLsn(), lsn + 1));
        return;
      }
    }
    use(segmentFiles.open(manifest.nextLog()), null);
  }

  private Manifest readManifest() {
    try (Superblock superblock = Superblock.open(files, path, false)) {
      long generation = superblock.content().manifestGeneration();
      return generation == 0
          ? Manifest.EMPTY
          : Manifest.read(files, path, superblock.storeId(), generation);
    }
  }

  private void use(LogSegment opened, SealedSegment inForce) {
    segment = opened;
    known = inForce;
    segments.add(opened);
    sealed = false;
  }

  /**
   * A frame is missing that is visible by the live header. After a power cut an old header may say
   * so until its successor comes; one that goes on to be published and says so still is right.
   */
  private void suspect(long version) {
    if (suspectVersion == NONE) {
      suspectVersion = version;
    } else if (suspectVersion != version) {
      throw lost(live.visibleLsn());
    }
  }

  /** The log ends here only if nothing behind says that the next frame had been durable. */
  private void requireEnd(long version) {
    long durable;
    try (Superblock superblock = Superblock.open(files, path, false)) {
      durable = superblock.content().checkpointLsn();
    }
    long missing = lsn + 1;
    long perSegment = segment.memory().byteSize() / FrameLayout.MIN_LENGTH;
    durable =
        Math.max(durable, scanner.durableAfter(segment, segment.end(), missing, lsn + perSegment));
    int next = segment.number() + 1;
    if (files.exists(segmentFiles.path(next))) {
      try (LogSegment behind = segmentFiles.open(next)) {
        long last = lsn + 2 * perSegment;
        int from = LogSegmentLayout.FRAMES_OFFSET;
        durable = Math.max(durable, scanner.durableAfter(behind, from, missing, last));
      }
    }
    if (durable >= missing && live.currentVersion() == version) {
      throw lost(durable);
    }
  }

  private CorruptionException lost(long known) {
    return new CorruptionException(
        "a frame that had been durable or visible is damaged or missing",
        segment.path(),
        segment.end(),
        "a valid frame with lsn " + (lsn + 1) + ", known up to " + known,
        "none");
  }

  private boolean mayProbe() {
    long now = System.nanoTime();
    if (probed && now - lastProbe < PROBE_NANOS) {
      return false;
    }
    probed = true;
    lastProbe = now;
    return true;
  }

  private boolean isFree() {
    return StoreLock.isFreeOfWriters(files, path);
  }

  private boolean isQuiet() {
    return quietVersion != NONE && live.currentVersion() == quietVersion;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (live;
        dictionary) {
      segments.close();
    }
  }
}
