package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BITS;
import static dev.stela.internal.format.TextListLayout.BITS_WORDS;
import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;

import java.lang.foreign.MemorySegment;

/** Reads the documents of a posting list of several blocks, block by block. One thread. */
final class LongList implements DocumentSource {
  private final SegmentPostings postings;
  private final PostingBlocks blocks;

  LongList(SegmentPostings postings) {
    this.postings = postings;
    this.blocks = postings.blocks();
  }

  @Override
  public void read(int from, int upTo, DocumentBits target) {
    boolean more = blocks.seek(from);
    while (more) {
      readBlock(upTo, target);
      more = blocks.last() < upTo - 1 && blocks.next();
    }
  }

  private void readBlock(int upTo, DocumentBits target) {
    CheckedBytes bytes = postings.bytes();
    long at = blocks.documents();
    if (bytes.byteAt(at) == BITS) {
      readBits(bytes, at, target);
    } else {
      int count = blocks.isLast() ? postings.documentsOfLastBlock() : BLOCK_DOCUMENTS;
      PackedDocuments.read(bytes, at, count, blocks.beforeFirst(), upTo, target);
    }
  }

  private void readBits(CheckedBytes bytes, long at, DocumentBits target) {
    int words = bytes.byteAt(at + 1);
    long from = at + BITS_WORDS;
    MemorySegment memory = bytes.require(from, from + (long) words * Long.BYTES);
    int document = blocks.beforeFirst() + 1;
    for (int i = 0; i < words; i++) {
      target.addAll(document, memory.get(CheckedBytes.LONG, from + (long) i * Long.BYTES));
      document += Long.SIZE;
    }
  }
}
