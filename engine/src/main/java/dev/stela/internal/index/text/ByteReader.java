package dev.stela.internal.index.text;

import dev.stela.internal.format.Layouts;
import java.lang.foreign.MemorySegment;

/** Reads numbers of variable length one after another. One thread. */
final class ByteReader {
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private final CheckedBytes bytes;
  private final MemorySegment memory;
  private long at;
  // What is between has been checked: mostly the page where the last byte was.
  private long checkedFrom;
  private long checkedTo;

  ByteReader(CheckedBytes bytes, long at) {
    this.bytes = bytes;
    this.memory = bytes.require(0, 0);
    this.at = at;
  }

  /** Returns where the next byte is. */
  long at() {
    return at;
  }

  void at(long offset) {
    at = offset;
    if (offset < checkedFrom) {
      checkedTo = offset;
    }
  }

  /** Reads a byte, unsigned. */
  int u8() {
    if (at >= checkedTo) {
      checkedTo = bytes.requirePage(at);
      checkedFrom = at;
    }
    return memory.get(Layouts.BYTE, at++) & 0xFF;
  }

  /** Reads a number of variable length. */
  long vlong() {
    int read = u8();
    if (read < MORE) {
      return read;
    }
    long value = read & MORE - 1;
    for (int shift = BITS; shift < Long.SIZE; shift += BITS) {
      read = u8();
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
