package dev.stela.tools.dump;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** What the dumps of all kinds of files share: the file, the range, the printer. One thread. */
abstract class Dumper {
  final FileBytes file;
  final DumpRange range;
  private final HexPrinter printer;
  private boolean damaged;

  Dumper(FileBytes file, DumpRange range, HexPrinter printer) {
    this.file = file;
    this.range = range;
    this.printer = printer;
  }

  /** Dumps the range; returns the offset after what was dumped. */
  abstract long dump() throws IOException;

  /** Tells whether something dumped was not as it should be. */
  final boolean foundDamage() {
    return damaged;
  }

  /** Remembers that something is not as it should be. */
  final void damage() {
    damaged = true;
  }

  /** Remembers a check that failed. */
  final void check(boolean held) {
    damaged |= !held;
  }

  /** Tells whether a structure comes too late: out of the range, or after enough. */
  final boolean isOver(long offset) {
    return offset >= range.to() || printer.printed() >= range.most() || printer.isClosed();
  }

  final Fields fields(MemorySegment memory, long start, long fileOffset) {
    return new Fields(printer, memory, start, fileOffset, range.whole());
  }

  final void line(String text) {
    printer.line(text);
  }
}
