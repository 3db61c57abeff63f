package dev.stela.jcstress;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.ExtentSource;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Extents on the heap, as small as a directory takes them: a test needs a fresh one for every
 * single try, and leaves them to the garbage collector. What takes its extents for larger ones sees
 * no difference as long as it fills none. One thread adds; any thread calls the rest.
 */
final class HeapExtents implements ExtentSource {
  private static final int EXTENT_BYTES = 2 * BucketLayout.BYTES;
  private static final StoreId STORE = new StoreId(1, 2);

  private final int extentBytes;
  private volatile MemorySegment[] extents = {};

  HeapExtents() {
    this(EXTENT_BYTES);
  }

  HeapExtents(int extentBytes) {
    this.extentBytes = extentBytes;
  }

  /** Returns an empty directory whose buckets split when they hold more than so many entries. */
  Directory directory(int bucketLimit) {
    return Directory.create(this, STORE, 0, 1, bucketLimit);
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
    var extent = MemorySegment.ofArray(new long[extentBytes / Long.BYTES]);
    var grown = Arrays.copyOf(extents, extents.length + 1);
    grown[grown.length - 1] = extent;
    // Volatile store, as of the extents of files.
    extents = grown;
    return extent;
  }

  @Override
  public void sync() {}

  @Override
  public Path path() {
    return Path.of("heap");
  }

  @Override
  public void close() {}
}
