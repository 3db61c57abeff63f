package dev.stela.internal.index.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes terms and posting lists of a field, from those of several parts. One use, one thread. */
final class FieldMerger {
  private static final int TOLD_DOCUMENTS = 1 << 16;

  private final SegmentOutput out;
  private final MergedDocuments documents;
  private final boolean positions;
  private final List<TermScan> scans = new ArrayList<>();
  private final ListWriter list;
  private final TermWriter terms;
  private byte[] term = new byte[64];
  private int[] places = new int[64];
  private int length;
  private int untold;

  /**
   * Creates a merger.
   *
   * @param fields the field in each of the parts, in their order; null where it is not
   */
  FieldMerger(SegmentOutput out, MergedDocuments documents, List<FieldPart> fields) {
    this.out = out;
    this.documents = documents;
    this.positions = fields.stream().allMatch(field -> field == null || field.hasPositions());
    this.list =
        new ListWriter(out, positions, document -> norm(fields, document), documents.first() - 1);
    this.terms = new TermWriter(out);
    for (FieldPart field : fields) {
      TermScan scan = field == null ? null : field.scan();
      if (scan != null && scan.next()) {
        scans.add(scan);
      }
    }
  }

  private int norm(List<FieldPart> fields, int document) {
    List<? extends TextPart> parts = documents.parts();
    int part = 0;
    while (document >= parts.get(part).endDocument()) {
      part++;
    }
    return Norms.encode(fields.get(part).length(document));
  }

  /** Writes all; returns the dictionary, which still has to be ended. */
  TermWriter write() {
    while (!scans.isEmpty()) {
      takeLeast();
      list.begin();
      // In the order of the parts, which is that of their documents.
      for (int i = 0; i < scans.size(); i++) {
        TermScan scan = scans.get(i);
        if (Arrays.equals(scan.term(), 0, scan.length(), term, 0, length)) {
          copy(scan.postings());
          if (!scan.next()) {
            scans.remove(i);
            i--;
          }
        }
      }
      list.end();
      if (list.documents() > 0) {
        terms.add(term, length, list);
      }
    }
    return terms;
  }

  private void takeLeast() {
    TermScan least = scans.getFirst();
    for (int i = 1; i < scans.size(); i++) {
      TermScan other = scans.get(i);
      if (Arrays.compareUnsigned(other.term(), 0, other.length(), least.term(), 0, least.length())
          < 0) {
        least = other;
      }
    }
    length = least.length();
    if (term.length < length) {
      term = new byte[2 * length];
    }
    System.arraycopy(least.term(), 0, term, 0, length);
  }

  private void copy(TermPostings postings) {
    PostingCursor cursor = postings.cursor(positions);
    for (int document = cursor.next(); document != PostingCursor.END; document = cursor.next()) {
      if (documents.isAbsent(document)) {
        continue;
      }
      int frequency = cursor.frequency();
      list.document(document, frequency);
      if (positions) {
        places = cursor.positions(places);
        for (int i = 0; i < frequency; i++) {
          list.position(places[i]);
        }
      }
    }
    untold += postings.documents();
    if (untold >= TOLD_DOCUMENTS) {
      untold = 0;
      out.tellProgress();
    }
  }

  boolean hasPositions() {
    return positions;
  }
}
