package dev.stela.internal.index.text;

/**
 * How many tokens documents have in a field: one number for each document, or, of a field that few
 * have, one for each that has it. Any thread.
 */
final class LengthColumn {
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
