package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;
import static dev.stela.internal.index.text.PackEncoder.WIDTH_BITS;

import java.lang.foreign.MemorySegment;

/** Reads packs of ascending documents into sets. Stateless, for any thread. */
final class PackedDocuments {
  private PackedDocuments() {}

  /**
   * Reads documents up to one that is not wanted.
   *
   * @param before what the first one is counted from
   * @param upTo greater than all that are wanted
   */
  static void read(
      CheckedBytes bytes, long at, int count, int before, int upTo, DocumentBits target) {
    int width = bytes.byteAt(at);
    if (width >>> WIDTH_BITS != 0) {
      readWithExceptions(bytes, at, count, before, upTo, target);
      return;
    }
    long packed = at + 1;
    // Up to 7 bytes behind the end are read too, and masked out; the file does not end so soon.
    MemorySegment memory = bytes.require(packed, packed + (count * width + 7 >>> 3));
    int mask = (1 << width) - 1;
    int document = before;
    int bit = 0;
    for (int i = 0; i < count; i++) {
      long word = memory.get(CheckedBytes.LONG, packed + (bit >>> 3));
      document += ((int) (word >>> (bit & 7)) & mask) + 1;
      if (document >= upTo) {
        return;
      }
      target.add(document);
      bit += width;
    }
  }

  private static void readWithExceptions(
      CheckedBytes bytes, long at, int count, int before, int upTo, DocumentBits target) {
    var documents = new int[BLOCK_DOCUMENTS];
    PackDecoder.decodeAscending(bytes, at, count, before, documents);
    for (int i = 0; i < count && documents[i] < upTo; i++) {
      target.add(documents[i]);
    }
  }
}
