package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BITS;
import static dev.stela.internal.format.TextListLayout.BITS_WORDS;
import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;

import java.util.function.IntUnaryOperator;

/** Gathers the documents of a block of a posting list, and makes its bytes. One thread. */
final class BlockEncoder {
  /** Documents without exceptions are unpacked and summed up in one go. */
  private static final int EXCEPTION_BYTES = 16;

  /** Bits may take so much more room than a pack, for the time they save. */
  private static final int BITS_MORE_BYTES = 16;

  private static final int WORD_BITS = 6;

  private final PackEncoder encoder;
  private final int[] documents = new int[BLOCK_DOCUMENTS];
  private final int[] frequencies = new int[BLOCK_DOCUMENTS];
  private final int[] scratch = new int[BLOCK_DOCUMENTS];
  private int before;
  private int count;

  BlockEncoder(PackEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Begins a block.
   *
   * @param document what its first document is counted from
   */
  void begin(int document) {
    before = document;
    count = 0;
  }

  /** Returns what the first document is counted from: the last one of the block before. */
  int before() {
    return before;
  }

  /** Returns how many documents the block has so far. */
  int count() {
    return count;
  }

  /** Adds a document behind the last one. */
  void add(int document, int frequency) {
    documents[count] = document;
    frequencies[count] = frequency;
    count++;
  }

  /** Returns the last document. */
  int last() {
    return documents[count - 1];
  }

  /** Writes the documents as a pack. */
  void writePack(ByteBuilder target) {
    int previous = before;
    for (int i = 0; i < count; i++) {
      scratch[i] = documents[i] - previous - 1;
      previous = documents[i];
    }
    encoder.encode(scratch, count, EXCEPTION_BYTES, target);
  }

  /** Writes the documents as a pack, or as bits if these take little more room. */
  void writePackOrBits(ByteBuilder target) {
    int start = target.size();
    writePack(target);
    long words = (long) last() - before + Long.SIZE - 1 >>> WORD_BITS;
    if (BITS_WORDS + words * Long.BYTES <= target.size() - start + BITS_MORE_BYTES) {
      target.cut(start);
      writeBits((int) words, target);
    }
  }

  private void writeBits(int words, ByteBuilder target) {
    target.u8(BITS);
    target.u8(words);
    int i = 0;
    int first = before + 1;
    for (int word = 0; word < words; word++, first += Long.SIZE) {
      long bits = 0;
      for (; i < count && documents[i] - first < Long.SIZE; i++) {
        bits |= 1L << documents[i] - first;
      }
      target.i64(bits);
    }
  }

  /** Writes how often the documents have the term. */
  void writeFrequencies(ByteBuilder target) {
    for (int i = 0; i < count; i++) {
      scratch[i] = frequencies[i] - 1;
    }
    encoder.encode(scratch, count, target);
  }

  /**
   * Gathers the impacts of the block.
   *
   * @param norms tells the norm of a document's length
   */
  void gather(IntUnaryOperator norms, Impacts impacts) {
    impacts.begin();
    for (int i = 0; i < count; i++) {
      impacts.add(frequencies[i], norms.applyAsInt(documents[i]));
    }
    impacts.end();
  }
}
