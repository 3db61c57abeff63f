package dev.stela.tools.dump;

import dev.stela.internal.format.FileHeaderLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Dumps a file that has no structure, such as the lock file, or none that is known here. Beside the
 * bytes stands what they are as characters.
 */
final class PlainDumper extends Dumper {
  private static final int ROW = 16;

  private final boolean headed;

  /** Creates the dumper of a file with or without the header of all Stela files. */
  PlainDumper(FileBytes file, DumpRange range, HexPrinter printer, boolean headed) {
    super(file, range, printer);
    this.headed = headed;
  }

  @Override
  long dump() throws IOException {
    long offset = 0;
    if (headed) {
      if (range.wants(0, FileHeaderLayout.SIZE)) {
        check(FileHeaderFields.print(fields(file.read(0, FileHeaderLayout.SIZE), 0, 0)));
      }
      offset = FileHeaderLayout.SIZE;
      line("");
    }
    offset = Math.max(offset, range.from() & -ROW);
    while (offset < file.size() && !isOver(offset)) {
      MemorySegment row = file.readUpTo(offset, ROW);
      fields(row, 0, offset).field(characters(row), 0, row.byteSize());
      offset += row.byteSize();
    }
    return offset;
  }

  private static String characters(MemorySegment row) {
    StringBuilder text = new StringBuilder("|");
    for (byte b : row.toArray(ValueLayout.JAVA_BYTE)) {
      text.append(b >= ' ' && b < 0x7F ? (char) b : '.');
    }
    return text.append('|').toString();
  }
}
