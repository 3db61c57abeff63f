package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextSegmentLayout.PAGE_BITS;
import static dev.stela.internal.format.TextSegmentLayout.PAGE_BYTES;

import dev.stela.CorruptionException;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.Layouts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The bytes of a segment of the text index. Each page is compared with its checksum when something
 * in it is read for the first time, so that opening costs nothing, and nothing is believed
 * unchecked. Any thread.
 */
final class CheckedBytes {
  /** A word of eight bytes anywhere. */
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A number of four bytes anywhere. */
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Setting up a copy of many takes longer than copying so many one by one. */
  private static final int FEW_BYTES = 16;

  private final MemorySegment memory;
  private final Path path;
  private final long end;
  // Plain reads and writes: a page is immutable, so that at worst several threads check it.
  private final boolean[] checked;
  private volatile Runnable whenDamaged = () -> {};

  /**
   * Creates the bytes.
   *
   * @param memory the whole file
   * @param end the end of what pages cover; their checksums are there
   */
  CheckedBytes(MemorySegment memory, Path path, long end) {
    this.memory = memory;
    this.path = path;
    this.end = end;
    this.checked = new boolean[(int) (end + PAGE_BYTES - 1 >>> PAGE_BITS)];
  }

  /** Returns the bytes of the file, of which those in a range have been checked. */
  MemorySegment require(long from, long to) {
    if (from < 0 || to < from || to > end) {
      throw damaged("an offset leads out of a text segment", from, "up to " + end, to);
    }
    if (from < to) {
      int last = (int) (to - 1 >>> PAGE_BITS);
      for (int page = (int) (from >>> PAGE_BITS); page <= last; page++) {
        if (!checked[page]) {
          check(page);
        }
      }
    }
    return memory;
  }

  /** Returns the end of what can be read. */
  long end() {
    return end;
  }

  /** Has the page checked in which a byte is, and returns the end of it. */
  long requirePage(long at) {
    require(at);
    return Math.min((at >>> PAGE_BITS) + 1 << PAGE_BITS, end);
  }

  private void require(long at) {
    if (at < 0 || at >= end) {
      throw damaged("an offset leads out of a text segment", at, "less than " + end, at);
    }
    int page = (int) (at >>> PAGE_BITS);
    if (!checked[page]) {
      check(page);
    }
  }

  private void check(int page) {
    long from = (long) page << PAGE_BITS;
    long length = Math.min(PAGE_BYTES, end - from);
    int expected = memory.get(Layouts.INT, end + (long) page * Integer.BYTES);
    int actual = Checksums.crc32c(memory, from, length);
    if (expected != actual) {
      throw damaged(
          "checksum of a page of a text segment does not match",
          from,
          HexFormat.of().toHexDigits(expected),
          HexFormat.of().toHexDigits(actual));
    }
    checked[page] = true;
  }

  /** Returns a byte, unsigned. */
  int byteAt(long at) {
    require(at);
    return memory.get(Layouts.BYTE, at) & 0xFF;
  }

  /** Returns a number of two bytes, unsigned. */
  int shortAt(long at) {
    require(at, at + Short.BYTES);
    return memory.get(SHORT, at) & 0xFFFF;
  }

  /** Returns a number of four bytes. */
  int intAt(long at) {
    require(at, at + Integer.BYTES);
    return memory.get(INT, at);
  }

  /** Returns a number of eight bytes. */
  long longAt(long at) {
    require(at, at + Long.BYTES);
    return memory.get(LONG, at);
  }

  /** Copies bytes. */
  void copy(long from, byte[] target, int index, int length) {
    require(from, from + length);
    if (length <= FEW_BYTES) {
      for (int i = 0; i < length; i++) {
        target[index + i] = memory.get(Layouts.BYTE, from + i);
      }
    } else {
      MemorySegment.copy(memory, Layouts.BYTE, from, target, index, length);
    }
  }

  /** Has something done whenever damage is met, by whoever meets it. */
  void whenDamaged(Runnable action) {
    whenDamaged = action;
  }

  /** Returns the exception for damage in the file. */
  CorruptionException damaged(String what, long offset, Object expected, Object actual) {
    whenDamaged.run();
    return new CorruptionException(what, path, offset, expected, actual);
  }
}
