package dev.stela.internal.format;

/**
 * A manifest: what a checkpoint found. Behind the file header, all little-endian:
 *
 * <pre>
 *  64             72                    80          84        88
 *  +--------------+---------------------+-----------+---------+---------------------------------
 *  | last LSN     | last timestamp      | ordinals  | segments| deleted entities (8)
 *  +--------------+---------------------+-----------+---------+---------------------------------
 *  96             104                   112         116       120     124
 *  +--------------+---------------------+-----------+---------+-------+-------------------------
 *  | dictionary   | dictionary tail     | tags      | fields  | dict. | bucket map bytes (4)
 *  | generation   |                     |           |         | CRC32C|
 *  +--------------+---------------------+-----------+---------+-------+-------------------------
 *  128
 *  +-------------------------------------------------+-------------------+----------------------
 *  | per segment: number (4), end (4), first LSN (8) | bucket map, padded| file footer (16)
 *  +-------------------------------------------------+-------------------+----------------------
 * </pre>
 *
 * Stateless, for any thread.
 */
public final class ManifestLayout {
  /** Offset of the LSN of the last frame. */
  public static final int LSN_OFFSET = FileHeaderLayout.SIZE;

  /** Offset of the time of the last frame. */
  public static final int TIMESTAMP_OFFSET = LSN_OFFSET + Long.BYTES;

  /** Offset of the number of ordinals given out. */
  public static final int ORDINALS_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;

  /** Offset of the number of segments. */
  public static final int SEGMENTS_OFFSET = ORDINALS_OFFSET + Integer.BYTES;

  /** Offset of the number of deleted entities. */
  public static final int DELETED_OFFSET = SEGMENTS_OFFSET + Integer.BYTES;

  /** Offset of the dictionary's generation. */
  public static final int DICTIONARY_GENERATION_OFFSET = DELETED_OFFSET + Long.BYTES;

  /** Offset of the length of the dictionary's used part. */
  public static final int DICTIONARY_TAIL_OFFSET = DICTIONARY_GENERATION_OFFSET + Long.BYTES;

  /** Offset of the number of tags. */
  public static final int TAGS_OFFSET = DICTIONARY_TAIL_OFFSET + Long.BYTES;

  /** Offset of the number of text fields' names. */
  public static final int FIELDS_OFFSET = TAGS_OFFSET + Integer.BYTES;

  /** Offset of the checksum of the dictionary's used part. */
  public static final int DICTIONARY_CRC_OFFSET = FIELDS_OFFSET + Integer.BYTES;

  /** Offset of the length of the bucket map. */
  public static final int MAP_BYTES_OFFSET = DICTIONARY_CRC_OFFSET + Integer.BYTES;

  /** Offset of the first segment's entry. */
  public static final int SEGMENT_ENTRIES_OFFSET = MAP_BYTES_OFFSET + Integer.BYTES;

  /** Size of a segment's entry. */
  public static final int SEGMENT_ENTRY_BYTES = 2 * Integer.BYTES + Long.BYTES;

  private ManifestLayout() {}

  /** Returns where the bucket map begins. */
  public static int mapStart(int segments) {
    return SEGMENT_ENTRIES_OFFSET + segments * SEGMENT_ENTRY_BYTES;
  }

  /** Returns the length of the whole file. */
  public static int fileBytes(int segments, int mapBytes) {
    return (int) BlockLayout.align((long) mapStart(segments) + mapBytes) + FileFooter.SIZE;
  }
}
