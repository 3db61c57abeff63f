package dev.stela.internal.checkpoint;

import static dev.stela.internal.format.ManifestLayout.ARCHIVED_OFFSET;
import static dev.stela.internal.format.ManifestLayout.DELETED_OFFSET;
import static dev.stela.internal.format.ManifestLayout.DICTIONARY_CRC_OFFSET;
import static dev.stela.internal.format.ManifestLayout.DICTIONARY_GENERATION_OFFSET;
import static dev.stela.internal.format.ManifestLayout.DICTIONARY_TAIL_OFFSET;
import static dev.stela.internal.format.ManifestLayout.ENTITY_EXTENTS_OFFSET;
import static dev.stela.internal.format.ManifestLayout.FIELDS_OFFSET;
import static dev.stela.internal.format.ManifestLayout.LSN_OFFSET;
import static dev.stela.internal.format.ManifestLayout.MAP_BYTES_OFFSET;
import static dev.stela.internal.format.ManifestLayout.ORDINALS_OFFSET;
import static dev.stela.internal.format.ManifestLayout.POSTINGS_TAIL_OFFSET;
import static dev.stela.internal.format.ManifestLayout.POSTING_EXTENTS_OFFSET;
import static dev.stela.internal.format.ManifestLayout.POSTING_HEAD_EXTENTS_OFFSET;
import static dev.stela.internal.format.ManifestLayout.PURGED_OFFSET;
import static dev.stela.internal.format.ManifestLayout.SEGMENTS_OFFSET;
import static dev.stela.internal.format.ManifestLayout.SEGMENT_ENTRIES_OFFSET;
import static dev.stela.internal.format.ManifestLayout.SEGMENT_ENTRY_BYTES;
import static dev.stela.internal.format.ManifestLayout.TAGS_OFFSET;
import static dev.stela.internal.format.ManifestLayout.TIMESTAMP_OFFSET;

import dev.stela.CorruptionException;
import dev.stela.internal.apply.Counts;
import dev.stela.internal.directory.BucketMap;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.ManifestLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.PostingLists;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint found: the segments with their ends, the counts, and what is needed to take
 * over what is derived from the log as it is. Immutable.
 *
 * @param lsn the LSN of the last frame, 0 if there is none
 * @param timestamp the time of the last frame
 * @param counts how many entities there are
 * @param segments the log's segments that have frames, in order
 * @param dictionary what is needed to take over the dictionary
 * @param entitySums the checksums of the entity table's extents
 * @param postings what is needed to take over the posting lists
 * @param buckets what is needed to take over the directory
 */
public record Manifest(
    long lsn,
    long timestamp,
    Counts counts,
    List<SegmentEnd> segments,
    Dictionary.Summary dictionary,
    int[] entitySums,
    PostingLists.Summary postings,
    BucketMap buckets) {
  private static final String NAME = "manifest-";

  /**
   * Where a segment ends.
   *
   * @param number its number
   * @param end the offset after its last frame
   * @param firstLsn the LSN of its first frame
   */
  public record SegmentEnd(int number, int end, long firstLsn) {}

  /** Returns the path of a manifest. */
  public static Path path(Path directory, long generation) {
    return directory.resolve(NAME + generation);
  }

  /** Tells whether a file's name is a manifest's. */
  public static boolean isManifest(String fileName) {
    return fileName.startsWith(NAME);
  }

  /** Writes the manifest of a generation: complete and durable, or not at all. */
  public void write(FileOps files, Path directory, StoreId storeId, long generation) {
    byte[] bytes = encode(storeId, generation);
    Preallocator.create(
            files,
            path(directory, generation),
            bytes.length,
            file -> file.write(ByteBuffer.wrap(bytes), 0))
        .close();
  }

  /**
   * Reads a manifest.
   *
   * @throws CorruptionException if it is not what was written
   */
  public static Manifest read(FileOps files, Path directory, StoreId storeId, long generation) {
    Path path = path(directory, generation);
    if (!files.exists(path)) {
      throw new CorruptionException(
          "the manifest that the superblock names is missing", path, 0, "a manifest", "none");
    }
    byte[] bytes;
    try (StoreFile file = files.open(path, OpenMode.READ)) {
      long size = file.size();
      if (size < FileHeaderLayout.SIZE + FileFooter.SIZE || size > Integer.MAX_VALUE - 8) {
        throw new CorruptionException("length of a manifest is impossible", path, 0, "more", size);
      }
      bytes = new byte[(int) size];
      file.read(ByteBuffer.wrap(bytes), 0);
    }
    FileHeader header =
        FileHeader.check(ByteBuffer.wrap(bytes), FileKind.MANIFEST, storeId, path, 0);
    FileFooter.check(bytes, path);
    if (header.number() != generation) {
      throw new CorruptionException(
          "a manifest has another's name", path, 0, generation, header.number());
    }
    return decode(bytes, path);
  }

  private byte[] encode(StoreId storeId, long generation) {
    byte[] map = buckets.toBytes();
    int sums = entitySums.length + postings.headSums().length + postings.blockSums().length;
    byte[] bytes = new byte[ManifestLayout.fileBytes(segments.size(), sums, map.length)];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    FileHeader.write(MemorySegment.ofArray(bytes), FileKind.MANIFEST, storeId, lsn, generation);
    out.putLong(LSN_OFFSET, lsn);
    out.putLong(TIMESTAMP_OFFSET, timestamp);
    out.putInt(ORDINALS_OFFSET, counts.ordinals());
    out.putInt(SEGMENTS_OFFSET, segments.size());
    out.putLong(DELETED_OFFSET, counts.deleted());
    out.putLong(ARCHIVED_OFFSET, counts.archived());
    out.putLong(PURGED_OFFSET, counts.purged());
    out.putLong(DICTIONARY_GENERATION_OFFSET, dictionary.generation());
    out.putLong(DICTIONARY_TAIL_OFFSET, dictionary.tail());
    out.putInt(TAGS_OFFSET, dictionary.tags());
    out.putInt(FIELDS_OFFSET, dictionary.fields());
    out.putInt(DICTIONARY_CRC_OFFSET, dictionary.crc());
    out.putInt(MAP_BYTES_OFFSET, map.length);
    out.putInt(ENTITY_EXTENTS_OFFSET, entitySums.length);
    out.putInt(POSTING_HEAD_EXTENTS_OFFSET, postings.headSums().length);
    out.putInt(POSTING_EXTENTS_OFFSET, postings.blockSums().length);
    out.putLong(POSTINGS_TAIL_OFFSET, postings.tail());
    out.position(SEGMENT_ENTRIES_OFFSET);
    for (SegmentEnd segment : segments) {
      out.putInt(segment.number()).putInt(segment.end()).putLong(segment.firstLsn());
    }
    put(out, entitySums);
    put(out, postings.headSums());
    put(out, postings.blockSums());
    out.put(ManifestLayout.mapStart(segments.size(), sums), map);
    FileFooter.write(bytes);
    return bytes;
  }

  private static Manifest decode(byte[] bytes, Path path) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = in.getInt(SEGMENTS_OFFSET);
    int mapBytes = in.getInt(MAP_BYTES_OFFSET);
    List<SegmentEnd> segments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int entry = SEGMENT_ENTRIES_OFFSET + i * SEGMENT_ENTRY_BYTES;
      segments.add(
          new SegmentEnd(
              in.getInt(entry),
              in.getInt(entry + Integer.BYTES),
              in.getLong(entry + 2 * Integer.BYTES)));
    }
    in.position(ManifestLayout.sumsStart(count));
    int[] entitySums = sums(in, in.getInt(ENTITY_EXTENTS_OFFSET));
    int[] headSums = sums(in, in.getInt(POSTING_HEAD_EXTENTS_OFFSET));
    int[] blockSums = sums(in, in.getInt(POSTING_EXTENTS_OFFSET));
    int mapStart =
        ManifestLayout.mapStart(count, entitySums.length + headSums.length + blockSums.length);
    byte[] map = new byte[mapBytes];
    in.get(mapStart, map);
    return new Manifest(
        in.getLong(LSN_OFFSET),
        in.getLong(TIMESTAMP_OFFSET),
        new Counts(
            in.getInt(ORDINALS_OFFSET),
            in.getLong(DELETED_OFFSET),
            in.getLong(ARCHIVED_OFFSET),
            in.getLong(PURGED_OFFSET)),
        List.copyOf(segments),
        new Dictionary.Summary(
            in.getLong(DICTIONARY_GENERATION_OFFSET),
            in.getLong(DICTIONARY_TAIL_OFFSET),
            in.getInt(TAGS_OFFSET),
            in.getInt(FIELDS_OFFSET),
            in.getInt(DICTIONARY_CRC_OFFSET)),
        entitySums,
        new PostingLists.Summary(in.getLong(POSTINGS_TAIL_OFFSET), headSums, blockSums),
        BucketMap.fromBytes(map, path, mapStart));
  }

  private static void put(ByteBuffer out, int[] sums) {
    for (int sum : sums) {
      out.putInt(sum);
    }
  }

  private static int[] sums(ByteBuffer in, int count) {
    int[] sums = new int[count];
    for (int i = 0; i < count; i++) {
      sums[i] = in.getInt();
    }
    return sums;
  }
}
