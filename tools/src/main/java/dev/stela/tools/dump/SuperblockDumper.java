package dev.stela.tools.dump;

import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.SuperblockLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Dumps both slots of a superblock. */
final class SuperblockDumper extends Dumper {
  SuperblockDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  long dump() throws IOException {
    if (file.size() != (long) SuperblockLayout.SLOTS * SuperblockLayout.SIZE) {
      line("DAMAGED: the file is not as long as its two slots");
      damage();
    }
    long offset = 0;
    while (offset + SuperblockLayout.SIZE <= file.size() && !isOver(offset)) {
      if (range.wants(offset, SuperblockLayout.SIZE)) {
        slot(offset);
      }
      offset += SuperblockLayout.SIZE;
    }
    return offset;
  }

  private void slot(long offset) throws IOException {
    MemorySegment slot = file.read(offset, SuperblockLayout.SIZE);
    Fields fields = fields(slot, 0, offset);
    if (Fields.isZero(slot, 0, SuperblockLayout.SIZE)) {
      fields.title("slot, not written yet", 0);
      return;
    }
    check(FileHeaderFields.print(fields));
    fields.title("slot", SuperblockLayout.GENERATION_OFFSET);
    fields.int64("generation", SuperblockLayout.GENERATION_OFFSET);
    int state = SuperblockLayout.state(slot);
    fields.named("state", SuperblockLayout.STATE_OFFSET, Integer.BYTES, state, stateName(state));
    fields.zeros("gap", SuperblockLayout.GAP_OFFSET, Integer.BYTES);
    fields.int64("checkpointLsn", SuperblockLayout.CHECKPOINT_LSN_OFFSET);
    fields.time("checkpointTimestamp", SuperblockLayout.CHECKPOINT_TIMESTAMP_OFFSET);
    fields.int64("manifest", SuperblockLayout.MANIFEST_OFFSET);
    fields.int64("segmentBytes", SuperblockLayout.SEGMENT_BYTES_OFFSET);
    fields.zeros(
        "reserved",
        SuperblockLayout.RESERVED_OFFSET,
        SuperblockLayout.CRC_OFFSET - SuperblockLayout.RESERVED_OFFSET);
    check(
        fields.checksum(
            "crc",
            SuperblockLayout.CRC_OFFSET,
            Checksums.crc32c(slot, 0, SuperblockLayout.CRC_OFFSET)));
  }

  private static String stateName(int code) {
    return switch (code) {
      case 1 -> "CLEAN";
      case 2 -> "IN_USE";
      case 3 -> "BACKUP";
      default -> "UNKNOWN";
    };
  }
}
