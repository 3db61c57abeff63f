package dev.stela.internal.storage;

import dev.stela.StorageException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Stands for a file that has not been made yet: empty, and only to be read. Immutable; any thread.
 *
 * @param path where the file would be
 */
public record AbsentFile(Path path) implements StoreFile {
  @Override
  public long size() {
    return 0;
  }

  @Override
  public void write(ByteBuffer src, long position) {
    throw refused();
  }

  @Override
  public void read(ByteBuffer dst, long position) {
    throw refused();
  }

  @Override
  public void sync() {
    // There is nothing to lose.
  }

  @Override
  public MemorySegment map(long offset, long length, boolean writable, Arena arena) {
    throw refused();
  }

  @Override
  public boolean tryLock(boolean shared) {
    throw refused();
  }

  @Override
  public void truncate(long length) {
    throw refused();
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private StorageException refused() {
    return new StorageException("the file has not been made: file=" + path);
  }
}
