package dev.stela.jcstress;

import dev.stela.internal.directory.Directory;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.ExtentSource;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Extents on the heap, as small as a directory takes them: a test needs a fresh one for every
 * single try, and leaves them to the garbage collector.
 */
final class HeapExtents implements ExtentSource {
  private static final int EXTENT_BYTES = 2 * BucketLayout.BYTES;
  private static final StoreId STORE = new StoreId(1, 2);

  private final List<MemorySegment> extents = new ArrayList<>();

  /** Returns an empty directory whose buckets split when they hold more than so many entries. */
  Directory directory(int bucketLimit) {
    return Directory.create(this, STORE, 0, 1, bucketLimit);
  }

  @Override
  public int extentBytes() {
    return EXTENT_BYTES;
  }

  @Override
  public int extents() {
    return extents.size();
  }

  @Override
  public MemorySegment extent(int index) {
    return extents.get(index);
  }

  @Override
  public MemorySegment addExtent() {
    var extent = MemorySegment.ofArray(new long[EXTENT_BYTES / Long.BYTES]);
    extents.add(extent);
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
