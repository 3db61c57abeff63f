package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.PostingUnion;
import dev.stela.internal.index.text.TermPostings;
import dev.stela.internal.index.text.TermScan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Documents that have any of the terms that a walk finds, all of one score. One thread. */
final class TermsNode extends Node {
  /** More lists than this are read in ranges instead of going along them side by side. */
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
    var union = new PostingUnion(moment.part(part).firstDocument(), moment.end(part));
    few.forEach(postings -> postings.addTo(union));
    do {
      scan.addTo(union);
    } while (walk.next(scan));
    return new BitsMatcher(union, score);
  }
}
