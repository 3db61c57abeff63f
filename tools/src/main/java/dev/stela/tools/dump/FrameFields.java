package dev.stela.tools.dump;

import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.ChunkLayout;
import dev.stela.internal.format.FrameLayout;
import dev.stela.internal.format.PurgeLayout;
import dev.stela.internal.format.RecordLayout;
import java.lang.foreign.MemorySegment;

/** Prints a frame of the log with its records. */
final class FrameFields {
  private FrameFields() {}

  /** Prints the frame that the memory of the fields is. */
  static void print(Fields fields, int salt) {
    MemorySegment frame = fields.memory();
    int kind = FrameLayout.kind(frame, 0);
    fields.title("frame " + kindName(kind), 0);
    boolean sound = checksum(fields, salt);
    fields.int32("length", FrameLayout.LENGTH_OFFSET);
    fields.int64("lsn", FrameLayout.LSN_OFFSET);
    fields.time("timestamp", FrameLayout.TIMESTAMP_OFFSET);
    fields.int64("durableLsn", FrameLayout.DURABLE_LSN_OFFSET);
    int records = fields.int32("records", FrameLayout.RECORDS_OFFSET);
    fields.named("kind", FrameLayout.KIND_OFFSET, Byte.BYTES, kind, kindName(kind));
    fields.zeros(
        "reserved", FrameLayout.RESERVED_OFFSET, FrameLayout.SIZE - FrameLayout.RESERVED_OFFSET);
    if (!sound) {
      // Whatever the records say, following it could lead anywhere.
      fields.note("records are not decoded: the frame is torn or damaged");
      return;
    }
    records(fields, records);
  }

  private static void records(Fields fields, int records) {
    MemorySegment frame = fields.memory();
    long at = FrameLayout.SIZE;
    for (int i = 0; i < records && at < frame.byteSize(); i++) {
      Fields record = fields.at(at);
      switch (RecordLayout.kind(frame, at)) {
        case RecordLayout.KIND_ENTITY -> RecordFields.print(record);
        case RecordLayout.KIND_TAG, RecordLayout.KIND_FIELD -> DefinitionFields.print(record);
        case RecordLayout.KIND_CHUNK -> chunk(record);
        case RecordLayout.KIND_PURGE -> purge(record);
        case RecordLayout.KIND_LOAD -> LoadFields.print(record);
        default -> record.title("record of unknown kind " + RecordLayout.kind(frame, at), 0);
      }
      at += RecordLayout.length(frame, at);
    }
    fields.zeros("padding", at, frame.byteSize() - at);
  }

  private static void chunk(Fields fields) {
    fields.title("chunk of content", 0);
    int length = fields.int32("length", RecordLayout.LENGTH_OFFSET);
    fields.int8("kind", RecordLayout.KIND_OFFSET);
    fields.zeros("flags", RecordLayout.FLAGS_OFFSET, Byte.BYTES + Short.BYTES);
    fields.int32("index", ChunkLayout.INDEX_OFFSET);
    int bytes = fields.int32("dataBytes", ChunkLayout.DATA_BYTES_OFFSET);
    fields.field("data", ChunkLayout.DATA_OFFSET, bytes);
    long end = ChunkLayout.DATA_OFFSET + (long) bytes;
    fields.zeros("padding", end, length - end);
  }

  private static void purge(Fields fields) {
    fields.title("purge of an entity", 0);
    fields.int32("length", RecordLayout.LENGTH_OFFSET);
    fields.int8("kind", RecordLayout.KIND_OFFSET);
    int flags = RecordLayout.flags(fields.memory(), fields.start());
    fields.named(
        "flags",
        RecordLayout.FLAGS_OFFSET,
        Byte.BYTES,
        flags,
        (flags & RecordLayout.FLAG_DELETED) != 0
            ? "DELETED"
            : (flags & RecordLayout.FLAG_ARCHIVED) != 0 ? "ARCHIVED" : "");
    fields.zeros("bytes", RecordLayout.BYTES_OFFSET, Short.BYTES);
    fields.int32("ordinal", RecordLayout.ORDINAL_OFFSET);
    fields.zeros(
        "reserved",
        PurgeLayout.RESERVED_INT_OFFSET,
        PurgeLayout.SIZE - (long) PurgeLayout.RESERVED_INT_OFFSET);
  }

  private static boolean checksum(Fields fields, int salt) {
    MemorySegment frame = fields.memory();
    int stored = FrameLayout.crc(frame, 0);
    FrameLayout.crc(frame, 0, salt);
    int computed = Checksums.crc32c(frame, 0, frame.byteSize());
    FrameLayout.crc(frame, 0, stored);
    boolean sound = stored == computed;
    fields.hex32("crc", FrameLayout.CRC_OFFSET, sound ? " ok" : " DOES NOT MATCH");
    return sound;
  }

  private static String kindName(int kind) {
    return switch (kind) {
      case FrameLayout.KIND_COMMIT -> "COMMIT";
      case FrameLayout.KIND_CHUNK -> "CHUNK";
      case FrameLayout.KIND_SEAL -> "SEAL";
      default -> "UNKNOWN";
    };
  }
}
