package dev.stela.internal.index.text;

import static dev.stela.internal.index.text.PackEncoder.WIDTH_BITS;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Unpacks what {@link PackEncoder} has packed. Stateless, for any thread. */
final class PackDecoder {
  private static final int MAX_BYTE_WIDTH = 8;
  private static final int MAX_SHORT_WIDTH = 16;
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private PackDecoder() {}

  /**
   * Unpacks numbers.
   *
   * @param target for 128 numbers; what follows the first {@code count} has no meaning afterwards
   * @return the offset behind the pack
   */
  static long decode(CheckedBytes bytes, long at, int count, int[] target) {
    int first = bytes.byteAt(at);
    int width = first & (1 << WIDTH_BITS) - 1;
    long packed = at + 1;
    long end = packed + (count * width + 7 >>> 3);
    // Up to 15 bytes behind the end are read too, and masked out; the file does not end so soon.
    MemorySegment memory = bytes.require(packed, end);
    if (width == 0) {
      Arrays.fill(target, 0, count, 0);
    } else if (width <= MAX_BYTE_WIDTH) {
      unpackBytes(memory, packed, count, width, target);
    } else if (width <= MAX_SHORT_WIDTH) {
      unpackShorts(memory, packed, count, width, target);
    } else {
      unpackInts(memory, packed, count, width, target);
    }
    for (int exceptions = first >>> WIDTH_BITS; exceptions > 0; exceptions--) {
      int index = bytes.byteAt(end++);
      if (index >= count) {
        throw bytes.damaged("an exception is not in its pack", end - 1, "up to " + count, index);
      }
      int shift = width;
      int read;
      do {
        read = bytes.byteAt(end++);
        target[index] |= (read & MORE - 1) << shift;
        shift += BITS;
      } while (read >= MORE);
    }
    return end;
  }

  /** Returns the offset behind a pack. */
  static long skip(CheckedBytes bytes, long at, int count) {
    int first = bytes.byteAt(at);
    long end = at + 1 + (count * (first & (1 << WIDTH_BITS) - 1) + 7 >>> 3);
    for (int exceptions = first >>> WIDTH_BITS; exceptions > 0; exceptions--) {
      end++;
      while (bytes.byteAt(end++) >= MORE) {
        // On to the last byte of the number.
      }
    }
    return end;
  }

  /** Eight numbers of up to 8 bits are in one word. */
  private static void unpackBytes(
      MemorySegment memory, long from, int count, int width, int[] target) {
    int mask = (1 << width) - 1;
    long at = from;
    for (int i = 0; i < count; i += 8) {
      long word = memory.get(CheckedBytes.LONG, at);
      target[i] = (int) word & mask;
      target[i + 1] = (int) (word >>> width) & mask;
      target[i + 2] = (int) (word >>> 2 * width) & mask;
      target[i + 3] = (int) (word >>> 3 * width) & mask;
      target[i + 4] = (int) (word >>> 4 * width) & mask;
      target[i + 5] = (int) (word >>> 5 * width) & mask;
      target[i + 6] = (int) (word >>> 6 * width) & mask;
      target[i + 7] = (int) (word >>> 7 * width) & mask;
      at += width;
    }
  }

  /** Four numbers of up to 16 bits are in one word, which may begin in the middle of a byte. */
  private static void unpackShorts(
      MemorySegment memory, long from, int count, int width, int[] target) {
    int mask = (1 << width) - 1;
    int upper = 4 * width >>> 3;
    int shift = 4 * width & 7;
    long at = from;
    for (int i = 0; i < count; i += 8) {
      long low = memory.get(CheckedBytes.LONG, at);
      long high = memory.get(CheckedBytes.LONG, at + upper) >>> shift;
      target[i] = (int) low & mask;
      target[i + 1] = (int) (low >>> width) & mask;
      target[i + 2] = (int) (low >>> 2 * width) & mask;
      target[i + 3] = (int) (low >>> 3 * width) & mask;
      target[i + 4] = (int) high & mask;
      target[i + 5] = (int) (high >>> width) & mask;
      target[i + 6] = (int) (high >>> 2 * width) & mask;
      target[i + 7] = (int) (high >>> 3 * width) & mask;
      at += width;
    }
  }

  private static void unpackInts(
      MemorySegment memory, long from, int count, int width, int[] target) {
    int mask = (1 << width) - 1;
    long bit = 0;
    for (int i = 0; i < count; i++) {
      target[i] = (int) (memory.get(CheckedBytes.LONG, from + (bit >>> 3)) >>> (bit & 7)) & mask;
      bit += width;
    }
  }
}
