package dev.stela.internal.format;

/**
 * The part of a manifest that a clean close adds: what is needed to take over what is derived from
 * the log as it is. Offsets are from its beginning; all little-endian:
 *
 * <pre>
 *   0              8                     16          20        24
 *  +--------------+---------------------+-----------+---------+---------------------------------
 *  | last LSN     | last timestamp      | ordinals  | segments| deleted (8), archived (8),
 *  |              |                     |           |         | purged entities (8)
 *  +--------------+---------------------+-----------+---------+---------------------------------
 *  48             56                    64          68        72      76
 *  +--------------+---------------------+-----------+---------+-------+-------------------------
 *  | dictionary   | dictionary tail     | tags      | fields  | dict. | bucket map bytes (4)
 *  | generation   |                     |           |         | CRC32C|
 *  +--------------+---------------------+-----------+---------+-------+-------------------------
 *  80                  84                88                92      96
 *  +-------------------+-----------------+-----------------+-------+----------------------------
 *  | extents of the    | extents of the  | extents of the  | zero  | tail of the postings (8)
 *  | entity table      | posting heads   | postings        |       |
 *  +-------------------+-----------------+-----------------+-------+----------------------------
 *  104
 *  +--------------------------------------------------------------------------------------------
 *  | the first free block of the postings of each size (8 each), 0 for none
 *  +--------------------------------------------------------------------------------------------
 *  168
 *  +-------------------------------------------------+---------------------------------+--------
 *  | per segment: number (4), end (4), first LSN (8) | CRC32C of each extent of the    | bucket
 *  |                                                 | three files (4), padded to 8    | map
 *  +-------------------------------------------------+---------------------------------+--------
 * </pre>
 *
 * Stateless, for any thread.
 */
public final class CleanImageLayout {
  /** Offset of the LSN of the last frame. */
  public static final int LSN_OFFSET = 0;

  /** Offset of the time of the last frame. */
  public static final int TIMESTAMP_OFFSET = LSN_OFFSET + Long.BYTES;

  /** Offset of the number of ordinals given out. */
  public static final int ORDINALS_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;

  /** Offset of the number of log segments behind the checkpoint. */
  public static final int SEGMENTS_OFFSET = ORDINALS_OFFSET + Integer.BYTES;

  /** Offset of the number of deleted entities. */
  public static final int DELETED_OFFSET = SEGMENTS_OFFSET + Integer.BYTES;

  /** Offset of the number of archived entities. */
  public static final int ARCHIVED_OFFSET = DELETED_OFFSET + Long.BYTES;

  /** Offset of the number of purged entities. */
  public static final int PURGED_OFFSET = ARCHIVED_OFFSET + Long.BYTES;

  /** Offset of the dictionary's generation. */
  public static final int DICTIONARY_GENERATION_OFFSET = PURGED_OFFSET + Long.BYTES;

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

  /** Offset of the places of the first free block of each size. */
  public static final int FREE_BLOCKS_OFFSET = POSTINGS_TAIL_OFFSET + Long.BYTES;

  /** Offset of the first segment's entry. */
  public static final int SEGMENT_ENTRIES_OFFSET =
      FREE_BLOCKS_OFFSET + PostingBlockLayout.SIZES * Long.BYTES;

  /** Size of a segment's entry. */
  public static final int SEGMENT_ENTRY_BYTES = 2 * Integer.BYTES + Long.BYTES;

  private CleanImageLayout() {}

  /** Returns where the checksums of extents begin. */
  public static int sumsStart(int segments) {
    return SEGMENT_ENTRIES_OFFSET + segments * SEGMENT_ENTRY_BYTES;
  }

  /** Returns where the bucket map begins. */
  public static int mapStart(int segments, int sums) {
    return (int) BlockLayout.align(sumsStart(segments) + (long) sums * Integer.BYTES);
  }

  /** Returns the length of the whole image. */
  public static int bytes(int segments, int sums, int mapBytes) {
    return mapStart(segments, sums) + mapBytes;
  }
}
