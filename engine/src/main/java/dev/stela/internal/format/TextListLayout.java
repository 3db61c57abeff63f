package dev.stela.internal.format;

/**
 * The posting list of a term in a segment of the text index. Bytes follow on bytes: nothing in a
 * list is aligned. Documents are in blocks of 128, blocks in groups of 32. Stateless, for any
 * thread.
 *
 * <pre>
 *  up to 128 documents:
 *  +-----------------+------------------+-----------------------------------------------+
 *  | positions: packs| documents: a pack| frequencies: a pack, unless they are all 1    |
 *  +-----------------+------------------+-----------------------------------------------+
 *
 *  more:
 *  +--------------------------+-----+----------------------------------+------------+
 *  | group                    | ... | for each group: last document    | groups (4) |
 *  |                          |     | (4), where its directory is (8)  |            |
 *  +--------------------------+-----+----------------------------------+------------+
 *
 *  a group:
 *  +------------+-------------------+-----------+
 *  | positions  | blocks            | directory |
 *  +------------+-------------------+-----------+
 *
 *  a directory:
 *   0                4                6        8
 *  +----------------+----------------+--------+-------------------+
 *  | position bytes | document bytes | blocks | group impact bytes|
 *  +----------------+----------------+--------+-------------------+
 *  +----------------------+--------------------------+------------------------+
 *  | entry for each block | impacts of all the group | impacts for each block |
 *  +----------------------+--------------------------+------------------------+
 *
 *  an entry:
 *   0      4        6          8           12
 *  +------+--------+----------+-----------+
 *  | last | block  | impacts  | positions |   positions: only if the field has them
 *  +------+--------+----------+-----------+
 * </pre>
 *
 * A block is a pack of documents, each less the one before it less 1, and a pack of frequencies,
 * each less 1. Positions of a document are each less the one before it, in packs of 128, the last
 * one of a block shorter. Where something is counts from the beginning of what it is in: that of
 * the list for directories, of the blocks, impacts or positions of the group for entries.
 *
 * <p>Where they are close together, the documents of a block are bits instead, the first of which
 * stands for the number behind the last document before:
 *
 * <pre>
 *   0      1       2
 *  +------+-------+------------------+
 *  | 0xFF | words | words, 8 bytes   |
 *  |      |       | each             |
 *  +------+-------+------------------+
 * </pre>
 */
public final class TextListLayout {
  /** Offset of the length of the positions in a group. */
  public static final int POSITION_BYTES_OFFSET = 0;

  /** Offset of the length of the blocks in a group. */
  public static final int DOCUMENT_BYTES_OFFSET = POSITION_BYTES_OFFSET + Integer.BYTES;

  /** Offset of how many blocks a group has. */
  public static final int BLOCKS_OFFSET = DOCUMENT_BYTES_OFFSET + Short.BYTES;

  /** Offset of the length of the impacts of all the group. */
  public static final int GROUP_IMPACT_BYTES_OFFSET = BLOCKS_OFFSET + Short.BYTES;

  /** Offset of the entries in a directory. */
  public static final int ENTRIES_OFFSET = GROUP_IMPACT_BYTES_OFFSET + Short.BYTES;

  /** Where the block's last document is in an entry. */
  public static final int ENTRY_LAST = 0;

  /** Where an entry tells where the block is. */
  public static final int ENTRY_BLOCK = ENTRY_LAST + Integer.BYTES;

  /** Where an entry tells where the block's impacts are. */
  public static final int ENTRY_IMPACTS = ENTRY_BLOCK + Short.BYTES;

  /** Where an entry tells where the block's positions are. */
  public static final int ENTRY_POSITIONS = ENTRY_IMPACTS + Short.BYTES;

  /** Size of what a list tells of each group at its end. */
  public static final int GROUP_BYTES = Integer.BYTES + Long.BYTES;

  /** Instead of the first byte of a pack: the documents of a block are bits. */
  public static final int BITS = 0xFF;

  /** Offset of the words of 64 bits, behind how many there are. */
  public static final int BITS_WORDS = 2 * Byte.BYTES;

  /** Number of documents in a block. */
  public static final int BLOCK_DOCUMENTS = 128;

  /** Greatest number of blocks in a group. */
  public static final int GROUP_BLOCKS = 32;

  private TextListLayout() {}

  /** Returns the size of an entry. */
  public static int entryBytes(boolean positions) {
    return positions ? ENTRY_POSITIONS + Integer.BYTES : ENTRY_POSITIONS;
  }
}
