package dev.stela.internal.index.text;

/**
 * How long a text is, in one byte: exact up to 40 tokens, with four significant bits from there on,
 * rounded down. Monotone, so that of two norms the smaller one is that of the shorter text, or both
 * are the same. Stateless, for any thread.
 */
public final class Norms {
  /** How many norms there are. */
  public static final int COUNT = 256;

  private static final int EXACT = 24;
  private static final int MANTISSA_BITS = 3;
  private static final int[] LENGTHS = new int[COUNT];

  /** By the length, for those that most texts have. */
  private static final byte[] NORMS = new byte[1024];

  static {
    for (int norm = 0; norm < LENGTHS.length; norm++) {
      LENGTHS[norm] = norm < EXACT ? norm : EXACT + unpack(norm - EXACT);
    }
    for (int length = 0; length < NORMS.length; length++) {
      NORMS[length] = (byte) (length < EXACT ? length : EXACT + pack(length - EXACT));
    }
  }

  private Norms() {}

  /** Returns the norm of a length, 0 to 255. */
  public static int encode(int length) {
    return length < NORMS.length ? NORMS[length] & 0xFF : EXACT + pack(length - EXACT);
  }

  /** Returns the length that a norm stands for. */
  public static int decode(int norm) {
    return LENGTHS[norm];
  }

  /** A float of four significant bits, the first of them implied unless the number is small. */
  private static int pack(int value) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(value);
    if (bits <= MANTISSA_BITS) {
      return value;
    }
    int shift = bits - MANTISSA_BITS - 1;
    return (value >>> shift & (1 << MANTISSA_BITS) - 1) | shift + 1 << MANTISSA_BITS;
  }

  private static int unpack(int packed) {
    int shift = (packed >>> MANTISSA_BITS) - 1;
    int mantissa = packed & (1 << MANTISSA_BITS) - 1;
    long value = shift < 0 ? mantissa : (long) (mantissa | 1 << MANTISSA_BITS) << shift;
    return (int) Math.min(value, Integer.MAX_VALUE - EXACT);
  }
}
