package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;

import java.util.Arrays;

/**
 * Reads the documents of many posting lists of one block each. Most of them have few documents or
 * none in the first ranges: these are read by themselves, with a look at the first documents of
 * each list. Whoever comes behind them has the rest read at once. One thread.
 */
final class ShortLists implements DocumentSource {
  /** Whoever comes behind so many ranges wants more than the first documents. */
  private static final int MAX_PEEKS = 3;

  private static final int COUNT_BITS = Integer.numberOfTrailingZeros(BLOCK_DOCUMENTS);

  private final SegmentField field;
  private final int[] documents = new int[BLOCK_DOCUMENTS];
  // Where the documents of a list are, and below that 1 less than how many; or the complement of
  // the only document.
  private long[] lists = new long[128];
  private int size;
  private int peeks;

  ShortLists(SegmentField field) {
    this.field = field;
  }

  void add(long documentsAt, int count) {
    add(documentsAt << COUNT_BITS | count - 1);
  }

  void addSingle(int document) {
    add(~document);
  }

  private void add(long list) {
    if (size == lists.length) {
      lists = Arrays.copyOf(lists, 2 * size);
    }
    lists[size++] = list;
  }

  int size() {
    return size;
  }

  @Override
  public void read(int from, int upTo, DocumentBits target) {
    boolean first = peeks == 0 ? from == target.first() : peeks < MAX_PEEKS;
    if (first && upTo < target.end()) {
      peek(upTo, target);
      peeks++;
    } else if (size > 0) {
      readAll(target);
    }
  }

  private void peek(int upTo, DocumentBits target) {
    CheckedBytes bytes = field.bytes();
    int before = field.firstDocument() - 1;
    for (int i = 0; i < size; i++) {
      long list = lists[i];
      if (list < 0) {
        addSingle(list, upTo, target);
      } else {
        PackedDocuments.read(bytes, list >>> COUNT_BITS, count(list), before, upTo, target);
      }
    }
  }

  /** Reads all documents, after which the lists are of no use any more. */
  void readAll(DocumentBits target) {
    target.reserve(target.end());
    for (int i = 0; i < size; i++) {
      if (lists[i] < 0) {
        addSingle(lists[i], target.end(), target);
      } else {
        readAll(lists[i], target);
      }
    }
    size = 0;
  }

  private void readAll(long list, DocumentBits target) {
    int count = count(list);
    int before = field.firstDocument() - 1;
    PackDecoder.decodeAscending(field.bytes(), list >>> COUNT_BITS, count, before, documents);
    int end = target.end();
    for (int i = 0; i < count && documents[i] < end; i++) {
      target.add(documents[i]);
    }
  }

  private static void addSingle(long list, int upTo, DocumentBits target) {
    int document = (int) ~list;
    if (document < upTo) {
      target.add(document);
    }
  }

  private static int count(long list) {
    return ((int) list & BLOCK_DOCUMENTS - 1) + 1;
  }
}
