package dev.stela.internal.header;

import static dev.stela.internal.format.SuperblockLayout.CRC_OFFSET;
import static dev.stela.internal.format.SuperblockLayout.SIZE;
import static dev.stela.internal.format.SuperblockLayout.SLOTS;
import static dev.stela.internal.format.SuperblockLayout.STATE_OFFSET;

import dev.stela.CorruptionException;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.format.SuperblockLayout;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;

/** One slot of the superblock as it is written and read. Immutable. */
record SuperblockSlot(StoreId storeId, long generation, Superblock.Content content) {

  /** Writes the slot to the place that its generation gives it, not synced. */
  void write(StoreFile file) {
    int index = indexOf(generation);
    var bytes = ByteBuffer.allocateDirect(SIZE);
    var slot = MemorySegment.ofBuffer(bytes);
    FileHeader.write(slot, FileKind.SUPERBLOCK, storeId, 0, index);
    SuperblockLayout.generation(slot, generation);
    SuperblockLayout.state(slot, content.state().code());
    SuperblockLayout.checkpointLsn(slot, content.checkpointLsn());
    SuperblockLayout.checkpointTimestamp(slot, content.checkpointTimestamp());
    SuperblockLayout.manifest(slot, content.manifestGeneration());
    SuperblockLayout.segmentBytes(slot, content.segmentBytes());
    SuperblockLayout.crc(slot, Checksums.crc32c(slot, 0, CRC_OFFSET));
    file.write(bytes, (long) index * SIZE);
  }

  /** Reads and checks a slot. */
  static SuperblockSlot read(StoreFile file, int index) {
    long start = (long) index * SIZE;
    var bytes = ByteBuffer.allocateDirect(SIZE);
    file.read(bytes, start);
    var slot = MemorySegment.ofBuffer(bytes.flip());
    var path = file.path();
    // The version is judged before the slot's own checksum, whose place it may have changed.
    var header = FileHeader.check(slot, FileKind.SUPERBLOCK, null, path, start);
    expect(
        "checksum of the superblock slot does not match",
        path,
        start + CRC_OFFSET,
        Checksums.crc32c(slot, 0, CRC_OFFSET),
        SuperblockLayout.crc(slot));
    long generation = SuperblockLayout.generation(slot);
    expect(
        "superblock slot stands in the place of the other",
        path,
        start + FileHeaderLayout.NUMBER_OFFSET,
        index,
        (int) header.number());
    expect(
        "superblock slot is of a generation that belongs to the other",
        path,
        start + SuperblockLayout.GENERATION_OFFSET,
        index,
        indexOf(generation));
    return new SuperblockSlot(
        header.storeId(),
        generation,
        new Superblock.Content(
            state(SuperblockLayout.state(slot), path, start + STATE_OFFSET),
            SuperblockLayout.checkpointLsn(slot),
            SuperblockLayout.checkpointTimestamp(slot),
            SuperblockLayout.manifest(slot),
            SuperblockLayout.segmentBytes(slot)));
  }

  private static int indexOf(long generation) {
    return (int) Long.remainderUnsigned(generation, SLOTS);
  }

  private static Superblock.State state(int code, Path path, long offset) {
    for (var state : Superblock.State.values()) {
      if (state.code() == code) {
        return state;
      }
    }
    throw new CorruptionException(
        "state of the superblock is unknown", path, offset, "1 to 3", code);
  }

  private static void expect(String what, Path path, long offset, int expected, int actual) {
    if (expected != actual) {
      var hex = HexFormat.of();
      throw new CorruptionException(
          what, path, offset, "0x" + hex.toHexDigits(expected), "0x" + hex.toHexDigits(actual));
    }
  }
}
