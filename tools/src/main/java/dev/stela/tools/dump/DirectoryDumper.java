package dev.stela.tools.dump;

import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.DirectoryLayout;
import dev.stela.internal.format.IndexEntryLayout;
import dev.stela.internal.format.Layouts;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Dumps a directory's header, its buckets, and of their slots those that hold an entry. */
final class DirectoryDumper extends Dumper {
  private boolean sealed;

  DirectoryDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  long dump() throws IOException {
    MemorySegment first = file.readUpTo(0, BucketLayout.BYTES);
    if (first.byteSize() < BucketLayout.BYTES) {
      line("DAMAGED: the file is shorter than its first block");
      damage();
      return file.size();
    }
    sealed = DirectoryLayout.state(first) == DirectoryLayout.SEALED;
    if (range.wants(0, BucketLayout.BYTES)) {
      header(fields(first, 0, 0));
    }
    long offset = Math.max(BucketLayout.BYTES, range.from() & -BucketLayout.BYTES);
    while (offset + BucketLayout.BYTES <= file.size() && !isOver(offset)) {
      bucket(offset);
      offset += BucketLayout.BYTES;
    }
    return offset;
  }

  private void header(Fields fields) {
    check(FileHeaderFields.print(fields));
    fields.title("seal", DirectoryLayout.SEAL_OFFSET);
    long state = DirectoryLayout.state(fields.memory());
    fields.hex64(
        "state",
        DirectoryLayout.STATE_OFFSET,
        state == DirectoryLayout.SEALED
            ? " SEALED"
            : state == DirectoryLayout.OPEN ? " OPEN, so the rest says nothing" : " UNKNOWN");
    fields.int64("lsn", DirectoryLayout.LSN_OFFSET);
    fields.int64("entries", DirectoryLayout.ENTRIES_OFFSET);
    fields.int32("blocks", DirectoryLayout.BLOCKS_OFFSET);
    fields.hex32("mapCrc", DirectoryLayout.MAP_CRC_OFFSET, "");
    if (sealed) {
      check(
          fields.checksum(
              "sealCrc",
              DirectoryLayout.SEAL_CRC_OFFSET,
              crc(fields.memory(), DirectoryLayout.LSN_OFFSET, DirectoryLayout.SEAL_CRC_OFFSET)));
    } else {
      fields.hex32("sealCrc", DirectoryLayout.SEAL_CRC_OFFSET, "");
    }
    fields.zeros(
        "reserved",
        DirectoryLayout.SEAL_END_OFFSET,
        DirectoryLayout.TABLE_OFFSET - (long) DirectoryLayout.SEAL_END_OFFSET);
    table(fields, 0);
  }

  /** Says which buckets are in force. */
  private static void table(Fields fields, int first) {
    fields.title("table of the blocks from " + first, 0);
    for (int block = first; block < first + DirectoryLayout.TABLE_BLOCKS; block++) {
      long at = DirectoryLayout.entryOffset(block);
      int entry = DirectoryLayout.entry(fields.memory(), at);
      if (entry != DirectoryLayout.NOT_IN_FORCE) {
        fields.hex32(
            "block " + block,
            at,
            " shard %d depth %d prefix 0x%x"
                .formatted(
                    DirectoryLayout.shardOf(entry),
                    DirectoryLayout.depthOf(entry),
                    DirectoryLayout.prefixOf(entry)));
      }
    }
  }

  private void bucket(long offset) throws IOException {
    MemorySegment block = file.read(offset, BucketLayout.BYTES);
    Fields fields = fields(block, 0, offset);
    int number = (int) (offset / BucketLayout.BYTES);
    if (DirectoryLayout.holdsTable(number)) {
      table(fields, number);
      return;
    }
    if (BucketLayout.magic(block, 0) != BucketLayout.MAGIC) {
      boolean zero = Fields.isZero(block, 0, BucketLayout.BYTES);
      fields.title(zero ? "block, never used" : "block WITHOUT A BUCKET'S MAGIC", 0);
      check(zero);
      return;
    }
    if (range.wants(offset, BucketLayout.HEADER_BYTES)) {
      bucketHeader(fields);
    }
    int empty = 0;
    for (int slot = 0; slot < BucketLayout.SLOTS; slot++) {
      long at = BucketLayout.slotOffset(slot);
      if (IndexEntryLayout.flags(block, at) == 0) {
        empty++;
      } else if (range.wants(offset + at, IndexEntryLayout.BYTES) && !isOver(offset + at)) {
        slot(fields.at(at), slot);
      }
    }
    fields.note(empty + " of " + BucketLayout.SLOTS + " slots are empty");
  }

  private void bucketHeader(Fields fields) {
    fields.title("bucket", 0);
    fields.field("magic", BucketLayout.MAGIC_OFFSET, Integer.BYTES);
    fields.int32("block", BucketLayout.BLOCK_OFFSET);
    fields.int64("generation", BucketLayout.GENERATION_OFFSET);
    fields.int32("shard", BucketLayout.SHARD_OFFSET);
    fields.int32("depth", BucketLayout.DEPTH_OFFSET);
    fields.int32("prefix", BucketLayout.PREFIX_OFFSET);
    fields.int32("count", BucketLayout.COUNT_OFFSET);
    fields.zeros("reserved", BucketLayout.RESERVED_OFFSET, BucketLayout.RESERVED_BYTES);
    if (sealed) {
      check(
          fields.checksum(
              "crc", BucketLayout.CRC_OFFSET, crc(fields.memory(), 0, BucketLayout.CRC_OFFSET)));
    } else {
      fields.hex32("crc", BucketLayout.CRC_OFFSET, " not valid, the directory is not sealed");
    }
  }

  /** Returns the checksum of a block from {@code from} on, with the field of it taken as zero. */
  private static int crc(MemorySegment block, long from, long field) {
    MemorySegment copy = MemorySegment.ofArray(new long[BucketLayout.BYTES / Long.BYTES]);
    copy.copyFrom(block);
    copy.set(Layouts.INT, field, 0);
    return Checksums.crc32c(copy, from, BucketLayout.BYTES - from);
  }

  private static void slot(Fields fields, int slot) {
    MemorySegment block = fields.memory();
    fields.title("slot " + slot, 0);
    fields.int64("version", IndexEntryLayout.VERSION_OFFSET);
    fields.uuid("id", IndexEntryLayout.ID_HIGH_OFFSET);
    long location = IndexEntryLayout.location(block, fields.start());
    fields.hex64(
        "location",
        IndexEntryLayout.LOCATION_OFFSET,
        " segment %d offset 0x%x"
            .formatted(
                IndexEntryLayout.segmentNumber(location), IndexEntryLayout.offset(location)));
    fields.int64("lsn", IndexEntryLayout.LSN_OFFSET);
    fields.int32("ordinal", IndexEntryLayout.ORDINAL_OFFSET);
    fields.int32("length", IndexEntryLayout.LENGTH_OFFSET);
    int flags = IndexEntryLayout.flags(block, fields.start());
    fields.named("flags", IndexEntryLayout.FLAGS_OFFSET, Integer.BYTES, flags, flagNames(flags));
    fields.zeros(
        "reserved",
        IndexEntryLayout.RESERVED_INT_OFFSET,
        IndexEntryLayout.BYTES - (long) IndexEntryLayout.RESERVED_INT_OFFSET);
  }

  private static String flagNames(int flags) {
    StringBuilder names = new StringBuilder();
    append(names, flags, IndexEntryLayout.USED, "USED");
    append(names, flags, IndexEntryLayout.DELETED, "DELETED");
    append(names, flags, IndexEntryLayout.NAMED, "NAMED");
    append(names, flags, IndexEntryLayout.ARCHIVED, "ARCHIVED");
    append(names, flags, IndexEntryLayout.PURGED, "PURGED");
    append(names, flags, IndexEntryLayout.REUSED, "REUSED");
    append(names, flags, ~IndexEntryLayout.KNOWN_FLAGS, "UNKNOWN");
    return names.toString();
  }

  private static void append(StringBuilder names, int flags, int flag, String name) {
    if ((flags & flag) != 0) {
      names.append(names.isEmpty() ? "" : "|").append(name);
    }
  }
}
