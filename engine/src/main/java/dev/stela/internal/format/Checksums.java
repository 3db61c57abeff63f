package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/** CRC32C of stored bytes. Stateless, for any thread. */
public final class Checksums {
  private static final int PIECE_BYTES = 8192;

  private Checksums() {}

  /** Returns the CRC32C of a part of an array. */
  public static int crc32c(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /**
   * Returns the CRC32C of a part of a segment.
   *
   * <p>The bytes go through an array on the heap: a checksum intrinsic that runs over a mapped page
   * which is no longer there would take the whole process down, a copy throws.
   */
  public static int crc32c(MemorySegment segment, long offset, long length) {
    var crc = new CRC32C();
    var piece = new byte[(int) Math.min(length, PIECE_BYTES)];
    for (long done = 0; done < length; ) {
      int size = (int) Math.min(length - done, piece.length);
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset + done, piece, 0, size);
      crc.update(piece, 0, size);
      done += size;
    }
    return (int) crc.getValue();
  }
}
