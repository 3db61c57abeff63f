package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * The first page of a log segment. Frames follow from {@link #FRAMES_OFFSET} to the end of the
 * file; what is not written yet is zero. Stateless, for any thread.
 *
 * <pre>
 *   0                                    64      68            72      76            4096
 *  +------------------------------------+-------+-------------+-------+-------------+---------
 *  | file header (64), number = segment | salt  | file bytes  | CRC32C| zero        | frames ...
 *  +------------------------------------+-------+-------------+-------+-------------+---------
 * </pre>
 *
 * The checksum covers the salt and the file's length; the file header has its own.
 */
public final class LogSegmentLayout {
  /** Offset of the salt that every frame's checksum starts with. */
  public static final int SALT_OFFSET = FileHeaderLayout.SIZE;

  /** Offset of the file's length in bytes. */
  public static final int FILE_BYTES_OFFSET = SALT_OFFSET + Integer.BYTES;

  /** Offset of the checksum over the two words before it. */
  public static final int CRC_OFFSET = FILE_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the first frame: a whole page is left to the header. */
  public static final int FRAMES_OFFSET = 4096;

  private LogSegmentLayout() {}

  /** Stores salt and length with their checksum. */
  public static void write(MemorySegment page, int salt, int fileBytes) {
    page.set(Layouts.INT, SALT_OFFSET, salt);
    page.set(Layouts.INT, FILE_BYTES_OFFSET, fileBytes);
    page.set(Layouts.INT, CRC_OFFSET, computeCrc(page));
  }

  /** Returns the salt. */
  public static int salt(MemorySegment page) {
    return page.get(Layouts.INT, SALT_OFFSET);
  }

  /** Returns the file's length in bytes. */
  public static int fileBytes(MemorySegment page) {
    return page.get(Layouts.INT, FILE_BYTES_OFFSET);
  }

  /** Returns the checksum as stored. */
  public static int crc(MemorySegment page) {
    return page.get(Layouts.INT, CRC_OFFSET);
  }

  /** Returns the checksum as it should be. */
  public static int computeCrc(MemorySegment page) {
    return Checksums.crc32c(page, SALT_OFFSET, CRC_OFFSET - SALT_OFFSET);
  }
}
