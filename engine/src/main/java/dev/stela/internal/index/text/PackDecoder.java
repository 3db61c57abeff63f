package dev.stela.internal.index.text;

import static dev.stela.internal.index.text.PackEncoder.WIDTH_BITS;

import dev.stela.internal.format.Layouts;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Unpacks what {@link PackEncoder} has packed. Stateless, for any thread. */
final class PackDecoder {
  private static final int MAX_BYTE_WIDTH = 8;
  private static final int MAX_SHORT_WIDTH = 16;
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  /** Seven exceptions, each an index and a number of up to 31 bits. */
  private static final int MAX_EXCEPTION_BYTES = 7 * 6;

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
    MemorySegment memory = require(bytes, packed, end);
    if (width == 0) {
      Arrays.fill(target, 0, count, 0);
    } else if (width <= MAX_BYTE_WIDTH) {
      unpackBytes(memory, packed, count, width, target);
    } else if (width <= MAX_SHORT_WIDTH) {
      unpackShorts(memory, packed, count, width, target);
    } else {
      unpackInts(memory, packed, count, width, target);
    }
    long next = end;
    for (int exceptions = first >>> WIDTH_BITS; exceptions > 0; exceptions--) {
      int index = memory.get(Layouts.BYTE, next++) & 0xFF;
      if (index >= count) {
        throw bytes.damaged("an exception is not in its pack", next - 1, "up to " + count, index);
      }
      int shift = width;
      int read;
      do {
        read = memory.get(Layouts.BYTE, next++);
        target[index] |= (read & MORE - 1) << shift;
        shift += BITS;
      } while (read < 0);
    }
    return requireEnd(bytes, next, end);
  }

  /** Has what a pack takes checked, with as many bytes as its exceptions take at most. */
  private static MemorySegment require(CheckedBytes bytes, long from, long end) {
    return bytes.require(from, Math.min(end + MAX_EXCEPTION_BYTES, bytes.end()));
  }

  private static long requireEnd(CheckedBytes bytes, long found, long end) {
    if (found > end + MAX_EXCEPTION_BYTES) {
      throw bytes.damaged(
          "exceptions of a pack are too long", end, "up to " + MAX_EXCEPTION_BYTES, found - end);
    }
    return found;
  }

  /**
   * Unpacks numbers that ascend, each packed as what it is more than the one before, less 1.
   *
   * @param before what the first one is counted from
   * @param target for 128 numbers, as for {@link #decode}
   * @return the offset behind the pack
   */
  static long decodeAscending(CheckedBytes bytes, long at, int count, int before, int[] target) {
    int width = bytes.byteAt(at);
    if (width > MAX_SHORT_WIDTH) {
      // Wide, or with exceptions, which are in the byte's upper bits.
      long end = decode(bytes, at, count, target);
      int number = before;
      for (int i = 0; i < count; i++) {
        number += target[i] + 1;
        target[i] = number;
      }
      return end;
    }
    long packed = at + 1;
    long end = packed + (count * width + 7 >>> 3);
    MemorySegment memory = bytes.require(packed, end);
    if (width == 0) {
      for (int i = 0; i < count; i++) {
        target[i] = before + 1 + i;
      }
    } else if (width <= MAX_BYTE_WIDTH) {
      sumBytes(memory, packed, count, width, before, target);
    } else {
      sumShorts(memory, packed, count, width, before, target);
    }
    return end;
  }

  /**
   * Unpacks some of the numbers, which takes less time as long as they are few.
   *
   * @param from the index of the first one
   * @param to behind the last one
   * @param target where they are put from its beginning on
   */
  static void decodeSome(CheckedBytes bytes, long at, int count, int from, int to, int[] target) {
    int first = bytes.byteAt(at);
    int width = first & (1 << WIDTH_BITS) - 1;
    long packed = at + 1;
    long end = packed + (count * width + 7 >>> 3);
    MemorySegment memory = require(bytes, packed, end);
    long mask = (1L << width) - 1;
    int bit = from * width;
    for (int i = 0; i < to - from; i++) {
      target[i] = (int) (memory.get(CheckedBytes.LONG, packed + (bit >>> 3)) >>> (bit & 7) & mask);
      bit += width;
    }
    long next = end;
    for (int exceptions = first >>> WIDTH_BITS; exceptions > 0; exceptions--) {
      int index = memory.get(Layouts.BYTE, next++) & 0xFF;
      if (index >= to) {
        break;
      }
      int shift = width;
      int read;
      do {
        read = memory.get(Layouts.BYTE, next++);
        if (index >= from) {
          target[index - from] |= (read & MORE - 1) << shift;
        }
        shift += BITS;
      } while (read < 0);
    }
    requireEnd(bytes, next, end);
  }

  /** Returns the offset behind a pack. */
  static long skip(CheckedBytes bytes, long at, int count) {
    int first = bytes.byteAt(at);
    long end = at + 1 + (count * (first & (1 << WIDTH_BITS) - 1) + 7 >>> 3);
    int exceptions = first >>> WIDTH_BITS;
    if (exceptions == 0) {
      return end;
    }
    MemorySegment memory = require(bytes, end, end);
    long next = end;
    for (; exceptions > 0; exceptions--) {
      next++;
      while (memory.get(Layouts.BYTE, next++) < 0) {
        // On to the last byte of the number.
      }
    }
    return requireEnd(bytes, next, end);
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

  /** The sums of eight do not wait for those of the eight before. */
  private static void sumBytes(
      MemorySegment memory, long from, int count, int width, int before, int[] target) {
    int mask = (1 << width) - 1;
    long at = from;
    int base = before;
    for (int i = 0; i < count; i += 8) {
      long word = memory.get(CheckedBytes.LONG, at);
      int s1 = ((int) word & mask) + 1;
      int s2 = s1 + ((int) (word >>> width) & mask) + 1;
      int s3 = s2 + ((int) (word >>> 2 * width) & mask) + 1;
      int s4 = s3 + ((int) (word >>> 3 * width) & mask) + 1;
      int s5 = s4 + ((int) (word >>> 4 * width) & mask) + 1;
      int s6 = s5 + ((int) (word >>> 5 * width) & mask) + 1;
      int s7 = s6 + ((int) (word >>> 6 * width) & mask) + 1;
      int s8 = s7 + ((int) (word >>> 7 * width) & mask) + 1;
      target[i] = base + s1;
      target[i + 1] = base + s2;
      target[i + 2] = base + s3;
      target[i + 3] = base + s4;
      target[i + 4] = base + s5;
      target[i + 5] = base + s6;
      target[i + 6] = base + s7;
      target[i + 7] = base + s8;
      base += s8;
      at += width;
    }
  }

  /** As {@link #unpackShorts}, with the sums. */
  private static void sumShorts(
      MemorySegment memory, long from, int count, int width, int before, int[] target) {
    int mask = (1 << width) - 1;
    int upper = 4 * width >>> 3;
    int shift = 4 * width & 7;
    long at = from;
    int base = before;
    for (int i = 0; i < count; i += 8) {
      long low = memory.get(CheckedBytes.LONG, at);
      long high = memory.get(CheckedBytes.LONG, at + upper) >>> shift;
      int s1 = ((int) low & mask) + 1;
      int s2 = s1 + ((int) (low >>> width) & mask) + 1;
      int s3 = s2 + ((int) (low >>> 2 * width) & mask) + 1;
      int s4 = s3 + ((int) (low >>> 3 * width) & mask) + 1;
      int s5 = s4 + ((int) high & mask) + 1;
      int s6 = s5 + ((int) (high >>> width) & mask) + 1;
      int s7 = s6 + ((int) (high >>> 2 * width) & mask) + 1;
      int s8 = s7 + ((int) (high >>> 3 * width) & mask) + 1;
      target[i] = base + s1;
      target[i + 1] = base + s2;
      target[i + 2] = base + s3;
      target[i + 3] = base + s4;
      target[i + 4] = base + s5;
      target[i + 5] = base + s6;
      target[i + 6] = base + s7;
      target[i + 7] = base + s8;
      base += s8;
      at += width;
    }
  }
}
