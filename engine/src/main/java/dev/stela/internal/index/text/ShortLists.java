package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;

import java.util.Arrays;

/**
 * Reads the documents of many posting lists of one block each. Most of them have few documents or
 * none in the first range: that is read by itself, with a look at the first documents of each list.
 * Whoever comes behind it has the rest read at once. One thread.
 */
final class ShortLists implements DocumentSource {
  private static final int COUNT_BITS = Integer.numberOfTrailingZeros(BLOCK_DOCUMENTS);

  private final SegmentField field;
  private final int[] documents = new int[BLOCK_DOCUMENTS];
  // Where the documents of a list are, and below that 1 less than how many.
  private long[] lists = new long[128];
  private int size;
  private boolean peeked;

  ShortLists(SegmentField field) {
    this.field = field;
  }

  void add(long documentsAt, int count) {
    if (size == lists.length) {
      lists = Arrays.copyOf(lists, 2 * size);
    }
    lists[size++] = documentsAt << COUNT_BITS | count - 1;
  }

  int size() {
    return size;
  }

  @Override
  public void read(int from, int upTo, DocumentBits target) {
    if (!peeked && from == target.first()) {
      peek(upTo, target);
      peeked = true;
    } else if (size > 0) {
      readAll(target);
    }
  }

  private void peek(int upTo, DocumentBits target) {
    CheckedBytes bytes = field.bytes();
    int before = field.firstDocument() - 1;
    for (int i = 0; i < size; i++) {
      PackedDocuments.read(bytes, at(i), count(i), before, upTo, target);
    }
  }

  /** Reads all documents, after which the lists are of no use any more. */
  void readAll(DocumentBits target) {
    CheckedBytes bytes = field.bytes();
    int before = field.firstDocument() - 1;
    int end = target.end();
    for (int i = 0; i < size; i++) {
      int count = count(i);
      PackDecoder.decodeAscending(bytes, at(i), count, before, documents);
      for (int j = 0; j < count && documents[j] < end; j++) {
        target.add(documents[j]);
      }
    }
    size = 0;
  }

  private long at(int index) {
    return lists[index] >>> COUNT_BITS;
  }

  private int count(int index) {
    return ((int) lists[index] & BLOCK_DOCUMENTS - 1) + 1;
  }
}
