package dev.stela.tools.dump;

import dev.stela.CorruptionException;
import dev.stela.internal.directory.BucketMap;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.ManifestLayout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

/** Dumps a manifest: what a checkpoint found, the segments in force, the directory's bucket map. */
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
    fields.int32("ordinals", ManifestLayout.ORDINALS_OFFSET);
    int segments = fields.int32("segments", ManifestLayout.SEGMENTS_OFFSET);
    fields.int64("deletedEntities", ManifestLayout.DELETED_OFFSET);
    fields.int64("dictionaryGeneration", ManifestLayout.DICTIONARY_GENERATION_OFFSET);
    fields.int64("dictionaryTail", ManifestLayout.DICTIONARY_TAIL_OFFSET);
    fields.int32("tags", ManifestLayout.TAGS_OFFSET);
    fields.int32("textFields", ManifestLayout.FIELDS_OFFSET);
    fields.hex32("dictionaryCrc", ManifestLayout.DICTIONARY_CRC_OFFSET, "");
    int mapBytes = fields.int32("mapBytes", ManifestLayout.MAP_BYTES_OFFSET);
    int[] extents = {
      fields.int32("entityExtents", ManifestLayout.ENTITY_EXTENTS_OFFSET),
      fields.int32("postingHeadExtents", ManifestLayout.POSTING_HEAD_EXTENTS_OFFSET),
      fields.int32("postingExtents", ManifestLayout.POSTING_EXTENTS_OFFSET)
    };
    fields.zeros("reserved", ManifestLayout.RESERVED_OFFSET, Integer.BYTES);
    fields.int64("postingsTail", ManifestLayout.POSTINGS_TAIL_OFFSET);
    if (!fits(segments, extents, mapBytes)) {
      fields.note("DAMAGED: so many segments, extents and bytes do not make this length of file");
      damage();
      return size;
    }
    for (int i = 0; i < segments; i++) {
      segment(
          fields.at(
              ManifestLayout.SEGMENT_ENTRIES_OFFSET
                  + (long) i * ManifestLayout.SEGMENT_ENTRY_BYTES));
    }
    int sums = IntStream.of(extents).sum();
    sums(fields.at(ManifestLayout.sumsStart(segments)), extents);
    long sumsEnd = ManifestLayout.sumsStart(segments) + (long) sums * Integer.BYTES;
    long map = ManifestLayout.mapStart(segments, sums);
    fields.zeros("padding", sumsEnd, map - sumsEnd);
    map(fields.at(map), mapBytes);
    footer(fields.at(size - FileFooter.SIZE));
    return size;
  }

  private boolean fits(int segments, int[] extents, int mapBytes) {
    long parts = file.size();
    return inRange(segments, parts)
        && IntStream.of(extents).allMatch(count -> inRange(count, parts / Integer.BYTES))
        && inRange(mapBytes, parts)
        && ManifestLayout.fileBytes(segments, IntStream.of(extents).sum(), mapBytes) == file.size();
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
    fields.title("segment", 0);
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
