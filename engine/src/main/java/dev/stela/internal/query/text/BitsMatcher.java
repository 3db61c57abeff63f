package dev.stela.internal.query.text;

import dev.stela.internal.index.text.DocumentBits;
import dev.stela.internal.index.text.PostingUnion;

/**
 * The documents that have any of many terms, all of one score. They are read as far as somebody has
 * come, and a little further. Where nothing has been read yet a document is a candidate whether it
 * has a term or not: perhaps nobody wants to know any more. One thread.
 */
final class BitsMatcher extends ConstantMatcher {
  /** So many of the first documents are wanted as a rule. */
  private static final int FIRST_WANTED = 32;

  private static final int GROWTH = 4;
  private static final int MAX_RANGE = 1 << 20;

  private final PostingUnion union;
  private final DocumentBits bits;
  private final int first;
  private int end;
  private int filled;
  private int range;
  private int document = -1;

  BitsMatcher(PostingUnion union, float score) {
    super(score);
    this.union = union;
    this.bits = union.read();
    this.first = bits.first();
    this.end = bits.end();
    this.filled = first;
    this.range = firstRange();
  }

  /** Ranges end where ranking asks whether more is wanted, unless too few are before that. */
  private int firstRange() {
    long needed = (end - first) * (long) FIRST_WANTED / union.documents();
    return (int) Math.min((first + needed | RANGE) + 1 - first, MAX_RANGE);
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
    if (from < filled) {
      from = Math.min(bits.next(from), filled);
    }
    document = from < end ? from : END;
    return document;
  }

  @Override
  boolean check(int asked) {
    if (document < asked) {
      advance(asked);
    }
    if (document != asked || asked >= end) {
      return false;
    }
    if (asked >= filled) {
      fill(asked);
    }
    return bits.has(asked);
  }

  /** What is before has been passed, and need not be right. */
  private void fill(int from) {
    int upTo = (int) Math.min((long) from + range, end);
    union.read(from, upTo);
    filled = upTo;
    range = Math.min(GROWTH * range, MAX_RANGE);
  }

  @Override
  void expectAll() {
    if (filled < end) {
      union.read(filled, end);
      filled = end;
    }
  }

  /** Returns how many documents there are in all; to be asked instead of walking over them. */
  int count() {
    expectAll();
    return bits.count();
  }

  @Override
  void finish() {
    end = first;
    document = END;
  }

  @Override
  long cost() {
    return union.documents();
  }
}
