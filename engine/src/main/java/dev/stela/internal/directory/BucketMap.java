package dev.stela.internal.directory;

import dev.stela.CorruptionException;
import dev.stela.internal.format.Checksums;
import dev.stela.internal.format.DirectoryLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Which block holds which bucket of a sealed directory: what makes opening it independent of the
 * number of its entries. Immutable, for any thread; the caller stores its bytes.
 *
 * <pre>
 *   0     4         12        20    24    28
 *   +-----+---------+---------+-----+-----+------+-----+- -+-----+
 *   |magic|generat. |   lsn   |used |count| bucket 0   |   | crc |
 *   +-----+---------+---------+-----+-----+------+-----+- -+-----+
 *                                   bucket: depth (1), block (4)
 * </pre>
 *
 * <p>The buckets of a shard are the leaves of a binary tree, listed from left to right: their
 * depths alone say which prefix each has. A shard without a bucket is a leaf of depth 0 in block 0.
 */
public final class BucketMap {
  private static final int MAGIC = 0x50414D42; // "BMAP" when read byte by byte
  private static final int GENERATION_OFFSET = Integer.BYTES;
  private static final int LSN_OFFSET = GENERATION_OFFSET + Long.BYTES;
  private static final int USED_OFFSET = LSN_OFFSET + Long.BYTES;
  private static final int COUNT_OFFSET = USED_OFFSET + Integer.BYTES;
  private static final int HEADER_BYTES = COUNT_OFFSET + Integer.BYTES;
  private static final int BUCKET_BYTES = Byte.BYTES + Integer.BYTES;
  private static final int CRC_BYTES = Integer.BYTES;

  private final long generation;
  private final long lsn;
  private final int used;
  private final int[][] tables;
  private final byte[] bytes;

  /** Takes over the tables. */
  BucketMap(long generation, long lsn, int used, int[][] tables) {
    this.generation = generation;
    this.lsn = lsn;
    this.used = used;
    this.tables = tables;
    this.bytes = encode();
  }

  /** Returns the generation of the directory. */
  public long generation() {
    return generation;
  }

  /** Returns the log sequence number at which the directory was sealed. */
  public long lsn() {
    return lsn;
  }

  /** Returns the bytes to be stored. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /**
   * Reads a map from its bytes.
   *
   * @param bytes what {@link #toBytes} returned
   * @param file where the bytes are from, for messages
   * @param offset where in the file they begin, for messages
   * @throws CorruptionException if they are not what was stored
   */
  public static BucketMap fromBytes(byte[] bytes, Path file, long offset) {
    return new Decoder(bytes, file, offset).map();
  }

  int used() {
    return used;
  }

  /** Returns the tables as a directory just opened has them: no block checked yet. */
  int[][] uncheckedTables() {
    int[][] copy = new int[tables.length][];
    for (int shard = 0; shard < tables.length; shard++) {
      copy[shard] = tables[shard].clone();
      for (int i = 0; i < copy[shard].length; i++) {
        copy[shard][i] = tables[shard][i] == 0 ? 0 : ~tables[shard][i];
      }
    }
    return copy;
  }

  /** Returns the blocks that hold buckets. */
  BitSet blocks() {
    var blocks = new BitSet();
    for (int[] table : tables) {
      for (int block : table) {
        blocks.set(block);
      }
    }
    blocks.clear(0);
    return blocks;
  }

  /** Returns the checksum at the end of the bytes. */
  int crc() {
    return little(bytes).getInt(bytes.length - CRC_BYTES);
  }

  /** Returns by how many bits the bucket at {@code prefix} of a table is told from the others. */
  static int depth(int[] table, int prefix) {
    int max = Integer.numberOfTrailingZeros(table.length);
    // The bucket recurs at prefix + 2^depth, and at no smaller power of two from it.
    for (int depth = Integer.SIZE - Integer.numberOfLeadingZeros(prefix); depth < max; depth++) {
      if (table[prefix + (1 << depth)] == table[prefix]) {
        return depth;
      }
    }
    return max;
  }

  private byte[] encode() {
    int count = 0;
    for (int[] table : tables) {
      count += leaves(null, table, 0, 0);
    }
    var buffer = little(new byte[HEADER_BYTES + count * BUCKET_BYTES + CRC_BYTES]);
    buffer.putInt(MAGIC).putLong(generation).putLong(lsn).putInt(used).putInt(count);
    for (int[] table : tables) {
      leaves(buffer, table, 0, 0);
    }
    buffer.putInt(Checksums.crc32c(buffer.array(), 0, buffer.position()));
    return buffer.array();
  }

  /** Counts the leaves below a node and, given a buffer, writes them to it. */
  private static int leaves(ByteBuffer into, int[] table, int depth, int prefix) {
    if (depth(table, prefix) > depth) {
      return leaves(into, table, depth + 1, prefix)
          + leaves(into, table, depth + 1, prefix | 1 << depth);
    }
    if (into != null) {
      into.put((byte) depth).putInt(table[prefix]);
    }
    return 1;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads the picture above and believes none of it. */
  private static final class Decoder {
    private final ByteBuffer buffer;
    private final Path file;
    private final long offset;
    private final BitSet seen = new BitSet();
    private int used;
    private int left;

    Decoder(byte[] bytes, Path file, long offset) {
      this.buffer = little(bytes);
      this.file = file;
      this.offset = offset;
    }

    BucketMap map() {
      int size = buffer.capacity();
      if (size < HEADER_BYTES + CRC_BYTES) {
        throw damage("bucket map is too short", 0, HEADER_BYTES + CRC_BYTES, size);
      }
      expect("not a bucket map", 0, MAGIC, buffer.getInt());
      int end = size - CRC_BYTES;
      expect(
          "checksum of the bucket map does not match",
          end,
          Checksums.crc32c(buffer.array(), 0, end),
          buffer.getInt(end));
      long generation = buffer.getLong();
      long lsn = buffer.getLong();
      used = buffer.getInt();
      left = buffer.getInt();
      expect("length of the bucket map", COUNT_OFFSET, (end - HEADER_BYTES) / BUCKET_BYTES, left);
      int[][] tables = new int[DirectoryLayout.SHARDS][];
      for (int shard = 0; shard < tables.length; shard++) {
        tables[shard] = table();
      }
      expect("number of buckets in the map", COUNT_OFFSET, 0, left);
      return new BucketMap(generation, lsn, used, tables);
    }

    private int[] table() {
      // Twice over the same bytes: the table's size is known only after the deepest leaf.
      int begin = buffer.position();
      int leftBefore = left;
      int max = tree(null, 0, 0);
      buffer.position(begin);
      left = leftBefore;
      seen.clear(0);
      int[] table = new int[1 << max];
      tree(table, 0, 0);
      return table;
    }

    /** Reads the leaves below a node, stores them if there is a table; returns the deepest. */
    private int tree(int[] table, int depth, int prefix) {
      int at = buffer.position();
      if (left == 0) {
        throw damage("bucket map ends within a shard", at, depth, "end");
      }
      int leaf = buffer.get(at);
      if (leaf > depth && leaf <= DirectoryLayout.MAX_DEPTH) {
        return Math.max(
            tree(table, depth + 1, prefix), tree(table, depth + 1, prefix | 1 << depth));
      }
      expect("depth of a bucket in the map", at, depth, leaf);
      int block = buffer.getInt(at + Byte.BYTES);
      buffer.position(at + BUCKET_BYTES);
      left--;
      if (table != null) {
        if (block == 0 ? depth != 0 : block < 0 || block >= used || seen.get(block)) {
          throw damage("block of a bucket in the map", at, "a block of its own", block);
        }
        seen.set(block);
        for (int i = prefix; i < table.length; i += 1 << depth) {
          table[i] = block;
        }
      }
      return depth;
    }

    private void expect(String what, int at, int expected, int actual) {
      if (expected != actual) {
        throw damage(what, at, expected, actual);
      }
    }

    private CorruptionException damage(String what, int at, Object expected, Object actual) {
      return new CorruptionException(what, file, offset + at, expected, actual);
    }
  }
}
