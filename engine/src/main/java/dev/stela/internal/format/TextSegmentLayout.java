package dev.stela.internal.format;

import java.lang.foreign.MemorySegment;

/**
 * A segment of the text index. Behind the file header come, in this order and each at a multiple of
 * 8: for each field its posting lists ({@link TextListLayout}) with runs of its term dictionary
 * ({@link TextTermLayout}) between them, the index over the dictionary and the lengths; columns
 * over documents; outer endings; then
 *
 * <pre>
 *  +-------------------------+----------------+----------+-----------------+-------------+
 *  | checksums of all pages  | fields, each   | prefixes | summary (112)   | file footer |
 *  | of 16 KiB before this   | a text field   |          |                 | (16)        |
 *  +-------------------------+----------------+----------+-----------------+-------------+
 *
 *  the summary:
 *   0           8          16         24          32        40        48       56      64
 *  +-----------+----------+----------+-----------+---------+---------+--------+-------+---------
 *  | first LSN | last LSN | base LSN | ordinals  | froms   | endings | order  | outer | pages
 *  +-----------+----------+----------+-----------+---------+---------+--------+-------+---------
 *  72               76             80          84       88           92             96
 *  +----------------+--------------+-----------+--------+------------+--------------+----------
 *  | first document | end document | documents | fields | from bytes | ending bytes | outer
 *  |                |              |           |        |            |              | endings
 *  +----------------+--------------+-----------+--------+------------+--------------+----------
 *  100             104         108     112
 *  +--------------+-----------+-------+
 *  | prefix bytes | table CRC | CRC   |
 *  +--------------+-----------+-------+
 * </pre>
 *
 * So a file can be written from its beginning to its end, and opening it reads its end only. The
 * table CRC covers fields and prefixes, the CRC what is before it in the summary. Stateless, for
 * any thread.
 */
public final class TextSegmentLayout {
  /** Offset of the first LSN of which the segment tells. */
  public static final int FIRST_LSN_OFFSET = 0;

  /** Offset of the last such LSN. */
  public static final int LAST_LSN_OFFSET = FIRST_LSN_OFFSET + Long.BYTES;

  /** Offset of the LSN from which those of documents are counted. */
  public static final int BASE_LSN_OFFSET = LAST_LSN_OFFSET + Long.BYTES;

  /** Offset of where the ordinals are, 4 bytes for each number of a document. */
  public static final int ORDINALS_OFFSET = BASE_LSN_OFFSET + Long.BYTES;

  /** Offset of where the LSNs are from which on documents stand. */
  public static final int FROMS_OFFSET = ORDINALS_OFFSET + Long.BYTES;

  /** Offset of where it is told when documents ended; 0 if none did. */
  public static final int ENDINGS_OFFSET = FROMS_OFFSET + Long.BYTES;

  /** Offset of where the documents are in the order of ordinals; 0 if they are so anyway. */
  public static final int ORDER_OFFSET = ENDINGS_OFFSET + Long.BYTES;

  /** Offset of where the endings of older documents are. */
  public static final int OUTER_OFFSET = ORDER_OFFSET + Long.BYTES;

  /** Offset of where the checksums of pages are, and of the end of what they cover. */
  public static final int PAGES_OFFSET = OUTER_OFFSET + Long.BYTES;

  /** Offset of the number of the first document. */
  public static final int FIRST_DOCUMENT_OFFSET = PAGES_OFFSET + Long.BYTES;

  /** Offset of the number behind the last one. */
  public static final int END_DOCUMENT_OFFSET = FIRST_DOCUMENT_OFFSET + Integer.BYTES;

  /** Offset of how many of these numbers have a document. */
  public static final int DOCUMENTS_OFFSET = END_DOCUMENT_OFFSET + Integer.BYTES;

  /** Offset of the number of fields. */
  public static final int FIELDS_OFFSET = DOCUMENTS_OFFSET + Integer.BYTES;

  /** Offset of the width of the LSNs of documents: 0, 1, 2, 4 or 8. */
  public static final int FROM_BYTES_OFFSET = FIELDS_OFFSET + Integer.BYTES;

  /** Offset of the width of endings. */
  public static final int ENDING_BYTES_OFFSET = FROM_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the number of endings of older documents. */
  public static final int OUTER_ENDINGS_OFFSET = ENDING_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the length of all prefixes; what follows is a multiple of 8 again. */
  public static final int PREFIX_BYTES_OFFSET = OUTER_ENDINGS_OFFSET + Integer.BYTES;

  /** Offset of the checksum of fields and prefixes. */
  public static final int TABLE_CRC_OFFSET = PREFIX_BYTES_OFFSET + Integer.BYTES;

  /** Offset of the checksum of the summary. */
  public static final int CRC_OFFSET = TABLE_CRC_OFFSET + Integer.BYTES;

  /** Size of the summary. */
  public static final int SIZE = CRC_OFFSET + Integer.BYTES;

  /** Pages of so many bytes, as a power of two, have a checksum each. */
  public static final int PAGE_BITS = 14;

  /** Size of a page. */
  public static final int PAGE_BYTES = 1 << PAGE_BITS;

  /** The ordinal of a number that has no document, or none any more. */
  public static final int NO_ORDINAL = -1;

  private TextSegmentLayout() {}

  /** Returns a number of eight bytes in a summary or in a text field. */
  public static long longAt(MemorySegment memory, long at) {
    return memory.get(Layouts.LONG, at);
  }

  /** Stores such a number. */
  public static void longAt(MemorySegment memory, long at, long value) {
    memory.set(Layouts.LONG, at, value);
  }

  /** Returns a number of four bytes. */
  public static int intAt(MemorySegment memory, long at) {
    return memory.get(Layouts.INT, at);
  }

  /** Stores such a number. */
  public static void intAt(MemorySegment memory, long at, int value) {
    memory.set(Layouts.INT, at, value);
  }
}
