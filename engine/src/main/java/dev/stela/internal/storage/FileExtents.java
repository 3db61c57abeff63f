package dev.stela.internal.storage;

import dev.stela.StelaException;
import dev.stela.StoreClosedException;
import dev.stela.internal.storage.FileOps.OpenMode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Extents that are mapped one by one from a growing file. One thread adds and closes; any thread
 * calls the rest.
 *
 * <p>The next extent is made ready in the background, so that adding one is cheap. After a crash
 * {@link #extents} may therefore count one that was never handed out: it holds zeros. An incomplete
 * one at the end of the file was never handed out either; it is written anew.
 */
public final class FileExtents implements ExtentSource {
  private final StoreFile file;
  private final int extentBytes;
  private final Executor background;
  private final Arena arena = Arena.ofShared();
  private final Object preparation = new Object();
  private volatile MemorySegment[] extents;
  // All guarded by preparation.
  private MemorySegment prepared;
  private boolean changed;
  private boolean closed;

  private FileExtents(StoreFile file, int extentBytes, Executor background) {
    this.file = file;
    this.extentBytes = extentBytes;
    this.background = background;
    try {
      extents = ExtentSource.map(file, extentBytes, true, arena);
    } catch (RuntimeException | Error e) {
      closeAfter(e, arena);
      closeAfter(e, file);
      throw e;
    }
  }

  /**
   * Creates a file that must not exist yet, without extents.
   *
   * @param background prepares extents; it may run them on any thread, late or never
   */
  public static FileExtents create(FileOps files, Path path, int extentBytes, Executor background) {
    var file = files.open(path, OpenMode.CREATE_NEW);
    try {
      files.syncDirectory(path.toAbsolutePath().getParent());
    } catch (RuntimeException | Error e) {
      closeAfter(e, file);
      throw e;
    }
    return started(new FileExtents(file, extentBytes, background));
  }

  /**
   * Opens an existing file with all its complete extents. Nothing is written to it before the first
   * {@link #addExtent} or {@link #prepareNext}: it may turn out not to be what it should be.
   */
  public static FileExtents open(FileOps files, Path path, int extentBytes, Executor background) {
    return new FileExtents(files.open(path, OpenMode.READ_WRITE), extentBytes, background);
  }

  @Override
  public int extentBytes() {
    return extentBytes;
  }

  @Override
  public int extents() {
    return extents.length;
  }

  @Override
  public MemorySegment extent(int index) {
    return extents[index];
  }

  @Override
  public MemorySegment addExtent() {
    MemorySegment added;
    synchronized (preparation) {
      if (closed) {
        throw new StoreClosedException("file is closed: file=" + path());
      }
      prepare();
      added = prepared;
      prepared = null;
      var grown = Arrays.copyOf(extents, extents.length + 1);
      grown[grown.length - 1] = added;
      // Volatile store: whoever sees the longer array sees the zeros.
      extents = grown;
    }
    prepareNext();
    return added;
  }

  @Override
  public void sync() {
    file.sync();
  }

  @Override
  public Path path() {
    return file.path();
  }

  /** Unmaps and closes the file, cut to the extents that were handed out. */
  @Override
  public void close() {
    boolean longer;
    synchronized (preparation) {
      if (closed) {
        return;
      }
      closed = true;
      longer = changed;
    }
    try (file) {
      arena.close();
      if (longer) {
        file.truncate((long) extents.length * extentBytes);
      }
    }
  }

  private static FileExtents started(FileExtents extents) {
    extents.prepareNext();
    return extents;
  }

  /** Has the next extent made ready in the background. */
  public void prepareNext() {
    try {
      background.execute(
          () -> {
            try {
              prepare();
            } catch (StelaException e) {
              // Not lost: the next addExtent tries again, and throws if it still fails.
            }
          });
    } catch (RejectedExecutionException e) {
      // Without help the writer prepares the extent itself.
    }
  }

  private void prepare() {
    synchronized (preparation) {
      if (prepared == null && !closed) {
        long start = (long) extents.length * extentBytes;
        changed = true;
        Preallocator.zeroFill(file, start, start + extentBytes);
        prepared = map(extents.length);
      }
    }
  }

  private MemorySegment map(int index) {
    return file.map((long) index * extentBytes, extentBytes, true, arena);
  }

  private static void closeAfter(Throwable failure, AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
