package dev.stela.internal.header;

import dev.stela.CorruptionException;
import dev.stela.StorageException;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.LiveHeaderLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.Faults;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The state of an open store, in mapped memory under a sequence lock: one thread publishes, any
 * thread of any process reads all fields as of one publication. These fields are never trusted
 * after a crash: they are made anew by whoever opens the store for writing. The {@link #applied}
 * slots of the same page are, by whoever takes the derived files over.
 */
public final class LiveHeader implements AutoCloseable {
  /** Name of the file. */
  public static final String FILE_NAME = "live";

  private static final int SPINS = 1000;
  private static final long PAUSE_NANOS = 20_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final MemorySegment live;
  private final Path path;
  private final Arena arena;
  private final AppliedSlots applied;

  /** Creates a live header over memory that the caller owns, as it is. */
  public LiveHeader(MemorySegment live) {
    this(live, Path.of(FILE_NAME), null);
  }

  private LiveHeader(MemorySegment live, Path path, Arena arena) {
    this.live = live;
    this.path = path;
    this.arena = arena;
    this.applied = new AppliedSlots(live, path);
  }

  /** Makes the live header anew, for the process that has opened the store for writing. */
  public static LiveHeader initialise(FileOps files, Path directory, StoreId id, long pid) {
    try (var file = fileToInitialise(files, directory.resolve(FILE_NAME))) {
      var header = mapped(file, true);
      try {
        header.reset(id, pid);
        return header;
      } catch (InternalError e) {
        header.close();
        throw Faults.translate(e, header.path);
      }
    }
  }

  /** Opens the live header of a store for reading. */
  public static LiveHeader open(FileOps files, Path directory, StoreId id) {
    try (var file = files.open(directory.resolve(FILE_NAME), OpenMode.READ)) {
      var header = mapped(file, false);
      try {
        FileHeader.check(header.live, FileKind.LIVE, id, header.path, 0);
      } catch (RuntimeException | Error e) {
        header.close();
        throw e;
      }
      return header;
    }
  }

  /** Publishes all fields at once. One thread only; a few stores, no allocation. */
  public void publish(
      long visibleLsn,
      long durableLsn,
      long segmentNumber,
      long logTail,
      long activeEntities,
      long deletedEntities,
      long archivedEntities,
      long purgedEntities,
      long tags,
      long clock) {
    try {
      // Odd also if the publication before was cut off by a fault and left it odd.
      long version = LiveHeaderLayout.version(live) | 1;
      LiveHeaderLayout.version(live, version);
      // Partner: the acquire fence in tryRead. Whoever has read a new field sees the odd version.
      VarHandle.storeStoreFence();
      LiveHeaderLayout.visibleLsn(live, visibleLsn);
      LiveHeaderLayout.durableLsn(live, durableLsn);
      LiveHeaderLayout.segmentNumber(live, segmentNumber);
      LiveHeaderLayout.logTail(live, logTail);
      LiveHeaderLayout.activeEntities(live, activeEntities);
      LiveHeaderLayout.deletedEntities(live, deletedEntities);
      LiveHeaderLayout.archivedEntities(live, archivedEntities);
      LiveHeaderLayout.purgedEntities(live, purgedEntities);
      LiveHeaderLayout.tags(live, tags);
      LiveHeaderLayout.clock(live, clock);
      // Partner: the acquire load in tryRead. Whoever reads the even version sees all fields.
      LiveHeaderLayout.versionRelease(live, version + 1);
    } catch (InternalError e) {
      throw Faults.translate(e, path);
    } catch (IllegalStateException e) {
      throw Faults.translate(e, path);
    }
  }

  /**
   * Reads all fields as of one publication.
   *
   * @throws StorageException if no publication comes to its end within a second, as when the
   *     writing process died or stands still in the middle of one
   */
  public void read(LiveSnapshot into) {
    try {
      if (readSoon(into)) {
        return;
      }
      // The writer has probably lost its processor.
      long start = System.nanoTime();
      while (System.nanoTime() - start < PATIENCE_NANOS) {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (tryRead(into)) {
          return;
        }
      }
      throw new StorageException(
          "live header is in the middle of a publication that does not end: file=%s, version=%d"
              .formatted(path, LiveHeaderLayout.version(live)));
    } catch (InternalError e) {
      throw Faults.translate(e, path);
    } catch (IllegalStateException e) {
      throw Faults.translate(e, path);
    }
  }

  /**
   * Reads all fields as of one publication, without patience.
   *
   * @return false if a publication is under way that does not end at once: its writer has lost its
   *     processor, or died
   */
  public boolean readSoon(LiveSnapshot into) {
    for (int i = 0; i < SPINS; i++) {
      if (tryRead(into)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /**
   * Returns the number of the newest publication, odd while it is under way. Bytes of the log read
   * before, in program order, are not from a writer who has announced himself after it.
   */
  public long version() {
    // Partner: the release store at the end of reset, which every new writer does before he writes.
    VarHandle.acquireFence();
    return LiveHeaderLayout.versionAcquire(live);
  }

  /** Returns the memory of the counters. */
  public MemorySegment counters() {
    return live.asSlice(LiveHeaderLayout.COUNTERS_OFFSET, LiveHeaderLayout.COUNTERS_BYTES);
  }

  /** Returns the slots that say how far the derived files go. */
  public AppliedSlots applied() {
    return applied;
  }

  /** Unmaps the file, if there is one; closing again does nothing. */
  @Override
  public void close() {
    if (arena != null && arena.scope().isAlive()) {
      arena.close();
    }
  }

  private boolean tryRead(LiveSnapshot into) {
    // Partner: the release store at the end of publish.
    long before = LiveHeaderLayout.versionAcquire(live);
    if ((before & 1) != 0) {
      return false;
    }
    into.version = before;
    into.visibleLsn = LiveHeaderLayout.visibleLsn(live);
    into.durableLsn = LiveHeaderLayout.durableLsn(live);
    into.segmentNumber = LiveHeaderLayout.segmentNumber(live);
    into.logTail = LiveHeaderLayout.logTail(live);
    into.activeEntities = LiveHeaderLayout.activeEntities(live);
    into.deletedEntities = LiveHeaderLayout.deletedEntities(live);
    into.archivedEntities = LiveHeaderLayout.archivedEntities(live);
    into.purgedEntities = LiveHeaderLayout.purgedEntities(live);
    into.tags = LiveHeaderLayout.tags(live);
    into.clock = LiveHeaderLayout.clock(live);
    into.pid = LiveHeaderLayout.pid(live);
    // Partner: the store-store fence in publish. The version is read after the fields.
    VarHandle.acquireFence();
    return LiveHeaderLayout.version(live) == before;
  }

  private void reset(StoreId id, long pid) {
    // In place, and with a version that goes on: a process that has it mapped keeps reading.
    long version = LiveHeaderLayout.version(live) | 1;
    LiveHeaderLayout.version(live, version);
    // Partner: the acquire fence in tryRead, as in publish.
    VarHandle.storeStoreFence();
    clear(LiveHeaderLayout.GAP_OFFSET, LiveHeaderLayout.VERSION_OFFSET);
    // Not the applied slots: until the first one of this process, those found are the true ones.
    clear(LiveHeaderLayout.VISIBLE_LSN_OFFSET, LiveHeaderLayout.APPLIED_A_OFFSET);
    FileHeader.write(live, FileKind.LIVE, id, 0, 0);
    LiveHeaderLayout.pid(live, pid);
    LiveHeaderLayout.versionRelease(live, version + 1);
  }

  private void clear(long from, long to) {
    live.asSlice(from, to - from).fill((byte) 0);
  }

  private static StoreFile fileToInitialise(FileOps files, Path path) {
    if (files.exists(path)) {
      var page = ByteBuffer.allocateDirect(LiveHeaderLayout.SIZE);
      try (var old = files.open(path, OpenMode.READ_WRITE)) {
        if (old.size() == LiveHeaderLayout.SIZE) {
          // Its own bytes once more: a copy of a store may be sparse, and would need space later.
          old.read(page, 0);
          old.write(page.flip(), 0);
        }
      }
      if (!page.hasRemaining()) {
        return files.open(path, OpenMode.READ_WRITE);
      }
      files.delete(path);
    }
    return Preallocator.create(files, path, LiveHeaderLayout.SIZE, file -> {});
  }

  private static LiveHeader mapped(StoreFile file, boolean writable) {
    if (file.size() != LiveHeaderLayout.SIZE) {
      throw new CorruptionException(
          "live header has the wrong size", file.path(), 0, LiveHeaderLayout.SIZE, file.size());
    }
    var arena = Arena.ofShared();
    try {
      return new LiveHeader(
          file.map(0, LiveHeaderLayout.SIZE, writable, arena), file.path(), arena);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }
}
