package dev.stela.internal.format;

/**
 * One of the two applied slots of the live header: how far the derived files go, for whoever opens
 * the store after the death of the process that wrote them. Words of 8 bytes.
 *
 * <pre>
 *     0
 *    +----------------+----------------+----------------+-----------------+
 *   0| sequence       | boot           | files          | directory gen.  |
 *    +----------------+----------------+----------------+-----------------+
 *  32| index gen.     | applied LSN    | ordinals       | deleted         |
 *    +----------------+----------------+----------------+-----------------+
 *  64| archived       | purged         | entries        | dictionary tail |
 *    +----------------+----------------+----------------+-----------------+
 *  96| tags           | fields         | postings tail  | free heads (64) |
 *    +----------------+----------------+----------------+                 |
 * 128|                                                                    |
 *    +                                                  +-----------------+
 * 160|                                                  | check           |
 *    +----------------+---------------------------------+-----------------+
 * 192| last sequence  | zero (56)                                         |
 *    +----------------+---------------------------------------------------+
 * </pre>
 */
public final class AppliedLayout {
  /** Offset of the number of the writing: the greater one counts, its lowest bit is the slot's. */
  public static final int SEQUENCE_OFFSET = 0;

  /** Offset of the hash of the boot id; never 0. */
  public static final int BOOT_OFFSET = SEQUENCE_OFFSET + Long.BYTES;

  /** Offset of the hash of the derived files' identities; never 0. */
  public static final int FILES_OFFSET = BOOT_OFFSET + Long.BYTES;

  /** Offset of the number in the directory's name. */
  public static final int DIRECTORY_GENERATION_OFFSET = FILES_OFFSET + Long.BYTES;

  /** Offset of the number in the names of the other derived files. */
  public static final int INDEX_GENERATION_OFFSET = DIRECTORY_GENERATION_OFFSET + Long.BYTES;

  /** Offset of the LSN up to which frames are applied. */
  public static final int APPLIED_LSN_OFFSET = INDEX_GENERATION_OFFSET + Long.BYTES;

  /** Offset of the number of ordinals given out. */
  public static final int ORDINALS_OFFSET = APPLIED_LSN_OFFSET + Long.BYTES;

  /** Offset of the number of deleted entities. */
  public static final int DELETED_OFFSET = ORDINALS_OFFSET + Long.BYTES;

  /** Offset of the number of archived entities. */
  public static final int ARCHIVED_OFFSET = DELETED_OFFSET + Long.BYTES;

  /** Offset of the number of purged entities. */
  public static final int PURGED_OFFSET = ARCHIVED_OFFSET + Long.BYTES;

  /** Offset of the number of used slots in the directory. */
  public static final int ENTRIES_OFFSET = PURGED_OFFSET + Long.BYTES;

  /** Offset of the length of what is used of the dictionary. */
  public static final int DICTIONARY_TAIL_OFFSET = ENTRIES_OFFSET + Long.BYTES;

  /** Offset of the number of tags. */
  public static final int TAGS_OFFSET = DICTIONARY_TAIL_OFFSET + Long.BYTES;

  /** Offset of the number of text fields' names. */
  public static final int FIELDS_OFFSET = TAGS_OFFSET + Long.BYTES;

  /** Offset of the length of what is used of the postings. */
  public static final int POSTINGS_TAIL_OFFSET = FIELDS_OFFSET + Long.BYTES;

  /** Offset of the first free blocks of the postings, by size. */
  public static final int FREE_HEADS_OFFSET = POSTINGS_TAIL_OFFSET + Long.BYTES;

  /** Number of sizes of free blocks. */
  public static final int FREE_HEADS = 8;

  /** Offset of the check over the words before. */
  public static final int CHECK_OFFSET = FREE_HEADS_OFFSET + FREE_HEADS * Long.BYTES;

  /** Offset of the sequence once more, stored last. */
  public static final int LAST_SEQUENCE_OFFSET = CHECK_OFFSET + Long.BYTES;

  /** Offset of the reserved bytes, which are zero. */
  public static final int RESERVED_OFFSET = LAST_SEQUENCE_OFFSET + Long.BYTES;

  /** Size of a slot. */
  public static final int SIZE = 256;

  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private AppliedLayout() {}

  /** Returns a word's part in the check: the check is the sum of the parts of all words. */
  public static long check(int offset, long word) {
    // An odd factor of its own for each word: a change of one word changes the sum. Sums, so that
    // no part waits for another.
    return (word + 1) * (MULTIPLIER + 2L * offset);
  }
}
