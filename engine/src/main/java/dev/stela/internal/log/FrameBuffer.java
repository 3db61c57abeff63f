package dev.stela.internal.log;

import dev.stela.internal.format.FrameLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A growing piece of native memory in which a frame is put together or checked. It is never mapped
 * memory, so a checksum may run over it. One thread at a time.
 */
public final class FrameBuffer {
  private static final int FIRST_BYTES = 64 * 1024;

  private final CRC32C crc = new CRC32C();
  private MemorySegment memory;
  private ByteBuffer bytes;

  /** Creates a buffer of a modest size. */
  public FrameBuffer() {
    allocate(FIRST_BYTES);
  }

  /** Returns the memory; it is replaced when {@link #ensure} lets it grow. */
  public MemorySegment memory() {
    return memory;
  }

  /** Makes room for {@code length} bytes in all and keeps what is there. */
  public MemorySegment ensure(long length) {
    if (length > memory.byteSize()) {
      MemorySegment old = memory;
      allocate(Math.max(length, old.byteSize() * 2));
      memory.copyFrom(old);
    }
    return memory;
  }

  /** Returns the frame's bytes for writing to a file; the buffer is this object's own. */
  ByteBuffer bytes(int length) {
    return bytes.limit(length).position(0);
  }

  /** Puts the checksum into the frame at the start of the buffer. */
  public void seal(int length, int salt) {
    FrameLayout.crc(memory, 0, computeCrc(length, salt));
  }

  /** Tells whether the frame at the start of the buffer has the checksum it should have. */
  public boolean isSound(int length, int salt) {
    int stored = FrameLayout.crc(memory, 0);
    int computed = computeCrc(length, salt);
    FrameLayout.crc(memory, 0, stored);
    return stored == computed;
  }

  private int computeCrc(int length, int salt) {
    FrameLayout.crc(memory, 0, salt);
    crc.reset();
    crc.update(bytes(length));
    return (int) crc.getValue();
  }

  private void allocate(long length) {
    memory = Arena.ofAuto().allocate(length, Long.BYTES);
    bytes = memory.asByteBuffer();
  }
}
