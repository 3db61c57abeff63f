package dev.stela.internal.storage;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * An open file with absolute positions only. Any thread may call any method; an interrupt neither
 * breaks the file nor gets lost.
 */
public interface StoreFile extends AutoCloseable {

  /** Returns the path under which the file was opened. */
  Path path();

  /** Returns the length in bytes. */
  long size();

  /** Writes all remaining bytes of {@code src} at {@code position}, or throws. */
  void write(ByteBuffer src, long position);

  /**
   * Fills the rest of {@code dst} from {@code position}.
   *
   * @throws dev.stela.CorruptionException if the file ends before that
   */
  void read(ByteBuffer dst, long position);

  /**
   * Makes all content written so far durable, mapped stores included (fdatasync). After a failure
   * nothing may be concluded from a later success: the kernel may have dropped the pages.
   */
  void sync();

  /**
   * Maps a part of the file that must lie within its present length.
   *
   * @param arena a shared, automatic or global arena: the mapping is made on another thread
   * @throws dev.stela.CorruptionException if the file is shorter
   */
  MemorySegment map(long offset, long length, boolean writable, Arena arena);

  /** Takes the advisory lock on the whole file, held until {@link #close}; false if it is taken. */
  boolean tryLock(boolean shared);

  /** Cuts the file to {@code length} bytes; a shorter file is left as it is. */
  void truncate(long length);

  /** Closes the file and gives up its lock; closing again does nothing. */
  @Override
  void close();
}
