package dev.stela.tools.dump;

import dev.stela.internal.format.DefinitionLayout;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.RecordLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.tools.Text;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Dumps the definitions of a dictionary, extent by extent. */
final class DictionaryDumper extends Dumper {
  DictionaryDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  long dump() throws IOException {
    long offset = 0;
    for (long extent = 0; extent < file.size(); extent += Dictionary.EXTENT_BYTES) {
      if (isOver(extent)) {
        return offset;
      }
      offset = extent(extent);
    }
    return offset;
  }

  private long extent(long fileOffset) throws IOException {
    MemorySegment extent = file.readUpTo(fileOffset, Dictionary.EXTENT_BYTES);
    long at = 0;
    if (fileOffset == 0) {
      at = FileHeaderLayout.SIZE;
      if (range.wants(0, at)) {
        check(FileHeaderFields.print(fields(extent, 0, 0)));
      }
    }
    while (at + RecordLayout.ORDINAL_OFFSET <= extent.byteSize()) {
      int length = RecordLayout.length(extent, at);
      if (length < DefinitionLayout.TEXT_OFFSET || length > extent.byteSize() - at) {
        fields(extent, at, fileOffset)
            .note(
                "nothing more in this extent: %s bytes left"
                    .formatted(Text.count(extent.byteSize() - at)));
        return fileOffset + extent.byteSize();
      }
      if (isOver(fileOffset + at)) {
        return fileOffset + at;
      }
      if (range.wants(fileOffset + at, length)) {
        DefinitionFields.print(fields(extent, at, fileOffset));
      }
      at += length;
    }
    return fileOffset + at;
  }
}
