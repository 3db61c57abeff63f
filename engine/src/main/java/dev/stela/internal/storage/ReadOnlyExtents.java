package dev.stela.internal.storage;

import dev.stela.ReadOnlyException;
import dev.stela.internal.storage.FileOps.OpenMode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The complete extents of an existing file, mapped for reading only. Any thread may call; one
 * closes.
 */
public final class ReadOnlyExtents implements ExtentSource {
  private final StoreFile file;
  private final int extentBytes;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment[] extents;

  /** Opens a file. */
  public ReadOnlyExtents(FileOps files, Path path, int extentBytes) {
    this.extentBytes = extentBytes;
    this.file = files.open(path, OpenMode.READ);
    try {
      extents = ExtentSource.map(file, extentBytes, false, arena);
    } catch (RuntimeException | Error e) {
      try (file) {
        arena.close();
      }
      throw e;
    }
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
    throw new ReadOnlyException("the file is open for reading only: file=" + path());
  }

  @Override
  public void sync() {
    throw new ReadOnlyException("the file is open for reading only: file=" + path());
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public void close() {
    try (file) {
      arena.close();
    }
  }
}
