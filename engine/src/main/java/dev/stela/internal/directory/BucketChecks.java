package dev.stela.internal.directory;

import dev.stela.CorruptionException;
import dev.stela.internal.format.BucketLayout;
import dev.stela.internal.format.DirectoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * Checks each bucket of a directory that was opened, once, before it is first read or changed. For
 * any thread.
 *
 * <p>The lock is not for speed but for truth: once the writer has changed a bucket, its checksum no
 * longer matches, and a reader must not find that out.
 */
final class BucketChecks {
  private final Blocks blocks;
  private final long generation;
  private final BitSet unchecked;
  private final boolean sums;

  /**
   * Takes over the set of the blocks to be checked.
   *
   * @param sums whether the blocks have valid checksums: else their headers alone are checked
   */
  BucketChecks(Blocks blocks, long generation, BitSet unchecked, boolean sums) {
    this.blocks = blocks;
    this.generation = generation;
    this.unchecked = unchecked;
    this.sums = sums;
  }

  /**
   * Checks a block unless that has been done.
   *
   * @param hash a hash whose bucket the block should be
   */
  synchronized void check(int block, long hash) {
    if (!unchecked.get(block)) {
      return;
    }
    MemorySegment extent = blocks.extent(block);
    long at = blocks.offset(block);
    if (sums) {
      checkSum(block, extent, at);
    }
    // A sound block in a wrong place: a lost or misdirected write.
    expect(
        block,
        "magic",
        BucketLayout.MAGIC_OFFSET,
        BucketLayout.MAGIC,
        BucketLayout.magic(extent, at));
    expect(block, "block number", BucketLayout.BLOCK_OFFSET, block, BucketLayout.block(extent, at));
    expect(
        block,
        "generation",
        BucketLayout.GENERATION_OFFSET,
        generation,
        BucketLayout.generation(extent, at));
    expect(
        block,
        "shard",
        BucketLayout.SHARD_OFFSET,
        DirectoryLayout.shard(hash),
        BucketLayout.shard(extent, at));
    int depth = BucketLayout.depth(extent, at);
    if (depth < 0 || depth > DirectoryLayout.MAX_DEPTH) {
      throw damage(
          block,
          "depth of a directory bucket is out of range",
          BucketLayout.DEPTH_OFFSET,
          "0 to " + DirectoryLayout.MAX_DEPTH,
          depth);
    }
    expect(
        block,
        "prefix",
        BucketLayout.PREFIX_OFFSET,
        DirectoryLayout.prefix(hash, depth),
        BucketLayout.prefix(extent, at));
    unchecked.clear(block);
  }

  private void checkSum(int block, MemorySegment extent, long at) {
    int crc = blocks.bucketCrc(block);
    if (crc != BucketLayout.crc(extent, at)) {
      throw damage(
          block,
          "checksum of a directory bucket does not match",
          BucketLayout.CRC_OFFSET,
          hex(crc),
          hex(BucketLayout.crc(extent, at)));
    }
  }

  private void expect(int block, String what, int field, long expected, long actual) {
    if (expected != actual) {
      throw damage(block, what + " of a directory bucket is wrong", field, expected, actual);
    }
  }

  private CorruptionException damage(
      int block, String what, int field, Object expected, Object actual) {
    Path file = blocks.source().path();
    return new CorruptionException(
        what, file, DirectoryLayout.fileOffset(block) + field, expected, actual);
  }

  private static String hex(int value) {
    return "0x" + HexFormat.of().toHexDigits(value);
  }
}
