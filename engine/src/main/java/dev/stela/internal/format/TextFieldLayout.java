package dev.stela.internal.format;

/**
 * A field in a segment of the text index. Stateless, for any thread.
 *
 * <pre>
 *   0        8              16      24      32        40      44      48          52
 *  +--------+--------------+-------+-------+---------+-------+-------+-----------+-----------------
 *  | tokens | ended tokens | terms | index | lengths | field | flags | documents | ended documents
 *  +--------+--------------+-------+-------+---------+-------+-------+-----------+-----------------
 *  56              60               64                68              72
 *  +--------------+----------------+-----------------+--------------+
 *  | length bytes | length entries | greatest length | prefix bytes |
 *  +--------------+----------------+-----------------+--------------+
 * </pre>
 *
 * At the index are, for each block of the term dictionary, 8 bytes of its first term, and then for
 * each where it is. With length entries there are so many indices of documents at the lengths, 4
 * bytes each, and then a length for each; without, a length for each number of a document. Lengths
 * of 0 bytes are not there: all are the greatest.
 */
public final class TextFieldLayout {
  /** Offset of how many tokens documents have in the field. */
  public static final int TOKENS_OFFSET = 0;

  /** Offset of how many of them are of documents that ended. */
  public static final int ENDED_TOKENS_OFFSET = TOKENS_OFFSET + Long.BYTES;

  /** Offset of the number of terms. */
  public static final int TERMS_OFFSET = ENDED_TOKENS_OFFSET + Long.BYTES;

  /** Offset of where the index over the term dictionary is. */
  public static final int INDEX_OFFSET = TERMS_OFFSET + Long.BYTES;

  /** Offset of where the lengths of documents are. */
  public static final int LENGTHS_OFFSET = INDEX_OFFSET + Long.BYTES;

  /** Offset of the number of the field's name. */
  public static final int FIELD_OFFSET = LENGTHS_OFFSET + Long.BYTES;

  /** Offset of the flags. */
  public static final int FLAGS_OFFSET = FIELD_OFFSET + Integer.BYTES;

  /** Offset of how many documents have the field. */
  public static final int DOCUMENTS_OFFSET = FLAGS_OFFSET + Integer.BYTES;

  /** Offset of how many of them ended. */
  public static final int ENDED_DOCUMENTS_OFFSET = DOCUMENTS_OFFSET + Integer.BYTES;

  /** Offset of the width of lengths: 0, 1, 2 or 4. */
  public static final int LENGTH_BYTES_OFFSET = ENDED_DOCUMENTS_OFFSET + Integer.BYTES;

  /** Offset of how many lengths there are; 0 if one for each number of a document. */
  public static final int LENGTH_ENTRIES_OFFSET = LENGTH_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the greatest length. */
  public static final int GREATEST_LENGTH_OFFSET = LENGTH_ENTRIES_OFFSET + Integer.BYTES;

  /** Offset of how many bytes all terms begin with. */
  public static final int PREFIX_BYTES_OFFSET = GREATEST_LENGTH_OFFSET + Integer.BYTES;

  /** Size of a field. */
  public static final int SIZE = PREFIX_BYTES_OFFSET + Integer.BYTES;

  /** Posting lists have positions. */
  public static final int FLAG_POSITIONS = 1;

  private TextFieldLayout() {}
}
