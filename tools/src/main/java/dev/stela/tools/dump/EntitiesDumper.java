package dev.stela.tools.dump;

import dev.stela.internal.format.EntityRowLayout;
import dev.stela.internal.format.FileHeaderLayout;
import java.lang.foreign.MemorySegment;

/** Dumps the rows of an entity table. One thread. */
final class EntitiesDumper extends ExtentsDumper {
  EntitiesDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  int unit() {
    return EntityRowLayout.SIZE;
  }

  @Override
  int length(MemorySegment extent, long at) {
    return Fields.isZero(extent, at, EntityRowLayout.SIZE) ? 0 : EntityRowLayout.SIZE;
  }

  @Override
  void print(Fields fields, long fileOffset) {
    fields.title("row " + (fileOffset - FileHeaderLayout.SIZE) / EntityRowLayout.SIZE, 0);
    fields.uuid("id", EntityRowLayout.ID_HIGH_OFFSET);
    fields.int64("createdLsn", EntityRowLayout.CREATED_LSN_OFFSET);
    fields.int64("updatedLsn", EntityRowLayout.UPDATED_LSN_OFFSET);
  }
}
