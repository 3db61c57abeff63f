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
 *  100        104        108    112
 *  +----------+----------+------+------------------------------------------------------------
 *  | bytes    | bytes    | zero | entries of the segments in force, then of the retiring ones,
 *  | text     | loads    |      | 56 bytes each
 *  +----------+----------+------+------------------------------------------------------------
 *
 *  horizons, text index, bulk loads, clean image, each padded to 8; file footer (16)
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

  /** Offset of the length of what is said of the text index; 0 if there is none. */
  public static final int TEXT_BYTES_OFFSET = IMAGE_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the length of what is said of bulk loads; 0 if there was none. */
  public static final int LOAD_BYTES_OFFSET = TEXT_BYTES_OFFSET + Integer.BYTES;

  /** Offset of four bytes of zero. */
  public static final int RESERVED_OFFSET = LOAD_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the first segment's entry. */
  public static final int SEGMENT_ENTRIES_OFFSET = RESERVED_OFFSET + Integer.BYTES;

  /** Size of a segment's entry. */
  public static final int SEGMENT_ENTRY_BYTES = 2 * Integer.BYTES + 6 * Long.BYTES;

  private ManifestLayout() {}

  /** Returns where the horizons begin. */
  public static int horizonsStart(int entries) {
    return SEGMENT_ENTRIES_OFFSET + entries * SEGMENT_ENTRY_BYTES;
  }

  /** Returns where the text index is spoken of. */
  public static int textStart(int entries, int horizonBytes) {
    return behind(horizonsStart(entries), horizonBytes);
  }

  /** Returns where bulk loads are spoken of. */
  public static int loadsStart(int entries, int horizonBytes, int textBytes) {
    return behind(textStart(entries, horizonBytes), textBytes);
  }

  /** Returns where the clean image begins. */
  public static int imageStart(int entries, int horizonBytes, int textBytes, int loadBytes) {
    return behind(loadsStart(entries, horizonBytes, textBytes), loadBytes);
  }

  /** Returns the length of the whole file. */
  public static int fileBytes(
      int entries, int horizonBytes, int textBytes, int loadBytes, int imageBytes) {
    return behind(imageStart(entries, horizonBytes, textBytes, loadBytes), imageBytes)
        + FileFooter.SIZE;
  }

  /** Sections begin at multiples of 8 bytes. */
  private static int behind(int start, int bytes) {
    return (int) BlockLayout.align(start + (long) bytes);
  }
}
