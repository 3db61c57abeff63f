package dev.stela.internal.format;

/**
 * A manifest: which segments are in force, and after a clean close what is derived from them.
 * Behind the file header, all little-endian:
 *
 * <pre>
 *  64                  72                  80          84          88          92         96
 *  +-------------------+-------------------+-----------+-----------+-----------+----------+------
 *  | checkpoint LSN    | checkpoint        | number of | segments  | retiring  | bytes of | bytes
 *  |                   | timestamp         | next log  |           | segments  | horizons | image
 *  +-------------------+-------------------+-----------+-----------+-----------+----------+------
 *  104
 *  +------------------------------------------+--------------------------+-----------------------
 *  | entries of the segments in force, then   | horizons, padded to 8    | clean image, padded
 *  | of the retiring ones, 56 bytes each      |                          | to 8; file footer (16)
 *  +------------------------------------------+--------------------------+-----------------------
 *
 *  an entry:
 *   0        4     8           16         24                32               40            48
 *  +--------+-----+-----------+----------+-----------------+----------------+-------------+------
 *  | number | end | first LSN | last LSN | first timestamp | last timestamp | index bytes | zero
 *  +--------+-----+-----------+----------+-----------------+----------------+-------------+------
 * </pre>
 *
 * Stateless, for any thread.
 */
public final class ManifestLayout {
  /** Offset of the LSN up to which the segments in force hold everything. */
  public static final int LSN_OFFSET = FileHeaderLayout.SIZE;

  /** Offset of the time that belongs to it. */
  public static final int TIMESTAMP_OFFSET = LSN_OFFSET + Long.BYTES;

  /** Offset of the number of the log segment that follows. */
  public static final int NEXT_LOG_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;

  /** Offset of the number of segments in force. */
  public static final int SEGMENTS_OFFSET = NEXT_LOG_OFFSET + Integer.BYTES;

  /** Offset of the number of segments that were replaced and are not deleted yet. */
  public static final int RETIRING_OFFSET = SEGMENTS_OFFSET + Integer.BYTES;

  /** Offset of the length of the horizons. */
  public static final int HORIZON_BYTES_OFFSET = RETIRING_OFFSET + Integer.BYTES;

  /** Offset of the length of the clean image; 0 if there is none. */
  public static final int IMAGE_BYTES_OFFSET = HORIZON_BYTES_OFFSET + Integer.BYTES;

  /** Offset of four bytes of zero. */
  public static final int RESERVED_OFFSET = IMAGE_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the first segment's entry. */
  public static final int SEGMENT_ENTRIES_OFFSET = RESERVED_OFFSET + Integer.BYTES;

  /** Size of a segment's entry. */
  public static final int SEGMENT_ENTRY_BYTES = 2 * Integer.BYTES + 6 * Long.BYTES;

  private ManifestLayout() {}

  /** Returns where the horizons begin. */
  public static int horizonsStart(int entries) {
    return SEGMENT_ENTRIES_OFFSET + entries * SEGMENT_ENTRY_BYTES;
  }

  /** Returns where the clean image begins. */
  public static int imageStart(int entries, int horizonBytes) {
    return (int) BlockLayout.align(horizonsStart(entries) + (long) horizonBytes);
  }

  /** Returns the length of the whole file. */
  public static int fileBytes(int entries, int horizonBytes, int imageBytes) {
    return (int) BlockLayout.align(imageStart(entries, horizonBytes) + (long) imageBytes)
        + FileFooter.SIZE;
  }
}
