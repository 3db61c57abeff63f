package dev.stela.internal.query.text;

import dev.stela.internal.index.text.PostingCursor;
import java.util.List;

/**
 * The documents that have any of many terms, all of one score, in a bitmap. Long lists are read
 * into it as far as somebody has come, and a little further: whoever wants the first documents only
 * does not pay for all. One thread.
 */
final class BitsMatcher extends ConstantMatcher {
  private static final int FIRST_RANGE = 2048;
  private static final int MAX_RANGE = 1 << 20;

  private final long[] bits;
  private final int first;
  private final int end;
  private final PostingCursor[] lists;
  private final long cost;
  private int filled;
  private int range = FIRST_RANGE;
  private int document = -1;

  /**
   * Creates one.
   *
   * @param bits by document, with what is in no list
   * @param first the document of the first bit
   * @param end behind the last document
   * @param lists to be read into the bitmap
   * @param cost about how many documents there are
   */
  BitsMatcher(long[] bits, int first, int end, List<PostingCursor> lists, long cost, float score) {
    super(score);
    this.bits = bits;
    this.first = first;
    this.end = end;
    this.lists = lists.toArray(PostingCursor[]::new);
    this.cost = cost;
    this.filled = first;
  }

  @Override
  int document() {
    return document;
  }

  @Override
  int next() {
    return advance(document + 1);
  }

  @Override
  int advance(int target) {
    int from = Math.max(target, first);
    document = END;
    while (from < end) {
      if (from >= filled) {
        fill(from);
      }
      int found = nextBit(from);
      if (found < filled) {
        document = found;
        break;
      }
      from = filled;
    }
    return document;
  }

  /** What is before has been passed, and need not be right. */
  private void fill(int from) {
    int upTo = (int) Math.min((long) from + range, end);
    for (PostingCursor list : lists) {
      int at = list.document();
      for (at = at < from ? list.advance(from) : at; at < upTo; at = list.next()) {
        set(bits, at - first);
      }
    }
    filled = upTo;
    range = Math.min(2 * range, MAX_RANGE);
  }

  static void set(long[] bits, int index) {
    bits[index >>> 6] |= 1L << index;
  }

  private int nextBit(int from) {
    int index = from - first >>> 6;
    long word = bits[index] & -1L << from - first;
    while (word == 0 && ++index < bits.length) {
      word = bits[index];
    }
    return word == 0 ? END : first + (index << 6) + Long.numberOfTrailingZeros(word);
  }

  @Override
  long cost() {
    return cost;
  }
}
