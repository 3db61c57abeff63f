package dev.stela.internal.index.text;

import dev.stela.InvalidArgumentException;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The documents of adjacent parts as those of one: without those that are dropped, and with the
 * endings up to the last LSN of the parts. One thread.
 */
final class MergedDocuments {
  private final List<? extends TextPart> parts;
  private final int first;
  private final int end;
  private final long lastLsn;
  private final BitSet absent = new BitSet();

  /** Takes a number of a document, and the part that has it; null if there is no document. */
  @FunctionalInterface
  interface Visitor {
    void document(int document, TextPart part);
  }

  /**
   * Creates the documents.
   *
   * @param dropped tells of which ordinals nothing is kept
   */
  MergedDocuments(List<? extends TextPart> parts, IntPredicate dropped) {
    this.parts = List.copyOf(parts);
    this.first = parts.getFirst().firstDocument();
    this.end = parts.getLast().endDocument();
    this.lastLsn = parts.getLast().lastLsn();
    int next = first;
    for (TextPart part : parts) {
      if (part.firstDocument() != next) {
        throw new InvalidArgumentException(
            "parts of the text index are not adjacent: end=%d next=%d"
                .formatted(next, part.firstDocument()));
      }
      next = part.endDocument();
      for (int document = part.firstDocument(); document < next; document++) {
        int ordinal = part.ordinal(document);
        if (ordinal < 0 || dropped.test(ordinal)) {
          absent.set(document - first);
        }
      }
    }
    requireOuterEndings();
  }

  /**
   * What a part tells of the end of an older part's document has been applied to that part, or a
   * document that has ended would stand again.
   */
  private void requireOuterEndings() {
    for (TextPart part : parts) {
      OuterEndings outer = part.outerEndings();
      for (int i = 0; i < outer.size(); i++) {
        int document = outer.document(i);
        if (document >= first && !isAbsent(document) && ending(document, partOf(document)) == 0) {
          throw new IllegalStateException(
              "an outer ending has not been applied: document=%d ending=%d"
                  .formatted(document, outer.ending(i)));
        }
      }
    }
  }

  private TextPart partOf(int document) {
    for (TextPart part : parts) {
      if (document < part.endDocument()) {
        return part;
      }
    }
    throw new IllegalStateException("no part has the document: document=" + document);
  }

  List<? extends TextPart> parts() {
    return parts;
  }

  int first() {
    return first;
  }

  /** Returns the number behind the last document. */
  int end() {
    return end;
  }

  /** Returns how many numbers there are, of documents and of absent ones. */
  int numbers() {
    return end - first;
  }

  /** Returns how many documents there are. */
  int documents() {
    return end - first - absent.cardinality();
  }

  long firstLsn() {
    return parts.getFirst().firstLsn();
  }

  long lastLsn() {
    return lastLsn;
  }

  boolean isAbsent(int document) {
    return absent.get(document - first);
  }

  /** Visits all numbers in ascending order. */
  void forEach(Visitor visitor) {
    for (TextPart part : parts) {
      int stop = part.endDocument();
      for (int document = part.firstDocument(); document < stop; document++) {
        visitor.document(document, isAbsent(document) ? null : part);
      }
    }
  }

  /** Returns when and why a document ended; 0 if it stands as of the last LSN. */
  long ending(int document, TextPart part) {
    long ending = part.endings().of(document);
    // What came later may not be durable yet, and stays with the part.
    return ending != 0 && Endings.lsn(ending) <= lastLsn ? ending : part.sealedEnding(document);
  }
}
