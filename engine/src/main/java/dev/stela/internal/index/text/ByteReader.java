package dev.stela.internal.index.text;

/** Reads numbers of variable length one after another. One thread. */
final class ByteReader {
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private final CheckedBytes bytes;
  private long at;

  ByteReader(CheckedBytes bytes, long at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Returns where the next byte is. */
  long at() {
    return at;
  }

  void at(long offset) {
    at = offset;
  }

  /** Reads a byte, unsigned. */
  int u8() {
    return bytes.byteAt(at++);
  }

  /** Reads a number of variable length. */
  long vlong() {
    int read = bytes.byteAt(at++);
    if (read < MORE) {
      return read;
    }
    long value = read & MORE - 1;
    for (int shift = BITS; shift < Long.SIZE; shift += BITS) {
      read = bytes.byteAt(at++);
      value |= (long) (read & MORE - 1) << shift;
      if (read < MORE) {
        return value;
      }
    }
    throw bytes.damaged("a number does not end in a text segment", at, "at most 10 bytes", "more");
  }

  /** Reads a number of variable length that is an int, not negative. */
  int vint() {
    long value = vlong();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw bytes.damaged(
          "a number is too great in a text segment", at, "up to " + Integer.MAX_VALUE, value);
    }
    return (int) value;
  }

  /** Reads bytes. */
  void copy(byte[] target, int index, int length) {
    bytes.copy(at, target, index, length);
    at += length;
  }
}
