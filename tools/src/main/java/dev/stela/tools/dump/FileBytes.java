package dev.stela.tools.dump;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is looked at. Everything is copied out first, so that a file which is being written,
 * or cut, meanwhile does no harm. One thread.
 */
final class FileBytes implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final long size;

  FileBytes(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.size = channel.size();
  }

  Path path() {
    return path;
  }

  /** Returns the file's length when it was opened. */
  long size() {
    return size;
  }

  /** Returns a copy of a part of the file, aligned as the layouts need it. */
  MemorySegment read(long offset, long length) throws IOException {
    // Words, because a segment over an array of bytes is not aligned for any.
    long[] words = new long[Math.toIntExact((length + Long.BYTES - 1) / Long.BYTES)];
    MemorySegment copy = MemorySegment.ofArray(words).asSlice(0, length);
    ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(length));
    while (target.hasRemaining()) {
      if (channel.read(target, offset + target.position()) < 0) {
        throw new EOFException("the file became shorter: file=" + path + " offset=" + offset);
      }
    }
    MemorySegment.copy(MemorySegment.ofArray(target.array()), 0, copy, 0, length);
    return copy;
  }

  /** Returns a copy of what lies between an offset and a limit, or the file's end before it. */
  MemorySegment readUpTo(long offset, long length) throws IOException {
    return read(offset, Math.clamp(size - offset, 0, length));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
