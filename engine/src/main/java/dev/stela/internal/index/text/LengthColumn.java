package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextSegmentLayout.PAGE_BYTES;

import dev.stela.internal.format.Layouts;
import java.lang.foreign.MemorySegment;

/**
 * How many tokens documents have in a field: one number for each document, or, of a field that few
 * have, one for each that has it. Any thread.
 */
final class LengthColumn {
  /** What lies between documents that are farther apart is not read, and need not be checked. */
  private static final int NEAR = 4 * PAGE_BYTES;

  private final CheckedBytes bytes;
  private final long offset;
  // 0 if there is a length for each document.
  private final int entries;
  private final int width;
  private final int greatest;
  private final NumberColumn lengths;

  LengthColumn(CheckedBytes bytes, long offset, int entries, int width, int greatest) {
    this.bytes = bytes;
    this.offset = offset;
    this.entries = entries;
    this.width = width;
    this.greatest = greatest;
    this.lengths = new NumberColumn(bytes, offset + (long) entries * Integer.BYTES, width);
  }

  /** Returns the length of a document by its place in the segment. */
  int get(int index) {
    if (entries > 0) {
      return find(index);
    }
    if (width == Byte.BYTES) {
      return bytes.byteAt(offset + index);
    }
    return width == 0 ? greatest : (int) lengths.get(index);
  }

  /**
   * Finds the norms of documents that have the field.
   *
   * @param documents ascending
   * @param first the document with the place 0
   */
  void norms(int[] documents, int count, int first, int[] norms) {
    if (count == 0
        || entries > 0
        || width != Byte.BYTES
        || documents[count - 1] - documents[0] >= NEAR) {
      for (int i = 0; i < count; i++) {
        norms[i] = Norms.encode(get(documents[i] - first));
      }
      return;
    }
    long zero = offset - first;
    MemorySegment memory =
        bytes.require(zero + documents[0], zero + documents[count - 1] + Byte.BYTES);
    for (int i = 0; i < count; i++) {
      norms[i] = Norms.encode(memory.get(Layouts.BYTE, zero + documents[i]) & 0xFF);
    }
  }

  private int find(int index) {
    int low = 0;
    int high = entries;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int found = bytes.intAt(offset + (long) middle * Integer.BYTES);
      if (found == index) {
        return width == 0 ? greatest : (int) lengths.get(middle);
      }
      if (found < index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 0;
  }
}
