package dev.stela.internal.format;

/**
 * The tables over a dictionary, as a clean close leaves them. Behind the file header, all
 * little-endian:
 *
 * <pre>
 *  64                   72         76     80       84           88            92
 *  +--------------------+----------+------+--------+------------+-------------+-----------------
 *  | dictionary tail    | dict. CRC| tags | fields | namespaces | name bytes  | zero (4)
 *  +--------------------+----------+------+--------+------------+-------------+-----------------
 *  96
 *  +--------------------------------------------------------------------------------------------
 *  | per part of the hash table: slots (4), used slots (4)
 *  +--------------------------------------------------------------------------------------------
 *  608
 *  +----------------------+----------------------+----------------------+-----------------------
 *  | per tag: place (4)   | per tag: namespace   | per tag: the tag     | per namespace: its
 *  |                      | (4)                  | before it in its     | last tag (4)
 *  |                      |                      | namespace (4)        |
 *  +----------------------+----------------------+----------------------+-----------------------
 *  | slots of all parts: tag's number (4)        | names, each length (4) and UTF-8, padded to 8;
 *  |                                             | file footer (16)
 *  +---------------------------------------------+----------------------------------------------
 * </pre>
 *
 * Stateless, for any thread.
 */
public final class DictionaryTablesLayout {
  /** Number of parts of the hash table. */
  public static final int PARTS = 64;

  /** Offset of the length of what is used of the dictionary. */
  public static final int DICTIONARY_TAIL_OFFSET = FileHeaderLayout.SIZE;

  /** Offset of the checksum of that. */
  public static final int DICTIONARY_CRC_OFFSET = DICTIONARY_TAIL_OFFSET + Long.BYTES;

  /** Offset of the number of tags. */
  public static final int TAGS_OFFSET = DICTIONARY_CRC_OFFSET + Integer.BYTES;

  /** Offset of the number of text fields. */
  public static final int FIELDS_OFFSET = TAGS_OFFSET + Integer.BYTES;

  /** Offset of the number of namespaces, that of tags without one included. */
  public static final int NAMESPACES_OFFSET = FIELDS_OFFSET + Integer.BYTES;

  /** Offset of the length of all names with their lengths. */
  public static final int NAME_BYTES_OFFSET = NAMESPACES_OFFSET + Integer.BYTES;

  /** Offset of four bytes of zero. */
  public static final int RESERVED_OFFSET = NAME_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the sizes of the parts of the hash table. */
  public static final int PARTS_OFFSET = RESERVED_OFFSET + Integer.BYTES;

  /** Offset of the tables. */
  public static final int TABLES_OFFSET = PARTS_OFFSET + PARTS * 2 * Integer.BYTES;

  private DictionaryTablesLayout() {}

  /** Returns the length of the whole file. */
  public static long fileBytes(long tags, long namespaces, long slots, long nameBytes) {
    long tables = (3 * tags + namespaces + slots) * Integer.BYTES + nameBytes;
    return BlockLayout.align(TABLES_OFFSET + tables) + FileFooter.SIZE;
  }
}
