package dev.stela.internal.index.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Packs up to 128 numbers that are not negative in as many bits each as serve most of them best;
 * the upper bits of up to seven greater ones, the exceptions, follow by themselves. One thread.
 */
final class PackEncoder {
  /** The greatest number of numbers in a pack. */
  static final int VALUES = 128;

  /** Bits of the width in the first byte; the number of exceptions is in the rest. */
  static final int WIDTH_BITS = 5;

  private static final int MAX_EXCEPTIONS = 7;
  private static final int BITS = 7;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int[] widths = new int[Integer.SIZE];
  // Room for the word of eight bytes that is stored last.
  private final byte[] packed = new byte[VALUES * Integer.BYTES + 2 * Long.BYTES];

  /** Packs the first {@code count} values. */
  void encode(int[] values, int count, ByteBuilder target) {
    encode(values, count, 0, target);
  }

  /**
   * Packs the first {@code count} values.
   *
   * @param extra how many bytes an exception has to save beyond its own, for the time it takes
   */
  void encode(int[] values, int count, int extra, ByteBuilder target) {
    int width = width(values, count, extra);
    int exceptions = 0;
    for (int i = 0; i < count; i++) {
      exceptions += values[i] >>> width != 0 ? 1 : 0;
    }
    target.u8(exceptions << WIDTH_BITS | width);
    pack(values, count, width);
    target.add(packed, 0, count * width + 7 >>> 3);
    for (int i = 0; exceptions > 0; i++) {
      if (values[i] >>> width != 0) {
        target.u8(i);
        target.vlong(values[i] >>> width);
        exceptions--;
      }
    }
  }

  private void pack(int[] values, int count, int width) {
    long mask = (1L << width) - 1;
    long pending = 0;
    int bits = 0;
    int at = 0;
    for (int i = 0; i < count; i++) {
      pending |= (values[i] & mask) << bits;
      bits += width;
      if (bits >= Integer.SIZE) {
        LONG.set(packed, at, pending);
        at += Integer.BYTES;
        pending >>>= Integer.SIZE;
        bits -= Integer.SIZE;
      }
    }
    LONG.set(packed, at, pending);
  }

  /** Returns the width with which the pack is smallest. */
  private int width(int[] values, int count, int extra) {
    Arrays.fill(widths, 0);
    int greatest = 0;
    for (int i = 0; i < count; i++) {
      int bits = Integer.SIZE - Integer.numberOfLeadingZeros(values[i]);
      widths[bits]++;
      greatest = Math.max(greatest, bits);
    }
    int best = greatest;
    int bestBytes = count * greatest + 7 >>> 3;
    int exceptions = 0;
    for (int width = greatest - 1; width >= 0; width--) {
      exceptions += widths[width + 1];
      if (exceptions > MAX_EXCEPTIONS) {
        break;
      }
      int bytes = (count * width + 7 >>> 3) + exceptions * extra + exceptionBytes(width, greatest);
      if (bytes < bestBytes) {
        bestBytes = bytes;
        best = width;
      }
    }
    return best;
  }

  private int exceptionBytes(int width, int greatest) {
    int bytes = 0;
    for (int bits = width + 1; bits <= greatest; bits++) {
      bytes += widths[bits] * (1 + (bits - width + BITS - 1) / BITS);
    }
    return bytes;
  }
}
