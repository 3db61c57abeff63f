package dev.stela.internal.index.text;

import dev.stela.internal.format.TextFieldLayout;
import dev.stela.internal.format.TextSegmentLayout;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Writes a field of a segment: its lists, terms and lengths. One use, one thread. */
final class FieldWriter {
  private final SegmentOutput out;
  private final MergedDocuments documents;
  private final int number;
  private final List<FieldPart> fields = new ArrayList<>();
  private FieldStatistics all = FieldStatistics.NONE;
  private FieldStatistics ended = FieldStatistics.NONE;
  private int greatest;
  private int least = Integer.MAX_VALUE;
  private byte[] prefix;

  FieldWriter(SegmentOutput out, MergedDocuments documents, int number) {
    this.out = out;
    this.documents = documents;
    this.number = number;
  }

  /** Returns what all terms of the field begin with. */
  byte[] prefix() {
    return prefix;
  }

  /** Writes the field, and what the segment's table tells of it; false if no document has it. */
  boolean write(MemorySegment entry) {
    int[] documentCounts = new int[2];
    long[] tokens = new long[2];
    for (TextPart part : documents.parts()) {
      FieldPart field = part.field(number);
      fields.add(field);
      for (int document = part.firstDocument();
          field != null && document < part.endDocument();
          document++) {
        int length = documents.isAbsent(document) ? 0 : field.length(document);
        if (length > 0) {
          int last = documents.ending(document, part) == 0 ? 0 : 1;
          for (int kind = 0; kind <= last; kind++) {
            documentCounts[kind]++;
            tokens[kind] += length;
          }
          greatest = Math.max(greatest, length);
          least = Math.min(least, length);
        }
      }
    }
    all = new FieldStatistics(documentCounts[0], tokens[0]);
    ended = new FieldStatistics(documentCounts[1], tokens[1]);
    if (all.documents() == 0) {
      return false;
    }
    FieldMerger merger = new FieldMerger(out, documents, fields);
    TermWriter terms = merger.write();
    TextSegmentLayout.longAt(entry, TextFieldLayout.INDEX_OFFSET, terms.end());
    prefix = terms.prefix();
    describe(entry, terms.terms(), merger.hasPositions());
    writeLengths(entry);
    return true;
  }

  private void describe(MemorySegment entry, long terms, boolean positions) {
    TextSegmentLayout.longAt(entry, TextFieldLayout.TOKENS_OFFSET, all.tokens());
    TextSegmentLayout.longAt(entry, TextFieldLayout.ENDED_TOKENS_OFFSET, ended.tokens());
    TextSegmentLayout.longAt(entry, TextFieldLayout.TERMS_OFFSET, terms);
    TextSegmentLayout.intAt(entry, TextFieldLayout.FIELD_OFFSET, number);
    TextSegmentLayout.intAt(
        entry, TextFieldLayout.FLAGS_OFFSET, positions ? TextFieldLayout.FLAG_POSITIONS : 0);
    TextSegmentLayout.intAt(entry, TextFieldLayout.DOCUMENTS_OFFSET, all.documents());
    TextSegmentLayout.intAt(entry, TextFieldLayout.ENDED_DOCUMENTS_OFFSET, ended.documents());
    TextSegmentLayout.intAt(entry, TextFieldLayout.GREATEST_LENGTH_OFFSET, greatest);
    TextSegmentLayout.intAt(entry, TextFieldLayout.PREFIX_BYTES_OFFSET, prefix.length);
  }

  private void writeLengths(MemorySegment entry) {
    int own = least == greatest ? 0 : NumberColumn.widthOf(greatest);
    boolean everywhere = all.documents() == documents.numbers();
    int dense = everywhere ? own : NumberColumn.widthOf(greatest);
    boolean sparse =
        (long) all.documents() * (Integer.BYTES + own) < (long) documents.numbers() * dense;
    out.align();
    TextSegmentLayout.longAt(entry, TextFieldLayout.LENGTHS_OFFSET, out.position());
    TextSegmentLayout.intAt(entry, TextFieldLayout.LENGTH_BYTES_OFFSET, sparse ? own : dense);
    TextSegmentLayout.intAt(
        entry, TextFieldLayout.LENGTH_ENTRIES_OFFSET, sparse ? all.documents() : 0);
    if (sparse) {
      forEachLength(
          (document, length) -> {
            if (length > 0) {
              out.i32(document - documents.first());
            }
          });
    }
    forEachLength(
        (document, length) -> {
          if (length > 0 || !sparse) {
            out.number(length, sparse ? own : dense);
          }
        });
    out.align();
  }

  /** Takes how many tokens a document has, 0 if it is absent. */
  private interface LengthVisitor {
    void length(int document, int length);
  }

  private void forEachLength(LengthVisitor visitor) {
    for (int i = 0; i < fields.size(); i++) {
      TextPart part = documents.parts().get(i);
      FieldPart field = fields.get(i);
      int end = part.endDocument();
      for (int document = part.firstDocument(); document < end; document++) {
        boolean has = field != null && !documents.isAbsent(document);
        visitor.length(document, has ? field.length(document) : 0);
      }
    }
  }
}
