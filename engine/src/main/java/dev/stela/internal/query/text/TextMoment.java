package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldPart;
import dev.stela.internal.index.text.FieldStatistics;
import dev.stela.internal.index.text.TextPart;
import dev.stela.internal.index.text.TextSegment;
import java.util.List;

/** The text index as of an LSN: which documents count. One thread. */
final class TextMoment {
  private final TextPart[] parts;
  private final int[] ends;
  private final boolean[] allStand;
  private final long lsn;
  private final Standing standing;

  /**
   * Looks at the parts.
   *
   * @param lsn a visible LSN
   */
  TextMoment(List<TextPart> parts, long lsn, Standing standing) {
    this.parts = parts.toArray(TextPart[]::new);
    this.lsn = lsn;
    this.standing = standing;
    this.ends = new int[this.parts.length];
    this.allStand = new boolean[this.parts.length];
    for (int i = 0; i < this.parts.length; i++) {
      ends[i] = this.parts[i].endAt(lsn);
      allStand[i] = this.parts[i].allStandAt(lsn);
    }
  }

  int parts() {
    return parts.length;
  }

  TextPart part(int index) {
    return parts[index];
  }

  /** Returns a field's posting lists in a part; null if it has none there. */
  FieldPart field(int index, int field) {
    return parts[index].field(field);
  }

  long lsn() {
    return lsn;
  }

  /** Returns the document behind the last one of a part that had been made. */
  int end(int index) {
    return ends[index];
  }

  /** Tells whether all documents before the end stand. */
  boolean allStand(int index) {
    return allStand[index];
  }

  /** Tells whether a part gets no more documents, and had all it has at this moment. */
  boolean isComplete(int index) {
    boolean isFinal = index < parts.length - 1 || parts[index] instanceof TextSegment;
    return isFinal && lsn >= parts[index].lastLsn();
  }

  /** Tells whether a document before the end counts. */
  boolean counts(int index, int document) {
    if (allStand[index]) {
      return true;
    }
    TextPart part = parts[index];
    long to = part.to(document);
    return switch (standing) {
      case NOW -> lsn < to;
      case LATEST ->
          lsn < to || part.isRetired(document) && isLatest(part.ordinal(document), document);
      case EVER -> part.from(document) < to;
    };
  }

  private boolean isLatest(int ordinal, int document) {
    for (int i = parts.length - 1; i >= 0; i--) {
      int found = parts[i].documentOf(ordinal, lsn);
      if (found >= 0) {
        return found == document;
      }
    }
    return false;
  }

  /** Returns how many documents stand that have a field, and how many tokens they have in it. */
  FieldStatistics statistics(int field, TextMemos memos) {
    FieldStatistics sum = FieldStatistics.NONE;
    for (TextPart part : parts) {
      sum = sum.plus(memos.of(part).statistics(part, field, lsn));
    }
    return sum;
  }
}
