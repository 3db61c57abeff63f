package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BITS;
import static dev.stela.internal.format.TextListLayout.BITS_WORDS;
import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;

import java.util.Arrays;

/**
 * The cursor of a posting list of several documents: a block of documents is unpacked at once, its
 * frequencies and positions only when they are asked for. One thread.
 */
final class BlockCursor extends PostingCursor {
  private static final int UNPACKED = 8;

  /** So many documents ahead are looked at one by one. */
  private static final int NEAR = 4;

  /** So many frequencies of a block are soon read one by one. */
  private static final int FEW = 3;

  /** The index of a document that has been found among bits. */
  private static final int UNKNOWN = Integer.MAX_VALUE - 1;

  private final SegmentPostings postings;
  private final CheckedBytes bytes;
  // Null if the list is one block only.
  private final PostingBlocks blocks;
  private final PositionReader positions;
  // Null until a block has bits.
  private BlockBits bits;
  private final int[] documents;
  private final int[] frequencies;
  private boolean loaded;
  private int count;
  // 0 as long as the documents of the block are only there as bits.
  private int unpacked;
  private int index = -1;
  private int document = -1;
  private int last = -1;
  private long frequenciesAt;
  private boolean frequenciesRead;
  // How many frequencies of the block have been asked for.
  private int asked;
  private final int[] one = new int[1];
  // How many positions the documents of the block before one of them have.
  private int positioned;
  private long positionsBefore;
  private PostingBlocks ahead;
  private Impacts impacts;
  // Where what the impacts are of is in the file; -1 if they are of nothing.
  private long impactsAt = -1;

  BlockCursor(SegmentPostings postings, PositionReader positions) {
    this.postings = postings;
    this.bytes = postings.bytes();
    this.positions = positions;
    this.blocks = postings.blocks();
    int size = Math.min(BLOCK_DOCUMENTS, postings.documents() + UNPACKED - 1 & -UNPACKED);
    this.documents = new int[size];
    this.frequencies = new int[size];
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
    index = indexOf(target);
    return document = documents[index];
  }

  /** Returns the index of the first document from one on, behind the present one, in the block. */
  private int indexOf(int target) {
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
    loaded = true;
    int before;
    long at;
    if (blocks == null) {
      count = postings.documents();
      before = postings.beforeFirst();
      at = postings.documentsAt();
    } else {
      count = blocks.isLast() ? postings.documentsOfLastBlock() : BLOCK_DOCUMENTS;
      before = blocks.beforeFirst();
      at = blocks.documents();
    }
    if (blocks != null && bytes.byteAt(at) == BITS) {
      loadBits(at, before);
    } else {
      frequenciesAt = PackDecoder.decodeAscending(bytes, at, count, before, documents);
      unpacked = count;
      last = documents[count - 1];
    }
    if (blocks != null && blocks.last() != last) {
      throw bytes.damaged("a block does not end with its last document", at, blocks.last(), last);
    }
    index = -1;
    frequenciesRead = false;
    asked = 0;
    positioned = -1;
  }

  private void loadBits(long at, int before) {
    if (bits == null) {
      bits = new BlockBits();
    }
    int words = bytes.byteAt(at + 1);
    frequenciesAt = at + BITS_WORDS + (long) words * Long.BYTES;
    bits.begin(bytes.require(at, frequenciesAt), at + BITS_WORDS, words, before + 1);
    unpacked = 0;
    last = bits.last();
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
    if (!frequenciesRead) {
      if (blocks != null && asked < FEW) {
        asked++;
        PackDecoder.decodeSome(bytes, frequenciesAt, count, index, index + 1, one);
        return one[0] + 1;
      }
      readFrequencies();
    }
    return frequencies[index];
  }

  private void readFrequencies() {
    if (blocks == null && postings.occurrences() == postings.documents()) {
      Arrays.fill(frequencies, 0, count, 1);
    } else {
      PackDecoder.decode(bytes, frequenciesAt, count, frequencies);
      for (int i = 0; i < count; i++) {
        frequencies[i]++;
      }
    }
    frequenciesRead = true;
  }

  @Override
  public int[] positions(int[] target) {
    locate();
    if (!frequenciesRead) {
      readFrequencies();
    }
    int frequency = frequencies[index];
    if (positioned < 0) {
      beginPositions();
    }
    for (; positioned < index; positioned++) {
      positionsBefore += frequencies[positioned];
    }
    int[] found = withRoom(target, frequency);
    positions.read(positionsBefore, frequency, found);
    return found;
  }

  private void beginPositions() {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += frequencies[i];
    }
    positions.begin(blocks == null ? postings.positionsAt() : blocks.positions(), total);
    positioned = 0;
    positionsBefore = 0;
  }

  @Override
  public int take(int upTo, int[] target, int[] targetFrequencies) {
    locate();
    int from = index;
    unpackBits();
    if (!frequenciesRead) {
      readFrequencies();
    }
    int to = upTo >= last ? count : behind(upTo);
    int taken = Math.min(to - from, target.length);
    System.arraycopy(documents, from, target, 0, taken);
    System.arraycopy(frequencies, from, targetFrequencies, 0, taken);
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
    if (impacts == null) {
      impacts = new Impacts();
    }
    if (blocks == null) {
      return wholeList(target);
    }
    if (!seekAhead(target)) {
      return END;
    }
    if (impactsAt != ahead.impacts()) {
      impactsAt = ahead.impacts();
      impacts.read(bytes, impactsAt);
    }
    return ahead.isLast() ? END : ahead.last();
  }

  @Override
  public int groupEnd(int target) {
    if (blocks == null) {
      return blockEnd(target);
    }
    if (impacts == null) {
      impacts = new Impacts();
    }
    if (!seekAhead(target)) {
      return END;
    }
    impactsAt = ahead.groupImpacts();
    impacts.read(bytes, impactsAt);
    return ahead.isLastGroup() ? END : ahead.lastOfGroup();
  }

  private boolean seekAhead(int target) {
    if (ahead == null) {
      ahead = postings.blocks();
    }
    if (!ahead.seek(target)) {
      impacts.none();
      impactsAt = -1;
      return false;
    }
    return true;
  }

  /** A short list has no impacts in the file: what they would save is less than their room. */
  private int wholeList(int target) {
    if (!loaded) {
      load();
    }
    if (target > last) {
      impacts.none();
      impactsAt = -1;
    } else if (impactsAt < 0) {
      if (!frequenciesRead) {
        readFrequencies();
      }
      impacts.begin();
      for (int i = 0; i < count; i++) {
        impacts.add(frequencies[i], postings.norm(documents[i]));
      }
      impacts.end();
      impactsAt = postings.documentsAt();
    }
    return END;
  }

  @Override
  public Impacts impacts() {
    return impacts;
  }
}
