package dev.stela.tools.dump;

import dev.stela.internal.format.Layouts;
import dev.stela.internal.format.Timestamps;
import dev.stela.tools.Text;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Prints the fields of one structure: each method prints the bytes of a field with its name and its
 * value, and returns the value. Offsets count from the structure's start. One thread.
 */
final class Fields {
  private static final int LONG_FIELD = 128;
  private static final int TEXT_EXCERPT = 60;

  private final HexPrinter printer;
  private final MemorySegment memory;
  private final long start;
  private final long fileOffset;
  private final boolean whole;

  /**
   * Describes a structure.
   *
   * @param memory holds the structure at {@code start}
   * @param fileOffset where {@code memory} begins in the file
   * @param whole whether long fields are printed to their end
   */
  Fields(HexPrinter printer, MemorySegment memory, long start, long fileOffset, boolean whole) {
    this.printer = printer;
    this.memory = memory;
    this.start = start;
    this.fileOffset = fileOffset;
    this.whole = whole;
  }

  /** Returns the fields of another structure in the same memory. */
  Fields at(long otherStart) {
    return new Fields(printer, memory, otherStart, fileOffset, whole);
  }

  MemorySegment memory() {
    return memory;
  }

  long start() {
    return start;
  }

  /** Prints what begins at an offset. */
  void title(String text, long offset) {
    printer.line("");
    printer.line("%08x %s".formatted(fileOffset + start + offset, text));
  }

  void note(String text) {
    printer.line("         " + text);
  }

  int int8(String name, long offset) {
    int value = Byte.toUnsignedInt(memory.get(Layouts.BYTE, start + offset));
    return show(name, offset, Byte.BYTES, value);
  }

  int int16(String name, long offset) {
    int value = Short.toUnsignedInt(memory.get(Layouts.SHORT, start + offset));
    return show(name, offset, Short.BYTES, value);
  }

  int int32(String name, long offset) {
    return show(name, offset, Integer.BYTES, memory.get(Layouts.INT, start + offset));
  }

  long int64(String name, long offset) {
    long value = memory.get(Layouts.LONG, start + offset);
    field(name + " = " + value, offset, Long.BYTES);
    return value;
  }

  /** A number together with what it stands for. */
  void named(String name, long offset, int bytes, long value, String meaning) {
    field(name + " = " + value + " " + meaning, offset, bytes);
  }

  int hex32(String name, long offset, String remark) {
    int value = memory.get(Layouts.INT, start + offset);
    field(name + " = 0x" + HexFormat.of().toHexDigits(value) + remark, offset, Integer.BYTES);
    return value;
  }

  void hex64(String name, long offset, String remark) {
    long value = memory.get(Layouts.LONG, start + offset);
    field(name + " = 0x" + HexFormat.of().toHexDigits(value) + remark, offset, Long.BYTES);
  }

  /** A checksum, with what it should be. */
  boolean checksum(String name, long offset, int expected) {
    int value = memory.get(Layouts.INT, start + offset);
    boolean matches = value == expected;
    hex32(
        name,
        offset,
        matches ? " ok" : " DAMAGED, computed 0x" + HexFormat.of().toHexDigits(expected));
    return matches;
  }

  void time(String name, long offset) {
    long nanos = memory.get(Layouts.LONG, start + offset);
    field(name + " = " + nanos + " " + instant(nanos), offset, Long.BYTES);
  }

  void uuid(String name, long offset) {
    UUID uuid =
        new UUID(
            memory.get(Layouts.LONG, start + offset),
            memory.get(Layouts.LONG, start + offset + Long.BYTES));
    field(name + " = " + uuid, offset, 2 * Long.BYTES);
  }

  void text(String name, long offset, long length) {
    if (length > 0) {
      byte[] bytes =
          memory
              .asSlice(start + offset, Math.min(length, Integer.MAX_VALUE - 8))
              .toArray(ValueLayout.JAVA_BYTE);
      String text = new String(bytes, StandardCharsets.UTF_8);
      field(name + " = " + Text.excerpt(text, TEXT_EXCERPT), offset, length);
    }
  }

  /** Bytes that should be zero; many zeros are told, not shown. */
  void zeros(String name, long offset, long length) {
    if (length <= 0) {
      return;
    }
    boolean zero = isZero(memory, start + offset, length);
    if (!zero || length <= Long.BYTES) {
      field(name + (zero ? "" : " NOT ZERO"), offset, length);
    } else {
      note(name + ": " + Text.count(length) + " bytes of zero");
    }
  }

  void field(String annotation, long offset, long length) {
    long shown = whole ? length : Math.min(length, LONG_FIELD);
    if (shown > 0) {
      printer.bytes(fileOffset + start + offset, memory, start + offset, shown, annotation);
    }
    if (shown < length) {
      note("... " + Text.count(length - shown) + " bytes more, --all shows them");
    }
  }

  static boolean isZero(MemorySegment memory, long offset, long length) {
    for (long i = offset; i < offset + length; i++) {
      if (memory.get(ValueLayout.JAVA_BYTE, i) != 0) {
        return false;
      }
    }
    return true;
  }

  private int show(String name, long offset, int bytes, int value) {
    field(name + " = " + value, offset, bytes);
    return value;
  }

  private static String instant(long nanos) {
    return nanos == 0 ? "(none)" : Timestamps.instant(nanos).toString();
  }
}
