package dev.stela.internal.storage;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A growing array of equally large extents, zeroed when added and never moved. One thread adds and
 * closes; any thread calls the rest.
 */
public interface ExtentSource extends AutoCloseable {

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
