package dev.stela.internal.format;

/**
 * The term dictionary of a field in a segment of the text index: blocks of 32 terms, in the order
 * of their bytes. Numbers are of variable length: seven bits in each byte, the lowest first, the
 * upper bit set in all but the last. Stateless, for any thread.
 *
 * <pre>
 *  a block:
 *  +--------------------+-----------------+-------+------------------+
 *  | where the list of  | length of the   | names | per term: its    |
 *  | the first term is  | names           |       | list             |
 *  +--------------------+-----------------+-------+------------------+
 *
 *  a name:
 *  +-----------------------+---------------------+-----------------------+--------+
 *  | shared (upper 4 bits) | if shared is 15:    | if length - 1 is 15:  | suffix |
 *  | length - 1 (lower 4)  | what it is more     | what it is more       |        |
 *  +-----------------------+---------------------+-----------------------+--------+
 *
 *  a list:
 *  +---------------------------------------+---------------------------------------------+
 *  | (documents - 1) * 2, + 1 if the       | then: how much more occurrences there are   |
 *  | occurrences are more than documents   |                                             |
 *  +---------------------------------------+---------------------------------------------+
 *  | of one document: the document less the first one of the segment; with positions     |
 *  |   its position if it has one only, or else the length of the positions              |
 *  | of up to 128: length of documents and frequencies; with positions, their length     |
 *  | of more: length of the list                                                         |
 *  +-------------------------------------------------------------------------------------+
 * </pre>
 *
 * Shared is how many bytes a term has in common with the one before in its block. The lists of a
 * block follow one another without gaps.
 */
public final class TextTermLayout {
  /** Number of terms in a block but the last one, as a power of two. */
  public static final int BLOCK_BITS = 5;

  /** Number of terms in a block but the last one. */
  public static final int BLOCK_TERMS = 1 << BLOCK_BITS;

  /** Bits of the length in the first byte of a name. */
  public static final int NIBBLE_BITS = 4;

  /** In half a byte: there is more. */
  public static final int NIBBLE_MORE = (1 << NIBBLE_BITS) - 1;

  private TextTermLayout() {}
}
