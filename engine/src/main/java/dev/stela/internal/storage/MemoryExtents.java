package dev.stela.internal.storage;

import dev.stela.StoreClosedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Extents in anonymous memory outside the heap, for stores that are open for reading only. One
 * thread adds and closes; any thread calls the rest.
 */
public final class MemoryExtents implements ExtentSource {
  private static final int ALIGNMENT_BYTES = 4096;

  private final Path name;
  private final int extentBytes;
  private final Arena arena = Arena.ofShared();
  private volatile MemorySegment[] extents = {};

  /**
   * Creates a source without extents.
   *
   * @param name what stands for a file in messages
   */
  public MemoryExtents(Path name, int extentBytes) {
    this.name = name;
    this.extentBytes = extentBytes;
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
    if (!arena.scope().isAlive()) {
      throw new StoreClosedException("extents are closed: name=" + name);
    }
    var added = arena.allocate(extentBytes, ALIGNMENT_BYTES);
    var grown = Arrays.copyOf(extents, extents.length + 1);
    grown[grown.length - 1] = added;
    // Volatile store: whoever sees the longer array sees the zeros.
    extents = grown;
    return added;
  }

  @Override
  public void sync() {
    // There is no file.
  }

  @Override
  public Path path() {
    return name;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
