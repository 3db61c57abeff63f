package dev.stela.tools.dump;

import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.storage.CheckedExtents;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * What the dumps of the indexes' files share: extents full of structures after the file header,
 * none of which crosses the end of an extent, and zeros where nothing is. One thread.
 */
abstract class ExtentsDumper extends Dumper {
  private static final int EXTENT_BYTES = CheckedExtents.EXTENT_BYTES;

  ExtentsDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  /**
   * Returns the length of the structure at an offset of an extent; 0 if there is none, for which
   * its first bytes must be zero.
   */
  abstract int length(MemorySegment extent, long at);

  /** Returns what nothing is shorter than, and every structure begins at a multiple of. */
  abstract int unit();

  /** Prints a structure that begins at the fields' start. */
  abstract void print(Fields fields, long fileOffset);

  @Override
  final long dump() throws IOException {
    long offset = Math.max(0, range.from() / EXTENT_BYTES * EXTENT_BYTES);
    while (offset < file.size() && !isOver(offset)) {
      long end = extent(offset);
      if (end < Math.min(file.size(), offset + EXTENT_BYTES)) {
        return end;
      }
      offset = end;
    }
    return offset;
  }

  /** Dumps an extent; returns where that ended. */
  private long extent(long fileOffset) throws IOException {
    MemorySegment extent = file.readUpTo(fileOffset, EXTENT_BYTES);
    long size = extent.byteSize();
    long at = 0;
    if (fileOffset == 0) {
      at = FileHeaderLayout.SIZE;
      if (range.wants(0, at)) {
        check(FileHeaderFields.print(fields(extent, 0, 0)));
      }
    }
    long empty = 0;
    while (at + unit() <= size) {
      if (isOver(fileOffset + at)) {
        return fileOffset + at;
      }
      int length = length(extent, at);
      if (length == 0) {
        empty += unit();
        at += unit();
        continue;
      }
      note(extent, fileOffset, at - empty, empty);
      empty = 0;
      if (length < 0 || at + length > size) {
        fields(extent, at, fileOffset).title("WHAT IS HERE IS NOT WHAT BELONGS HERE", 0);
        fields(extent, at, fileOffset).field("DAMAGED", 0, unit());
        damage();
        at += unit();
        continue;
      }
      if (range.wants(fileOffset + at, length)) {
        print(fields(extent, at, fileOffset), fileOffset + at);
      }
      at += length;
    }
    note(extent, fileOffset, at - empty, empty + size - at);
    return fileOffset + size;
  }

  private void note(MemorySegment extent, long fileOffset, long at, long empty) {
    if (empty > 0 && range.wants(fileOffset + at, empty)) {
      line("");
      fields(extent, at, fileOffset).zeros("nothing", 0, empty);
    }
  }
}
