package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.PostingCursor;
import dev.stela.internal.index.text.TermPostings;
import dev.stela.internal.index.text.TermScan;
import dev.stela.internal.index.text.TextPart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Documents that have any of the terms that a walk finds, all of one score. One thread. */
final class TermsNode extends Node {
  /** With more terms it is faster to read all of their lists than to go along them side by side. */
  private static final int FEW = 16;

  private final TextMoment moment;
  private final int field;
  private final Supplier<TermWalk> walks;
  private final float score;

  TermsNode(TextMoment moment, int field, Supplier<TermWalk> walks, float score) {
    this.moment = moment;
    this.field = field;
    this.walks = walks;
    this.score = score;
  }

  @Override
  Matcher matcher(int part) {
    FieldPart fieldPart = moment.field(part, field);
    if (fieldPart == null) {
      return null;
    }
    TermScan scan = fieldPart.scan();
    TermWalk walk = walks.get();
    List<PostingCursor> few = new ArrayList<>(FEW);
    long cost = 0;
    boolean more = walk.first(scan);
    for (; more && few.size() < FEW; more = walk.next(scan)) {
      TermPostings postings = scan.postings();
      few.add(postings.cursor(false));
      cost += postings.documents();
    }
    if (few.isEmpty()) {
      return null;
    }
    return more ? bits(part, scan, walk, few) : new CursorsMatcher(few, cost, score);
  }

  private Matcher bits(int part, TermScan scan, TermWalk walk, List<PostingCursor> few) {
    TextPart textPart = moment.part(part);
    int first = textPart.firstDocument();
    int end = moment.end(part);
    var bits = new long[end - first + Long.SIZE - 1 >>> 6];
    long cost = 0;
    for (PostingCursor cursor : few) {
      cost += set(bits, cursor, first, end);
    }
    do {
      cost += set(bits, scan.postings().cursor(false), first, end);
    } while (walk.next(scan));
    return new BitsMatcher(bits, first, cost, score);
  }

  private static int set(long[] bits, PostingCursor cursor, int first, int end) {
    int count = 0;
    for (int document = cursor.next(); document < end; document = cursor.next()) {
      int index = document - first;
      bits[index >>> 6] |= 1L << index;
      count++;
    }
    return count;
  }
}
