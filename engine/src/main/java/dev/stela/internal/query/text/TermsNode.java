package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.PostingCursor;
import dev.stela.internal.index.text.TermPostings;
import dev.stela.internal.index.text.TermScan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Documents that have any of the terms that a walk finds, all of one score. One thread. */
final class TermsNode extends Node {
  /** With more terms it is faster to read all of their lists than to go along them side by side. */
  private static final int FEW = 16;

  /** Lists of so many documents are read at once; there is nothing to be saved. */
  private static final int SHORT = 128;

  /** So many cursors of long lists are kept at most, for each takes memory. */
  private static final int MAX_LONG = 1024;

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
    List<TermPostings> few = new ArrayList<>(FEW);
    long cost = 0;
    boolean more = walk.first(scan);
    for (; more && few.size() < FEW; more = walk.next(scan)) {
      few.add(scan.postings());
      cost += few.getLast().documents();
    }
    if (few.isEmpty()) {
      return null;
    }
    return more
        ? bits(part, scan, walk, few)
        : new CursorsMatcher(
            few.stream().map(postings -> postings.cursor(false)).toList(), cost, score);
  }

  private Matcher bits(int part, TermScan scan, TermWalk walk, List<TermPostings> few) {
    var bits = new Bits(moment.part(part).firstDocument(), moment.end(part));
    few.forEach(bits::add);
    do {
      bits.add(scan.postings());
    } while (walk.next(scan));
    return new BitsMatcher(bits.words, bits.first, bits.end, bits.longs, bits.cost, score);
  }

  /** A bitmap in the making. One thread. */
  private static final class Bits {
    private final int first;
    private final int end;
    private final long[] words;
    private final List<PostingCursor> longs = new ArrayList<>();
    private long cost;

    private Bits(int first, int end) {
      this.first = first;
      this.end = end;
      this.words = new long[end - first + Long.SIZE - 1 >>> 6];
    }

    private void add(TermPostings postings) {
      PostingCursor cursor = postings.cursor(false);
      cost += postings.documents();
      if (postings.documents() > SHORT && longs.size() < MAX_LONG) {
        longs.add(cursor);
        return;
      }
      for (int document = cursor.next(); document < end; document = cursor.next()) {
        BitsMatcher.set(words, document - first);
      }
    }
  }
}
