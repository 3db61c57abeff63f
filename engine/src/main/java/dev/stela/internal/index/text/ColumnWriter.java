package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextSegmentLayout.BASE_LSN_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.ENDINGS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.ENDING_BYTES_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FROMS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.FROM_BYTES_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.NO_ORDINAL;
import static dev.stela.internal.format.TextSegmentLayout.ORDER_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.ORDINALS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.OUTER_ENDINGS_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.OUTER_OFFSET;
import static dev.stela.internal.format.TextSegmentLayout.intAt;
import static dev.stela.internal.format.TextSegmentLayout.longAt;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Writes what a segment tells of documents apart from their fields. One use, one thread. */
final class ColumnWriter {
  /** So many documents are sorted at once, for sorting all would take memory without a bound. */
  private static final int SORTED_DOCUMENTS = 1 << 18;

  private static final int BUCKETS = 1 << 12;

  private final SegmentOutput out;
  private final MergedDocuments documents;
  private final MemorySegment summary;
  private long baseLsn = -1;
  private long lastFrom;
  private long greatestEnding;
  private int lastOrdinal = -1;
  private int leastOrdinal = Integer.MAX_VALUE;
  private int greatestOrdinal = -1;
  private boolean ordered = true;

  ColumnWriter(SegmentOutput out, MergedDocuments documents, MemorySegment summary) {
    this.out = out;
    this.documents = documents;
    this.summary = summary;
  }

  void write() {
    documents.forEach(this::look);
    if (baseLsn < 0) {
      baseLsn = documents.firstLsn();
      lastFrom = baseLsn;
    }
    longAt(summary, BASE_LSN_OFFSET, baseLsn);
    begin(ORDINALS_OFFSET);
    documents.forEach(
        (document, part) -> out.i32(part == null ? NO_ORDINAL : part.ordinal(document)));
    writeFroms();
    if (greatestEnding > 0) {
      writeEndings();
    }
    if (!ordered) {
      begin(ORDER_OFFSET);
      writeOrder();
    }
    writeOuterEndings();
  }

  private void begin(int offset) {
    out.align();
    longAt(summary, offset, out.position());
  }

  private void look(int document, TextPart part) {
    if (part == null) {
      // Whoever is absent is in no order.
      ordered = false;
      return;
    }
    int ordinal = part.ordinal(document);
    ordered &= ordinal >= lastOrdinal;
    lastOrdinal = ordinal;
    leastOrdinal = Math.min(leastOrdinal, ordinal);
    greatestOrdinal = Math.max(greatestOrdinal, ordinal);
    lastFrom = part.from(document);
    if (baseLsn < 0) {
      baseLsn = lastFrom;
    }
    greatestEnding = Math.max(greatestEnding, encodedEnding(document, part));
  }

  private long encodedEnding(int document, TextPart part) {
    long ending = documents.ending(document, part);
    return ending == 0 ? 0 : ending - Endings.encode(baseLsn, false) + 1;
  }

  private void writeFroms() {
    int width = NumberColumn.widthOf(lastFrom - baseLsn);
    begin(FROMS_OFFSET);
    intAt(summary, FROM_BYTES_OFFSET, width);
    long[] before = {baseLsn};
    documents.forEach(
        (document, part) -> {
          // An absent one has that of the document before, so that they ascend.
          before[0] = part == null ? before[0] : part.from(document);
          out.number(before[0] - baseLsn, width);
        });
  }

  private void writeEndings() {
    int width = NumberColumn.widthOf(greatestEnding);
    begin(ENDINGS_OFFSET);
    intAt(summary, ENDING_BYTES_OFFSET, width);
    documents.forEach(
        (document, part) -> out.number(part == null ? 0 : encodedEnding(document, part), width));
  }

  /** Writes the documents in the order of ordinals and then of numbers, a range after another. */
  private void writeOrder() {
    int[] counts = new int[BUCKETS];
    documents.forEach(
        (document, part) -> {
          if (part != null) {
            counts[bucket(part.ordinal(document))]++;
          }
        });
    for (int from = 0; from < BUCKETS; ) {
      int to = from;
      int count = 0;
      do {
        count += counts[to];
        to++;
      } while (to < BUCKETS && count + (long) counts[to] <= SORTED_DOCUMENTS);
      writeOrder(from, to, count);
      from = to;
    }
  }

  private int bucket(int ordinal) {
    long span = (long) greatestOrdinal - leastOrdinal + 1;
    return (int) (((long) ordinal - leastOrdinal) * BUCKETS / span);
  }

  private void writeOrder(int from, int to, int count) {
    long[] sorted = new long[count];
    int[] size = {0};
    documents.forEach(
        (document, part) -> {
          int ordinal = part == null ? NO_ORDINAL : part.ordinal(document);
          if (part != null && bucket(ordinal) >= from && bucket(ordinal) < to) {
            sorted[size[0]++] = (long) ordinal << Integer.SIZE | document - documents.first();
          }
        });
    Arrays.sort(sorted);
    for (long each : sorted) {
      out.i32((int) each);
    }
  }

  private void writeOuterEndings() {
    begin(OUTER_OFFSET);
    int count = 0;
    for (TextPart part : documents.parts()) {
      OuterEndings outer = part.outerEndings();
      for (int i = 0; i < outer.size(); i++) {
        if (outer.document(i) < documents.first()) {
          out.i64(outer.ending(i));
          count++;
        }
      }
    }
    for (TextPart part : documents.parts()) {
      OuterEndings outer = part.outerEndings();
      for (int i = 0; i < outer.size(); i++) {
        if (outer.document(i) < documents.first()) {
          out.i32(outer.document(i));
        }
      }
    }
    intAt(summary, OUTER_ENDINGS_OFFSET, count);
  }
}
