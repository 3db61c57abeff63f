package dev.stela.internal.text;

import dev.stela.StorageException;
import dev.stela.TextIndexing;
import dev.stela.internal.checkpoint.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a manifest says of the text index. Little-endian; a text is its length in bytes and UTF-8:
 *
 * <pre>
 *  +---------+-------+--------+
 *  | version | index?| wanted |  and, if there is an index:
 *  +---------+-------+--------+
 *  +------------------------+-----------------+-------------+-----------+-----------+
 *  | indexing of the index  | identity (text) | LSN covered | standing  | number of |
 *  | (text)                 |                 | (8 bytes)   | documents | segments  |
 *  +------------------------+-----------------+-------------+-----------+-----------+
 *  | documents that lack a  |
 *  | text (8 bytes)         |
 *  +------------------------+
 *  a segment:
 *  +--------+----------------+--------------+-----------+----------+-------+
 *  | number | first document | end document | first LSN | last LSN | bytes |
 *  +--------+----------------+--------------+-----------+----------+-------+
 * </pre>
 *
 * Immutable; any thread.
 *
 * @param wanted how texts are to be indexed
 * @param index what there is, made so or in another way; empty while there is none
 */
public record TextState(TextIndexing wanted, Optional<Index> index) {
  /** Nothing is indexed. */
  public static final TextState NONE = new TextState(TextIndexing.none(), Optional.empty());

  private static final int VERSION = 2;

  /**
   * An index.
   *
   * @param indexing how it was made
   * @param identity the analyzers with which it was made, in the versions of then
   * @param coveredLsn all that was said up to this LSN is in the segments
   * @param standing how many documents stood as of that LSN
   * @param refused how many documents lack a text that could not be indexed
   * @param segments in the order of their documents
   */
  public record Index(
      TextIndexing indexing,
      String identity,
      long coveredLsn,
      int standing,
      long refused,
      List<Segment> segments) {}

  /**
   * A segment that is in force.
   *
   * @param number the number in its file's name
   * @param firstDocument the number of its first document
   * @param endDocument the number behind that of its last one
   * @param firstLsn the first LSN of which it tells
   * @param lastLsn the last one
   * @param bytes the length of its file
   */
  public record Segment(
      int number, int firstDocument, int endDocument, long firstLsn, long lastLsn, long bytes) {}

  /**
   * Reads what a manifest says.
   *
   * @throws StorageException if a later release wrote it
   */
  public static TextState of(Section section) {
    if (section.isEmpty()) {
      return NONE;
    }
    ByteBuffer in = ByteBuffer.wrap(section.toBytes()).order(ByteOrder.LITTLE_ENDIAN);
    int version = in.getInt();
    if (version < 1 || version > VERSION) {
      throw new StorageException(
          "the manifest describes a text index in a way that this release does not read:"
              + " expected="
              + VERSION
              + " actual="
              + version);
    }
    boolean made = in.getInt() != 0;
    TextIndexing wanted = TextIndexing.parse(text(in));
    return new TextState(wanted, made ? Optional.of(index(in, version)) : Optional.empty());
  }

  private static Index index(ByteBuffer in, int version) {
    TextIndexing indexing = TextIndexing.parse(text(in));
    String identity = text(in);
    long coveredLsn = in.getLong();
    int standing = in.getInt();
    int count = in.getInt();
    long refused = version == 1 ? 0 : in.getLong();
    List<Segment> segments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      segments.add(
          new Segment(
              in.getInt(), in.getInt(), in.getInt(), in.getLong(), in.getLong(), in.getLong()));
    }
    return new Index(indexing, identity, coveredLsn, standing, refused, List.copyOf(segments));
  }

  /** Tells whether nothing is said. */
  public boolean isEmpty() {
    return wanted.isEmpty() && index.isEmpty();
  }

  /** Returns what is to be indexed, without an index: for a copy of the log. */
  public TextState withoutIndex() {
    return new TextState(wanted, Optional.empty());
  }

  /** Returns the bytes for a manifest. */
  public Section toSection() {
    if (isEmpty()) {
      return Section.EMPTY;
    }
    byte[] name = bytes(wanted.text());
    byte[] indexing = index.map(one -> bytes(one.indexing.text())).orElse(new byte[0]);
    byte[] identity = index.map(one -> bytes(one.identity)).orElse(new byte[0]);
    int length =
        3 * Integer.BYTES + name.length + index.map(one -> size(one, indexing, identity)).orElse(0);
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(VERSION).putInt(index.isPresent() ? 1 : 0);
    put(out, name);
    index.ifPresent(
        one -> {
          put(out, indexing);
          put(out, identity);
          out.putLong(one.coveredLsn).putInt(one.standing);
          out.putInt(one.segments.size()).putLong(one.refused);
          one.segments.forEach(segment -> put(out, segment));
        });
    return Section.of(out.array());
  }

  private static int size(Index index, byte[] indexing, byte[] identity) {
    return 4 * Integer.BYTES
        + 2 * Long.BYTES
        + indexing.length
        + identity.length
        + index.segments.size() * (3 * Integer.BYTES + 3 * Long.BYTES);
  }

  private static void put(ByteBuffer out, Segment segment) {
    out.putInt(segment.number).putInt(segment.firstDocument).putInt(segment.endDocument);
    out.putLong(segment.firstLsn).putLong(segment.lastLsn).putLong(segment.bytes);
  }

  private static void put(ByteBuffer out, byte[] text) {
    out.putInt(text.length).put(text);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
