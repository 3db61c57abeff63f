package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BITS;
import static dev.stela.internal.format.TextListLayout.BITS_WORDS;
import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;

/**
 * The cursor of a posting list of several documents: a block of documents is unpacked at once, its
 * frequencies and positions only when they are asked for. One thread.
 */
final class BlockCursor extends PostingCursor {
  /** Numbers are unpacked by so many at a time, for which there has to be room. */
  private static final int UNPACKED = 8;

  /** So many documents ahead are looked at one by one. */
  private static final int NEAR = 4;

  /** So many frequencies of one of several blocks are soon read one by one. */
  private static final int FEW = 3;

  /** The index of a document that has been found among bits. */
  private static final int UNKNOWN = Integer.MAX_VALUE - 1;

  private final SegmentPostings postings;
  private final CheckedBytes bytes;
  // Null if the list is one block only.
  private final PostingBlocks blocks;
  // Null if nobody asks for positions.
  private final BlockPositions positions;
  // Null until a block has bits.
  private BlockBits bits;
  private final int[] documents;
  private final BlockFrequencies frequencies;
  private boolean loaded;
  private int count;
  // 0 as long as the documents of the block are only there as bits.
  private int unpacked;
  private int index = -1;
  private int document = -1;
  private int last = -1;
  private boolean positionsBegun;
  // Of a list of several blocks, once they are asked for.
  private BlockImpacts impactsAhead;
  // Of a list of one block, once they are asked for.
  private Impacts impacts;

  BlockCursor(SegmentPostings postings, BlockPositions positions) {
    this.postings = postings;
    this.bytes = postings.bytes();
    this.positions = positions;
    this.blocks = postings.blocks();
    int size = Math.min(BLOCK_DOCUMENTS, postings.documents() + UNPACKED - 1 & -UNPACKED);
    this.documents = new int[size];
    this.frequencies = new BlockFrequencies(bytes, size, blocks == null ? 0 : FEW);
  }

  @Override
  public int document() {
    return document;
  }

  @Override
  public int next() {
    if (++index < unpacked) {
      return document = documents[index];
    }
    return nextOfBitsOrBlocks();
  }

  private int nextOfBitsOrBlocks() {
    if (index > UNKNOWN) {
      index = bits.countBefore(document) + 1;
    }
    if (index >= count) {
      if (blocks == null ? loaded : !blocks.next()) {
        return end();
      }
      load();
      index = 0;
    }
    unpackBits();
    return document = documents[index];
  }

  /** Who walks on step by step is served better by an array. */
  private void unpackBits() {
    if (unpacked == 0) {
      unpacked = bits.unpack(documents);
      checkCount(unpacked);
    }
  }

  private int end() {
    index = count;
    return document = END;
  }

  @Override
  public int advance(int target) {
    if (target > last) {
      if (blocks == null ? loaded : !blocks.seek(target)) {
        return end();
      }
      load();
      if (target > last) {
        return end();
      }
    }
    if (unpacked == 0) {
      index = UNKNOWN;
      document = bits.from(target);
      return document;
    }
    index = indexFrom(target);
    return document = documents[index];
  }

  /** Returns the index of the first document from one on: it is in the block, and often near. */
  private int indexFrom(int target) {
    int low = index + 1;
    // The one sought is often near; else which half it is in cannot be foretold: no branch.
    int near = Math.min(low + NEAR, count);
    while (low < near && documents[low] < target) {
      low++;
    }
    if (low < near) {
      return low;
    }
    int left = count - low;
    while (left > 1) {
      int half = left >>> 1;
      low += documents[low + half - 1] < target ? half : 0;
      left -= half;
    }
    return low;
  }

  /** Unpacks the documents of the block, and stands before the first of them. */
  private void load() {
    if (blocks == null) {
      loadList();
    } else {
      loadBlock();
    }
    loaded = true;
    index = -1;
    positionsBegun = false;
  }

  private void loadList() {
    count = postings.documents();
    long behind = loadPack(postings.documentsAt(), postings.beforeFirst());
    boolean once = postings.occurrences() == count;
    frequencies.begin(once ? BlockFrequencies.NO_PACK : behind, count);
  }

  private void loadBlock() {
    count = blocks.isLast() ? postings.documentsOfLastBlock() : BLOCK_DOCUMENTS;
    long at = blocks.documents();
    int before = blocks.beforeFirst();
    long behind = bytes.byteAt(at) == BITS ? loadBits(at, before) : loadPack(at, before);
    if (blocks.last() != last) {
      throw bytes.damaged("a block does not end with its last document", at, blocks.last(), last);
    }
    frequencies.begin(behind, count);
  }

  private long loadPack(long at, int before) {
    long behind = PackDecoder.decodeAscending(bytes, at, count, before, documents);
    unpacked = count;
    last = documents[count - 1];
    return behind;
  }

  private long loadBits(long at, int before) {
    if (bits == null) {
      bits = new BlockBits();
    }
    int words = bytes.byteAt(at + 1);
    long behind = at + BITS_WORDS + (long) words * Long.BYTES;
    bits.begin(bytes.require(at, behind), at + BITS_WORDS, words, before + 1);
    unpacked = 0;
    last = bits.last();
    return behind;
  }

  /** Finds the index of the document in a block of bits: not everybody wants to know. */
  private void locate() {
    if (index == UNKNOWN) {
      index = bits.countBefore(document);
      checkCount(Math.max(index + 1, count));
    }
  }

  private void checkCount(int found) {
    if (found != count) {
      throw bytes.damaged(
          "a block has not as many documents as it should", blocks.documents(), count, found);
    }
  }

  @Override
  public int frequency() {
    locate();
    return frequencies.get(index);
  }

  @Override
  public int[] positions(int[] target) {
    locate();
    int[] ofBlock = frequencies.all();
    if (!positionsBegun) {
      positionsBegun = true;
      positions.begin(blocks == null ? postings.positionsAt() : blocks.positions(), ofBlock, count);
    }
    return positions.read(index, ofBlock, target);
  }

  @Override
  public int take(int upTo, int[] target, int[] targetFrequencies) {
    locate();
    int from = index;
    unpackBits();
    int to = upTo >= last ? count : behind(upTo);
    int taken = Math.min(to - from, target.length);
    System.arraycopy(documents, from, target, 0, taken);
    System.arraycopy(frequencies.all(), from, targetFrequencies, 0, taken);
    index = from + taken - 1;
    document = documents[index];
    return taken;
  }

  /** Returns the index of the first document of the block behind one that is before the last. */
  private int behind(int upTo) {
    int found = index;
    while (documents[found] <= upTo) {
      found++;
    }
    return found;
  }

  @Override
  public int blockEnd(int target) {
    return blocks == null ? wholeList(target) : ahead().blockEnd(target);
  }

  @Override
  public int groupEnd(int target) {
    return blocks == null ? wholeList(target) : ahead().groupEnd(target);
  }

  private BlockImpacts ahead() {
    if (impactsAhead == null) {
      impactsAhead = new BlockImpacts(postings);
    }
    return impactsAhead;
  }

  /** A short list has no impacts in the file: what they would save is less than their room. */
  private int wholeList(int target) {
    if (impacts == null) {
      gatherImpacts();
    }
    if (target > last) {
      impacts.none();
    }
    return END;
  }

  private void gatherImpacts() {
    if (!loaded) {
      load();
    }
    impacts = new Impacts();
    int[] ofBlock = frequencies.all();
    impacts.begin();
    for (int i = 0; i < count; i++) {
      impacts.add(ofBlock[i], postings.norm(documents[i]));
    }
    impacts.end();
  }

  @Override
  public Impacts impacts() {
    return blocks == null ? impacts : impactsAhead.impacts();
  }
}
