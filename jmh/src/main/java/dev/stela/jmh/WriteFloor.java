package dev.stela.jmh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The least that a durable write can cost: a positional write into a file that was filled with
 * zeros and synced before, and {@code fdatasync}. Writes one after the other, as a log does, and
 * begins again at the file's end. One thread.
 */
final class WriteFloor implements AutoCloseable {
  private static final int FILE_BYTES = 64 << 20;
  private static final int ZERO_BYTES = 1 << 20;

  private final FileChannel channel;
  private final ByteBuffer bytes;
  private long position;
  private long count;

  WriteFloor(Path folder, int writeBytes) throws IOException {
    bytes = ByteBuffer.allocateDirect(writeBytes);
    channel =
        FileChannel.open(
            folder.resolve("floor"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(ZERO_BYTES);
    for (long at = 0; at < FILE_BYTES; at += ZERO_BYTES) {
      writeFully(zeros.clear(), at);
    }
    channel.force(true);
  }

  void write() throws IOException {
    if (position + bytes.capacity() > FILE_BYTES) {
      position = 0;
    }
    bytes.clear().putLong(0, ++count);
    writeFully(bytes, position);
    channel.force(false);
    position += bytes.capacity();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void writeFully(ByteBuffer source, long at) throws IOException {
    int length = source.remaining();
    if (channel.write(source, at) != length) {
      throw new IOException("a short write: position=" + at + " length=" + length);
    }
  }
}
