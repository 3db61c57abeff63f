package dev.stela.internal.index.text;

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
  private final int[] documents;
  private final int[] frequencies;
  private boolean loaded;
  private int count;
  private int index = -1;
  private int document = -1;
  private int last = -1;
  private long frequenciesAt;
  private boolean frequenciesRead;
  // The document of the block, by its index, whose positions are being read, and their beginning.
  private int positioned;
  private long positionsBefore;
  private int position;
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
    if (++index < count) {
      return document = documents[index];
    }
    return firstOfNextBlock();
  }

  private int firstOfNextBlock() {
    if (blocks == null ? loaded : !blocks.next()) {
      return end();
    }
    load();
    index = 0;
    return document = documents[0];
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
    frequenciesAt = PackDecoder.decodeAscending(bytes, at, count, before, documents);
    last = documents[count - 1];
    if (blocks != null && blocks.last() != last) {
      throw bytes.damaged(
          "a block does not end with its last document", frequenciesAt, blocks.last(), last);
    }
    index = -1;
    frequenciesRead = false;
    positioned = -1;
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
  public int nextPosition() {
    if (positioned != index) {
      goToPositions();
    }
    return position += positions.step();
  }

  private void goToPositions() {
    if (!frequenciesRead) {
      readFrequencies();
    }
    if (positioned < 0) {
      long total = 0;
      for (int i = 0; i < count; i++) {
        total += frequencies[i];
      }
      positions.begin(blocks == null ? postings.positionsAt() : blocks.positions(), total);
      positioned = 0;
      positionsBefore = 0;
    }
    for (; positioned < index; positioned++) {
      positionsBefore += frequencies[positioned];
    }
    positions.seek(positionsBefore);
    position = 0;
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
