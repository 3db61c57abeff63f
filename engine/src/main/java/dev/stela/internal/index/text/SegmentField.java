package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextFieldLayout.DOCUMENTS_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.ENDED_DOCUMENTS_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.ENDED_TOKENS_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.FIELD_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.FLAGS_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.FLAG_POSITIONS;
import static dev.stela.internal.format.TextFieldLayout.GREATEST_LENGTH_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.INDEX_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.LENGTHS_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.LENGTH_BYTES_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.LENGTH_ENTRIES_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.TERMS_OFFSET;
import static dev.stela.internal.format.TextFieldLayout.TOKENS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.intAt;
import static dev.stela.internal.format.TextSegmentLayout.longAt;
import static dev.stela.internal.format.TextTermLayout.BLOCK_BITS;
import static dev.stela.internal.format.TextTermLayout.BLOCK_TERMS;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A field in a segment of the text index. Any thread. */
final class SegmentField implements FieldPart {
  private final CheckedBytes bytes;
  private final int firstDocument;
  private final int number;
  private final boolean positions;
  private final FieldStatistics all;
  private final FieldStatistics ended;
  private final long terms;
  private final int blocks;
  private final long index;
  private final byte[] prefix;
  private final LengthColumn lengths;

  /**
   * Creates a field.
   *
   * @param table memory that has been checked, with the field at {@code at}
   * @param prefix what all terms begin with
   */
  SegmentField(CheckedBytes bytes, int firstDocument, MemorySegment table, long at, byte[] prefix) {
    this.bytes = bytes;
    this.firstDocument = firstDocument;
    this.prefix = prefix;
    number = intAt(table, at + FIELD_OFFSET);
    positions = (intAt(table, at + FLAGS_OFFSET) & FLAG_POSITIONS) != 0;
    all =
        new FieldStatistics(intAt(table, at + DOCUMENTS_OFFSET), longAt(table, at + TOKENS_OFFSET));
    ended =
        new FieldStatistics(
            intAt(table, at + ENDED_DOCUMENTS_OFFSET), longAt(table, at + ENDED_TOKENS_OFFSET));
    terms = longAt(table, at + TERMS_OFFSET);
    blocks = (int) (terms + BLOCK_TERMS - 1 >>> BLOCK_BITS);
    index = longAt(table, at + INDEX_OFFSET);
    lengths =
        new LengthColumn(
            bytes,
            longAt(table, at + LENGTHS_OFFSET),
            intAt(table, at + LENGTH_ENTRIES_OFFSET),
            intAt(table, at + LENGTH_BYTES_OFFSET),
            intAt(table, at + GREATEST_LENGTH_OFFSET));
  }

  @Override
  public int field() {
    return number;
  }

  @Override
  public boolean hasPositions() {
    return positions;
  }

  @Override
  public FieldStatistics statistics() {
    return all;
  }

  /** Returns the sums over those documents that had ended when the segment was made. */
  FieldStatistics ended() {
    return ended;
  }

  @Override
  public int length(int document) {
    return lengths.get(document - firstDocument);
  }

  @Override
  public void norms(int[] documents, int count, int[] norms) {
    lengths.norms(documents, count, firstDocument, norms);
  }

  @Override
  public TermPostings find(byte[] term, int length) {
    SegmentTerms scan = new SegmentTerms(this);
    return scan.seek(term, length) && scan.isAt(term, length) ? scan.postings() : null;
  }

  @Override
  public TermScan scan() {
    return new SegmentTerms(this);
  }

  CheckedBytes bytes() {
    return bytes;
  }

  int firstDocument() {
    return firstDocument;
  }

  /** Returns the number of terms. */
  long terms() {
    return terms;
  }

  /** Returns where a block of terms is. */
  long block(int block) {
    return bytes.longAt(index + ((long) blocks + block) * Long.BYTES);
  }

  private long key(int block) {
    return bytes.longAt(index + (long) block * Long.BYTES);
  }

  /**
   * Returns the last block whose first term is not greater than some bytes; -1 if there is none.
   */
  int blockOf(byte[] term, int length) {
    int common = Math.min(prefix.length, length);
    int order = Arrays.compareUnsigned(term, 0, common, prefix, 0, common);
    if (order != 0 || length < prefix.length) {
      return order > 0 ? blocks - 1 : -1;
    }
    long sought = key(term, prefix.length, length);
    int low = firstWithKey(sought, 0);
    if (low == blocks || key(low) != sought) {
      return low - 1;
    }
    // Among those with the same eight bytes, the whole first terms have to be compared.
    int high = sought == -1 ? blocks : firstWithKey(sought + 1, low);
    ByteReader reader = new ByteReader(bytes, 0);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareFirst(reader, middle, term, length) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private int firstWithKey(long sought, int from) {
    int low = from;
    int high = blocks;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(key(middle), sought) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int compareFirst(ByteReader reader, int block, byte[] term, int length) {
    int firstLength = SegmentTerms.firstName(reader, block(block));
    long at = reader.at();
    for (int i = 0; i < firstLength && i < length; i++) {
      int order = bytes.byteAt(at + i) - (term[i] & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return firstLength - length;
  }

  /** Returns up to eight bytes of a term, the first of them in the uppermost place. */
  static long key(byte[] term, int from, int length) {
    long key = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      key = key << Byte.SIZE | (from + i < length ? term[from + i] & 0xFF : 0);
    }
    return key;
  }
}
