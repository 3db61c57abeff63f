package dev.stela.internal.storage;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A growing array of equally large extents, zeroed when added and never moved. One thread adds and
 * closes; any thread calls the rest.
 */
public interface ExtentSource extends AutoCloseable {

  /**
   * Maps all complete extents of a file, in one piece: one call to the kernel instead of thousands.
   */
  static MemorySegment[] map(StoreFile file, int extentBytes, boolean writable, Arena arena) {
    var extents = new MemorySegment[Math.toIntExact(file.size() / extentBytes)];
    if (extents.length > 0) {
      MemorySegment all = file.map(0, (long) extents.length * extentBytes, writable, arena);
      for (int i = 0; i < extents.length; i++) {
        extents[i] = all.asSlice((long) i * extentBytes, extentBytes);
      }
    }
    return extents;
  }

  /** Returns the size of each extent in bytes. */
  int extentBytes();

  /** Returns the number of extents. */
  int extents();

  /** Returns extent {@code index}; its memory ends with {@link #close}. */
  MemorySegment extent(int index);

  /** Adds an extent of zeros and returns it. */
  MemorySegment addExtent();

  /** Makes the content of all extents durable where there is a file behind them. */
  void sync();

  /** Returns the file behind the extents, or the name that stands for it in messages. */
  Path path();

  /** Releases the memory: a later access throws {@link IllegalStateException}. */
  @Override
  void close();
}
