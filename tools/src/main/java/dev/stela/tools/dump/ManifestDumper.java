package dev.stela.tools.dump;

import dev.stela.CorruptionException;
import dev.stela.internal.directory.BucketMap;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.CleanImageLayout;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.ManifestLayout;
import dev.stela.internal.format.PostingBlockLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

/** Dumps a manifest: the segments in force, and what a clean close found. */
final class ManifestDumper extends Dumper {
  ManifestDumper(FileBytes file, DumpRange range, HexPrinter printer) {
    super(file, range, printer);
  }

  @Override
  long dump() throws IOException {
    long size = file.size();
    MemorySegment manifest = file.read(0, size);
    Fields fields = fields(manifest, 0, 0);
    check(FileHeaderFields.print(fields));
    if (size < ManifestLayout.SEGMENT_ENTRIES_OFFSET + FileFooter.SIZE) {
      fields.note("DAMAGED: the file is too short for a manifest");
      damage();
      return size;
    }
    fields.title("manifest", ManifestLayout.LSN_OFFSET);
    fields.int64("lsn", ManifestLayout.LSN_OFFSET);
    fields.time("timestamp", ManifestLayout.TIMESTAMP_OFFSET);
    fields.int32("nextLog", ManifestLayout.NEXT_LOG_OFFSET);
    int segments = fields.int32("segments", ManifestLayout.SEGMENTS_OFFSET);
    int retiring = fields.int32("retiring", ManifestLayout.RETIRING_OFFSET);
    int horizonBytes = fields.int32("horizonBytes", ManifestLayout.HORIZON_BYTES_OFFSET);
    int imageBytes = fields.int32("imageBytes", ManifestLayout.IMAGE_BYTES_OFFSET);
    int textBytes = fields.int32("textBytes", ManifestLayout.TEXT_BYTES_OFFSET);
    int loadBytes = fields.int32("loadBytes", ManifestLayout.LOAD_BYTES_OFFSET);
    fields.zeros("reserved", ManifestLayout.RESERVED_OFFSET, Integer.BYTES);
    if (!fits(segments, retiring, horizonBytes, textBytes, loadBytes, imageBytes)) {
      fields.note("DAMAGED: so many segments and bytes do not make this length of file");
      damage();
      return size;
    }
    int entries = segments + retiring;
    for (int i = 0; i < entries; i++) {
      long entry =
          ManifestLayout.SEGMENT_ENTRIES_OFFSET + (long) i * ManifestLayout.SEGMENT_ENTRY_BYTES;
      sealed(fields.at(entry), i < segments ? "segment in force" : "retiring segment");
    }
    section(fields, "horizons", ManifestLayout.horizonsStart(entries), horizonBytes);
    section(fields, "text index", ManifestLayout.textStart(entries, horizonBytes), textBytes);
    loads(fields, ManifestLayout.loadsStart(entries, horizonBytes, textBytes), loadBytes);
    if (imageBytes > 0) {
      image(
          fields.at(ManifestLayout.imageStart(entries, horizonBytes, textBytes, loadBytes)),
          imageBytes);
    }
    footer(fields.at(size - FileFooter.SIZE));
    return size;
  }

  private static void section(Fields fields, String title, long start, int bytes) {
    if (bytes > 0) {
      fields.at(start).title(title, 0);
      fields.at(start).field(bytes + " bytes", 0, bytes);
    }
  }

  /** Each load is an LSN, a time, and the record that a frame of that LSN has. */
  private void loads(Fields fields, long start, int bytes) {
    long at = start;
    while (at < start + bytes) {
      Fields load = fields.at(at);
      load.title("bulk load", 0);
      load.int64("lsn", 0);
      load.time("timestamp", Long.BYTES);
      long length = LoadFields.print(fields.at(at + 2L * Long.BYTES));
      if (length == 0) {
        damage();
        return;
      }
      at += 2L * Long.BYTES + length;
    }
  }

  private boolean fits(
      int segments, int retiring, int horizonBytes, int textBytes, int loadBytes, int imageBytes) {
    long parts = file.size();
    return inRange(segments, parts / ManifestLayout.SEGMENT_ENTRY_BYTES)
        && inRange(retiring, parts / ManifestLayout.SEGMENT_ENTRY_BYTES)
        && inRange(horizonBytes, parts)
        && inRange(textBytes, parts)
        && inRange(loadBytes, parts)
        && inRange(imageBytes, parts)
        && ManifestLayout.fileBytes(
                segments + retiring, horizonBytes, textBytes, loadBytes, imageBytes)
            == file.size();
  }

  private static void sealed(Fields fields, String title) {
    fields.title(title, 0);
    fields.int32("number", 0);
    fields.int32("end", Integer.BYTES);
    fields.int64("firstLsn", Long.BYTES);
    fields.int64("lastLsn", 2L * Long.BYTES);
    fields.time("firstTimestamp", 3L * Long.BYTES);
    fields.time("lastTimestamp", 4L * Long.BYTES);
    fields.int64("indexBytes", 5L * Long.BYTES);
    fields.zeros("reserved", 6L * Long.BYTES, Long.BYTES);
  }

  private void image(Fields fields, int imageBytes) {
    fields.title("image of the clean close", 0);
    fields.int64("lsn", CleanImageLayout.LSN_OFFSET);
    fields.time("timestamp", CleanImageLayout.TIMESTAMP_OFFSET);
    fields.int32("ordinals", CleanImageLayout.ORDINALS_OFFSET);
    int segments = fields.int32("segments", CleanImageLayout.SEGMENTS_OFFSET);
    fields.int64("deletedEntities", CleanImageLayout.DELETED_OFFSET);
    fields.int64("archivedEntities", CleanImageLayout.ARCHIVED_OFFSET);
    fields.int64("purgedEntities", CleanImageLayout.PURGED_OFFSET);
    fields.int64("dictionaryGeneration", CleanImageLayout.DICTIONARY_GENERATION_OFFSET);
    fields.int64("dictionaryTail", CleanImageLayout.DICTIONARY_TAIL_OFFSET);
    fields.int32("tags", CleanImageLayout.TAGS_OFFSET);
    fields.int32("textFields", CleanImageLayout.FIELDS_OFFSET);
    fields.hex32("dictionaryCrc", CleanImageLayout.DICTIONARY_CRC_OFFSET, "");
    int mapBytes = fields.int32("mapBytes", CleanImageLayout.MAP_BYTES_OFFSET);
    int[] extents = {
      fields.int32("entityExtents", CleanImageLayout.ENTITY_EXTENTS_OFFSET),
      fields.int32("postingHeadExtents", CleanImageLayout.POSTING_HEAD_EXTENTS_OFFSET),
      fields.int32("postingExtents", CleanImageLayout.POSTING_EXTENTS_OFFSET)
    };
    fields.zeros("reserved", CleanImageLayout.RESERVED_OFFSET, Integer.BYTES);
    fields.int64("postingsTail", CleanImageLayout.POSTINGS_TAIL_OFFSET);
    for (int size = 0; size < PostingBlockLayout.SIZES; size++) {
      fields.int64(
          "freeBlocks[" + size + "]",
          CleanImageLayout.FREE_BLOCKS_OFFSET + (long) size * Long.BYTES);
    }
    if (!fits(segments, extents, mapBytes, imageBytes)) {
      fields.note("DAMAGED: so many segments, extents and bytes do not make this length of image");
      damage();
      return;
    }
    for (int i = 0; i < segments; i++) {
      long entry =
          CleanImageLayout.SEGMENT_ENTRIES_OFFSET + (long) i * CleanImageLayout.SEGMENT_ENTRY_BYTES;
      segment(fields.at(fields.start() + entry));
    }
    int sums = IntStream.of(extents).sum();
    sums(fields.at(fields.start() + CleanImageLayout.sumsStart(segments)), extents);
    long sumsEnd = CleanImageLayout.sumsStart(segments) + (long) sums * Integer.BYTES;
    long map = CleanImageLayout.mapStart(segments, sums);
    fields.zeros("padding", sumsEnd, map - sumsEnd);
    map(fields.at(fields.start() + map), mapBytes);
  }

  private boolean fits(int segments, int[] extents, int mapBytes, int imageBytes) {
    return inRange(segments, imageBytes)
        && IntStream.of(extents).allMatch(count -> inRange(count, imageBytes / Integer.BYTES))
        && inRange(mapBytes, imageBytes)
        && CleanImageLayout.bytes(segments, IntStream.of(extents).sum(), mapBytes) == imageBytes;
  }

  private static boolean inRange(int count, long limit) {
    return count >= 0 && count < limit;
  }

  private static void sums(Fields fields, int[] extents) {
    String[] files = {"entities", "posting heads", "postings"};
    int sum = 0;
    for (int i = 0; i < files.length; i++) {
      for (int extent = 0; extent < extents[i]; extent++) {
        if (sum == 0) {
          fields.title("checksums of extents", 0);
        }
        fields.hex32(files[i] + " " + extent, (long) sum * Integer.BYTES, "");
        sum++;
      }
    }
  }

  private static void segment(Fields fields) {
    fields.title("segment of the log", 0);
    fields.int32("number", 0);
    fields.int32("end", Integer.BYTES);
    fields.int64("firstLsn", 2L * Integer.BYTES);
  }

  private void map(Fields fields, int mapBytes) {
    fields.title("bucket map", 0);
    byte[] bytes = fields.memory().asSlice(fields.start(), mapBytes).toArray(ValueLayout.JAVA_BYTE);
    try {
      BucketMap map = BucketMap.fromBytes(bytes, file.path(), fields.start());
      fields.field(
          "directory generation = %d, lsn = %d, ok".formatted(map.generation(), map.lsn()),
          0,
          mapBytes);
    } catch (CorruptionException e) {
      fields.field("DAMAGED: " + e.getMessage(), 0, mapBytes);
      damage();
    }
    long end = fields.start() + mapBytes;
    fields.zeros("padding", mapBytes, file.size() - FileFooter.SIZE - end);
  }

  private void footer(Fields fields) {
    fields.title("file footer", 0);
    long length = fields.int64("length", FileFooter.LENGTH_OFFSET);
    check(length == file.size());
    int magic = fields.hex32("magic", FileFooter.MAGIC_OFFSET, "");
    check(magic == FileFooter.MAGIC);
    int expected = Checksums.crc32c(fields.memory(), 0, fields.start() + FileFooter.CRC_OFFSET);
    check(fields.checksum("crc", FileFooter.CRC_OFFSET, expected));
  }
}
