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
 *  128                 132               136               140     144
 *  +-------------------+-----------------+-----------------+-------+----------------------------
 *  | extents of the    | extents of the  | extents of the  | zero  | tail of the postings (8)
 *  | entity table      | posting heads   | postings        |       |
 *  +-------------------+-----------------+-----------------+-------+----------------------------
 *  152               160
 *  +-----------------+-----------------+
 *  | archived (8)    | purged (8)      |
 *  +-----------------+-----------------+
 *  168
 *  +-------------------------------------------------+---------------------------------+--------
 *  | per segment: number (4), end (4), first LSN (8) | CRC32C of each extent of the    | bucket
 *  |                                                 | three files (4), padded to 8    | map
 *  +-------------------------------------------------+---------------------------------+--------
 *  after the bucket map, padded to 8: file footer (16)
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

  /** Offset of the number of extents of the entity table. */
  public static final int ENTITY_EXTENTS_OFFSET = MAP_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the number of extents of the posting lists' heads. */
  public static final int POSTING_HEAD_EXTENTS_OFFSET = ENTITY_EXTENTS_OFFSET + Integer.BYTES;

  /** Offset of the number of extents of the posting lists' blocks. */
  public static final int POSTING_EXTENTS_OFFSET = POSTING_HEAD_EXTENTS_OFFSET + Integer.BYTES;

  /** Offset of four bytes of zero. */
  public static final int RESERVED_OFFSET = POSTING_EXTENTS_OFFSET + Integer.BYTES;

  /** Offset of the length of the used part of the posting lists' blocks. */
  public static final int POSTINGS_TAIL_OFFSET = RESERVED_OFFSET + Integer.BYTES;

  /** Offset of the number of archived entities. */
  public static final int ARCHIVED_OFFSET = POSTINGS_TAIL_OFFSET + Long.BYTES;

  /** Offset of the number of purged entities. */
  public static final int PURGED_OFFSET = ARCHIVED_OFFSET + Long.BYTES;

  /** Offset of the first segment's entry. */
  public static final int SEGMENT_ENTRIES_OFFSET = PURGED_OFFSET + Long.BYTES;

  /** Size of a segment's entry. */
  public static final int SEGMENT_ENTRY_BYTES = 2 * Integer.BYTES + Long.BYTES;

  private ManifestLayout() {}

  /** Returns where the checksums of extents begin. */
  public static int sumsStart(int segments) {
    return SEGMENT_ENTRIES_OFFSET + segments * SEGMENT_ENTRY_BYTES;
  }

  /** Returns where the bucket map begins. */
  public static int mapStart(int segments, int sums) {
    return (int) BlockLayout.align(sumsStart(segments) + (long) sums * Integer.BYTES);
  }

  /** Returns the length of the whole file. */
  public static int fileBytes(int segments, int sums, int mapBytes) {
    return (int) BlockLayout.align((long) mapStart(segments, sums) + mapBytes) + FileFooter.SIZE;
  }
}
