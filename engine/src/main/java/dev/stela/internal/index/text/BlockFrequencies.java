package dev.stela.internal.index.text;

import java.util.Arrays;

/**
 * How often the documents of a block have the term: unpacked all at once when several are asked
 * for, and read one by one before. One thread.
 */
final class BlockFrequencies {
  /** Stands for the pack where all documents have the term once. */
  static final long NO_PACK = -1;

  private final CheckedBytes bytes;
  private final int few;
  private final int[] frequencies;
  private final int[] one = new int[1];
  private long at;
  private int count;
  private boolean unpacked;
  // How many of the block have been asked for.
  private int asked;

  /**
   * Creates them.
   *
   * @param size for how many documents
   * @param few so many of a block are soon read one by one
   */
  BlockFrequencies(CheckedBytes bytes, int size, int few) {
    this.bytes = bytes;
    this.few = few;
    this.frequencies = new int[size];
  }

  /** Begins with a block of some documents, and where its pack is. */
  void begin(long pack, int documents) {
    at = pack;
    count = documents;
    unpacked = false;
    asked = 0;
  }

  /** Returns how often a document has the term, by its index. */
  int get(int index) {
    if (!unpacked && asked < few) {
      asked++;
      PackDecoder.decodeSome(bytes, at, count, index, index + 1, one);
      return one[0] + 1;
    }
    return all()[index];
  }

  /** Returns how often all documents have it, by their index. */
  int[] all() {
    if (!unpacked) {
      unpack();
    }
    return frequencies;
  }

  private void unpack() {
    if (at == NO_PACK) {
      Arrays.fill(frequencies, 0, count, 1);
    } else {
      PackDecoder.decode(bytes, at, count, frequencies);
      for (int i = 0; i < count; i++) {
        frequencies[i]++;
      }
    }
    unpacked = true;
  }
}
