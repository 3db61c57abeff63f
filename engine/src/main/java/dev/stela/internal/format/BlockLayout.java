package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * Bytes of a content or a text: in place, in chunks, or a reference to where they were written.
 * Stateless, for any thread.
 *
 * <pre>
 *   0      4        8        16     24
 *  +------+--------+--------+------+-------------------------------------------------
 *  | kind | chunks | length | LSN  | INLINE: the bytes, padded with zeros to 8
 *  +------+--------+--------+------+ CHUNKED: an 8-byte LSN for each chunk
 *                                    REFERENCE: nothing
 * </pre>
 *
 * The LSN is that of the version that put the bytes. A reference names the same entity's version at
 * that LSN, which lies in an older segment; no place is stored, so it survives compaction.
 */
public final class BlockLayout {
  /** Offset of the kind. */
  public static final int KIND_OFFSET = 0;

  /** Offset of the number of chunks. */
  public static final int CHUNKS_OFFSET = KIND_OFFSET + Integer.BYTES;

  /** Offset of the length in bytes of the content or text. */
  public static final int LENGTH_OFFSET = CHUNKS_OFFSET + Integer.BYTES;

  /** Offset of the LSN at which the bytes were put. */
  public static final int LSN_OFFSET = LENGTH_OFFSET + Long.BYTES;

  /** Size of the header, and offset of the payload. */
  public static final int SIZE = LSN_OFFSET + Long.BYTES;

  /** The bytes follow. */
  public static final int INLINE = 1;

  /** The LSNs of the frames that hold the bytes follow. */
  public static final int CHUNKED = 2;

  /** The bytes are where the version of that LSN has them. */
  public static final int REFERENCE = 3;

  private BlockLayout() {}

  /** Stores a header. */
  public static void write(
      MemorySegment memory, long block, int kind, int chunks, long length, long lsn) {
    memory.set(Layouts.INT, block + KIND_OFFSET, kind);
    memory.set(Layouts.INT, block + CHUNKS_OFFSET, chunks);
    memory.set(Layouts.LONG, block + LENGTH_OFFSET, length);
    memory.set(Layouts.LONG, block + LSN_OFFSET, lsn);
  }

  /** Returns the kind. */
  public static int kind(MemorySegment memory, long block) {
    return memory.get(Layouts.INT, block + KIND_OFFSET);
  }

  /** Returns the number of chunks. */
  public static int chunks(MemorySegment memory, long block) {
    return memory.get(Layouts.INT, block + CHUNKS_OFFSET);
  }

  /** Returns the length in bytes of the content or text. */
  public static long length(MemorySegment memory, long block) {
    return memory.get(Layouts.LONG, block + LENGTH_OFFSET);
  }

  /** Returns the LSN at which the bytes were put. */
  public static long lsn(MemorySegment memory, long block) {
    return memory.get(Layouts.LONG, block + LSN_OFFSET);
  }

  /** Returns the LSN of the frame with chunk {@code index}. */
  public static long chunkLsn(MemorySegment memory, long block, int index) {
    return memory.get(Layouts.LONG, block + SIZE + (long) index * Long.BYTES);
  }

  /** Returns how many bytes the block takes, header and padding included. */
  public static long size(MemorySegment memory, long block) {
    return switch (kind(memory, block)) {
      case INLINE -> inlineSize(length(memory, block));
      case CHUNKED -> chunkedSize(chunks(memory, block));
      default -> SIZE;
    };
  }

  /** Returns how many bytes an inline block of {@code length} bytes takes. */
  public static long inlineSize(long length) {
    return SIZE + align(length);
  }

  /** Returns how many bytes a block with {@code chunks} chunks takes. */
  public static long chunkedSize(int chunks) {
    return SIZE + (long) chunks * Long.BYTES;
  }

  /** Returns the next multiple of 8. */
  public static long align(long bytes) {
    return (bytes + 7) & -8;
  }
}
