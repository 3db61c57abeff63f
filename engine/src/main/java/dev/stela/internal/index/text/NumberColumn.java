package dev.stela.internal.index.text;

/** Numbers of equal width, one after another; those of width 0 are all 0. Any thread. */
final class NumberColumn {
  private final CheckedBytes bytes;
  private final long offset;
  private final int width;

  NumberColumn(CheckedBytes bytes, long offset, int width) {
    this.bytes = bytes;
    this.offset = offset;
    this.width = width;
  }

  /** Returns the least of the widths in which a number fits that is not negative. */
  static int widthOf(long greatest) {
    if (greatest == 0) {
      return 0;
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(greatest);
    return bits <= Byte.SIZE ? 1 : bits <= Short.SIZE ? 2 : bits <= Integer.SIZE ? 4 : 8;
  }

  /** Returns a number, unsigned unless it takes eight bytes. */
  long get(int index) {
    return switch (width) {
      case 0 -> 0;
      case 1 -> bytes.byteAt(offset + index);
      case 2 -> bytes.shortAt(offset + 2L * index);
      case 4 -> Integer.toUnsignedLong(bytes.intAt(offset + 4L * index));
      default -> bytes.longAt(offset + 8L * index);
    };
  }
}
