package dev.stela.internal.checkpoint;

import static dev.stela.internal.format.CleanImageLayout.ARCHIVED_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.DELETED_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.DICTIONARY_CRC_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.DICTIONARY_GENERATION_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.DICTIONARY_TAIL_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.ENTITY_EXTENTS_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.FIELDS_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.FREE_BLOCKS_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.LSN_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.MAP_BYTES_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.ORDINALS_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.POSTINGS_TAIL_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.POSTING_EXTENTS_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.POSTING_HEAD_EXTENTS_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.PURGED_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.SEGMENTS_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.SEGMENT_ENTRIES_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.SEGMENT_ENTRY_BYTES;
import static dev.stela.internal.format.CleanImageLayout.TAGS_OFFSET;
import static dev.stela.internal.format.CleanImageLayout.TIMESTAMP_OFFSET;

import dev.stela.internal.apply.Counts;
import dev.stela.internal.directory.BucketMap;
import dev.stela.internal.format.CleanImageLayout;
import dev.stela.internal.format.PostingBlockLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import dev.stela.internal.index.postings.PostingLists;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a clean close found: the ends of the log segments that are behind the checkpoint, the
 * counts, and what is needed to take over what is derived from the log as it is. Immutable.
 *
 * @param lsn the LSN of the last frame, 0 if there is none
 * @param timestamp the time of the last frame
 * @param counts how many entities there are
 * @param segments the log segments behind the checkpoint, in order
 * @param dictionary what is needed to take over the dictionary
 * @param entitySums the checksums of the entity table's extents
 * @param postings what is needed to take over the posting lists
 * @param buckets what is needed to take over the directory
 */
public record CleanImage(
    long lsn,
    long timestamp,
    Counts counts,
    List<SegmentEnd> segments,
    Dictionary.Summary dictionary,
    int[] entitySums,
    PostingLists.Summary postings,
    BucketMap buckets) {

  /**
   * Where a log segment ends.
   *
   * @param number its number
   * @param end the offset after its last frame
   * @param firstLsn the LSN of its first frame; 0 if it has none
   */
  public record SegmentEnd(int number, int end, long firstLsn) {}

  byte[] encode() {
    byte[] map = buckets.toBytes();
    int sums = entitySums.length + postings.headSums().length + postings.blockSums().length;
    byte[] bytes = new byte[CleanImageLayout.bytes(segments.size(), sums, map.length)];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
    out.position(FREE_BLOCKS_OFFSET);
    for (long free : postings.freeBlocks()) {
      out.putLong(free);
    }
    out.position(SEGMENT_ENTRIES_OFFSET);
    for (SegmentEnd segment : segments) {
      out.putInt(segment.number()).putInt(segment.end()).putLong(segment.firstLsn());
    }
    put(out, entitySums);
    put(out, postings.headSums());
    put(out, postings.blockSums());
    out.put(CleanImageLayout.mapStart(segments.size(), sums), map);
    return bytes;
  }

  /**
   * Reads an image.
   *
   * @param file where the bytes are from, for messages
   * @param offset where in the file they begin, for messages
   */
  static CleanImage decode(byte[] bytes, Path file, long offset) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = in.getInt(SEGMENTS_OFFSET);
    List<SegmentEnd> segments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int entry = SEGMENT_ENTRIES_OFFSET + i * SEGMENT_ENTRY_BYTES;
      segments.add(
          new SegmentEnd(
              in.getInt(entry),
              in.getInt(entry + Integer.BYTES),
              in.getLong(entry + 2 * Integer.BYTES)));
    }
    long[] freeBlocks = new long[PostingBlockLayout.SIZES];
    in.position(FREE_BLOCKS_OFFSET);
    in.asLongBuffer().get(freeBlocks);
    in.position(CleanImageLayout.sumsStart(count));
    int[] entitySums = sums(in, in.getInt(ENTITY_EXTENTS_OFFSET));
    int[] headSums = sums(in, in.getInt(POSTING_HEAD_EXTENTS_OFFSET));
    int[] blockSums = sums(in, in.getInt(POSTING_EXTENTS_OFFSET));
    int sums = entitySums.length + headSums.length + blockSums.length;
    int mapStart = CleanImageLayout.mapStart(count, sums);
    byte[] map = new byte[in.getInt(MAP_BYTES_OFFSET)];
    in.get(mapStart, map);
    return new CleanImage(
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
        new PostingLists.Summary(in.getLong(POSTINGS_TAIL_OFFSET), freeBlocks, headSums, blockSums),
        BucketMap.fromBytes(map, file, offset + mapStart));
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
