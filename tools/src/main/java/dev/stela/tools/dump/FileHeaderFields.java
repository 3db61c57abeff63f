package dev.stela.tools.dump;

import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;

/** Prints the header that all files begin with. */
final class FileHeaderFields {
  private FileHeaderFields() {}

  /** Prints the header at the fields' start; returns whether it is sound. */
  static boolean print(Fields fields) {
    var header = fields.memory().asSlice(fields.start(), FileHeaderLayout.SIZE);
    boolean ours = FileHeaderLayout.magic(header) == FileHeaderLayout.MAGIC;
    fields.title("file header", 0);
    fields.field(ours ? "magic" : "magic NOT OURS", FileHeaderLayout.MAGIC_OFFSET, Long.BYTES);
    int kind = FileHeaderLayout.kind(header);
    fields.named(
        "kind", FileHeaderLayout.KIND_OFFSET, Integer.BYTES, kind, String.valueOf(kind(kind)));
    fields.int32("version", FileHeaderLayout.VERSION_OFFSET);
    fields.hex32("byteOrder", FileHeaderLayout.BYTE_ORDER_OFFSET, "");
    fields.int32("headerBytes", FileHeaderLayout.HEADER_BYTES_OFFSET);
    fields.uuid("storeId", FileHeaderLayout.STORE_ID_HIGH_OFFSET);
    fields.int64("creationLsn", FileHeaderLayout.CREATION_LSN_OFFSET);
    fields.int64("number", FileHeaderLayout.NUMBER_OFFSET);
    fields.zeros("reserved", FileHeaderLayout.RESERVED_OFFSET, Integer.BYTES);
    boolean sound =
        fields.checksum(
            "crc",
            FileHeaderLayout.CRC_OFFSET,
            Checksums.crc32c(header, 0, FileHeaderLayout.CRC_OFFSET));
    return ours && sound;
  }

  /** Returns the kind with a code; null if there is none. */
  static FileKind kind(int code) {
    for (FileKind kind : FileKind.values()) {
      if (kind.code() == code) {
        return kind;
      }
    }
    return null;
  }
}
