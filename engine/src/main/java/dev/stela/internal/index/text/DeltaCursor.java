package dev.stela.internal.index.text;

/**
 * Walks over the posting list of a delta up to an end that was acquired. A posting is the distance
 * to the document before, shifted to make room for a bit that says that the term occurs once; else
 * how often it does, and how many bytes its positions take; then the positions, each as the
 * distance to the one before. One thread.
 */
final class DeltaCursor extends PostingCursor {
  private static final int ONE_POSITION = -1;

  private final BytePages bytes;
  private final boolean hasPositions;
  private final int firstDocument;
  private final int end;
  private final Impacts impacts = new Impacts();
  private byte[] page;
  private int at;
  private int limit;
  private int level;
  private boolean isLastBlock;
  private int document = -1;
  private int index;
  private int frequency;
  private int unreadBytes;

  DeltaCursor(DeltaTerms terms, int term, int end, boolean hasPositions, int firstDocument) {
    this.bytes = terms.bytes();
    this.hasPositions = hasPositions;
    this.firstDocument = firstDocument;
    this.end = end;
    // Read after the end was acquired, so that they bound all that lies before it.
    this.impacts.only(terms.records().greatestFrequency(term), terms.records().smallestNorm(term));
    enter(terms.firstBlock(term), 0);
  }

  private void enter(int block, int newLevel) {
    page = bytes.page(block);
    at = BytePages.offset(block);
    level = newLevel;
    limit = at + ListBlocks.capacity(level);
    int beforeEnd = end - block;
    isLastBlock = beforeEnd >= 0 && beforeEnd <= limit - at;
    if (isLastBlock) {
      limit = at + beforeEnd;
    }
  }

  @Override
  public int document() {
    return document;
  }

  @Override
  public int next() {
    skipPositions();
    if (at == limit && isLastBlock) {
      document = END;
      return END;
    }
    int code = read();
    index += code >>> 1;
    document = firstDocument + index;
    if ((code & 1) != 0) {
      frequency = 1;
      unreadBytes = hasPositions ? ONE_POSITION : 0;
    } else {
      frequency = read();
      unreadBytes = hasPositions ? read() : 0;
    }
    return document;
  }

  @Override
  public int advance(int target) {
    int found;
    do {
      found = next();
    } while (found < target);
    return found;
  }

  @Override
  public int frequency() {
    return frequency;
  }

  @Override
  public int[] positions(int[] target) {
    int[] found = withRoom(target, frequency);
    int position = 0;
    for (int i = 0; i < frequency; i++) {
      position += read();
      found[i] = position;
    }
    unreadBytes = 0;
    return found;
  }

  private void skipPositions() {
    if (unreadBytes == ONE_POSITION) {
      read();
    } else {
      while (unreadBytes > limit - at) {
        unreadBytes -= limit - at;
        follow();
      }
      at += unreadBytes;
    }
    unreadBytes = 0;
  }

  private int read() {
    byte next = readByte();
    int number = next & 0x7F;
    for (int shift = 7; next < 0; shift += 7) {
      next = readByte();
      number |= (next & 0x7F) << shift;
    }
    return number;
  }

  private byte readByte() {
    if (at == limit) {
      follow();
    }
    return page[at++];
  }

  private void follow() {
    enter(ListBlocks.link(page, limit), ListBlocks.next(level));
  }

  @Override
  public int take(int upTo, int[] documents, int[] frequencies) {
    int count = 0;
    do {
      documents[count] = document;
      frequencies[count] = frequency;
      count++;
      next();
    } while (document <= upTo && document != END && count < documents.length);
    return count;
  }

  /** The whole list is one block. */
  @Override
  public int blockEnd(int target) {
    return END;
  }

  @Override
  public int groupEnd(int target) {
    return END;
  }

  @Override
  public Impacts impacts() {
    return impacts;
  }
}
