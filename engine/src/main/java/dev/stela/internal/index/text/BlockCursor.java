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
  // How many positions the documents of the block before one of them have.
  private int positioned;
  private long positionsBefore;
  private PostingBlocks ahead;
  private Impacts impacts;
  private ByteReader impactReader;
  private int impactsOf = -1;

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
    if (index >= count) {
      if (blocks == null ? loaded : !blocks.next()) {
        return end();
      }
      load();
      index = 0;
    }
    if (unpacked == 0) {
      // Who walks on step by step is served better by an array.
      bits.unpack(documents);
      unpacked = count;
    }
    return document = documents[index];
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
      document = bits.from(target);
      index = bits.countBefore(document);
      return document;
    }
    // The one sought is in the block, and often near.
    int low = index + 1;
    int high = low;
    for (int step = 1; high < count && documents[high] < target; step <<= 1) {
      low = high + 1;
      high += step;
    }
    high = Math.min(high, count - 1);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (documents[middle] < target) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    index = low;
    return document = documents[low];
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
    positioned = -1;
  }

  private void loadBits(long at, int before) {
    if (bits == null) {
      bits = new BlockBits();
    }
    int words = bytes.byteAt(at + 1);
    frequenciesAt = at + BITS_WORDS + (long) words * Long.BYTES;
    bits.read(bytes.require(at, frequenciesAt), at + BITS_WORDS, words, before + 1);
    unpacked = 0;
    last = bits.last();
    if (bits.count() != count) {
      throw bytes.damaged(
          "a block has not as many documents as it should", at, count, bits.count());
    }
  }

  @Override
  public int frequency() {
    if (!frequenciesRead) {
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
    int frequency = frequency();
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
  public int blockEnd(int target) {
    if (impacts == null) {
      impacts = new Impacts();
    }
    return blocks == null ? wholeList(target) : blockAhead(target);
  }

  /** A short list has no impacts in the file: what they would save is less than their room. */
  private int wholeList(int target) {
    if (!loaded) {
      load();
    }
    if (target > last) {
      impacts.none();
      impactsOf = -1;
    } else if (impactsOf < 0) {
      if (!frequenciesRead) {
        readFrequencies();
      }
      impacts.begin();
      for (int i = 0; i < count; i++) {
        impacts.add(frequencies[i], postings.norm(documents[i]));
      }
      impacts.end();
      impactsOf = last;
    }
    return END;
  }

  private int blockAhead(int target) {
    if (ahead == null) {
      ahead = postings.blocks();
      impactReader = new ByteReader(bytes, 0);
    }
    if (!ahead.seek(target)) {
      impacts.none();
      return END;
    }
    if (impactsOf != ahead.last()) {
      impactReader.at(ahead.impacts());
      impacts.read(impactReader);
      impactsOf = ahead.last();
    }
    return ahead.isLast() ? END : ahead.last();
  }

  @Override
  public int impacts() {
    return impacts.size();
  }

  @Override
  public int impactFrequency(int index) {
    return impacts.frequency(index);
  }

  @Override
  public int impactNorm(int index) {
    return impacts.norm(index);
  }
}
