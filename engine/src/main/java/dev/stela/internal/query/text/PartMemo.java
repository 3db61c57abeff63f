package dev.stela.internal.query.text;

import dev.stela.internal.index.text.FieldStatistics;
import dev.stela.internal.index.text.TextPart;
import dev.stela.internal.index.text.TextSegment;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What queries have found out about a part, and the next one need not: how many documents that
 * stand have a term, and how small the ordinals are that are still to come. Any thread; what
 * threads race to note is equally right.
 */
final class PartMemo {
  /** More fields as of older moments than this are not remembered: then all are forgotten. */
  private static final int MAX_PASTS = 1 << 8;

  /** More terms than this are not remembered: then all are forgotten. */
  private static final int MAX_TERMS = 1 << 14;

  private static final int PAGE_BITS = 7;

  private final ConcurrentHashMap<TermKey, Count> counts = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Past, FieldStatistics> pasts = new ConcurrentHashMap<>();
  private volatile int[] leastOrdinals;

  private record Past(int field, long lsn) {}

  /**
   * How many documents with a term stood.
   *
   * @param stamp as of when
   */
  record Count(long stamp, int documents) {}

  /** Returns what is known of a term; null if nothing is. */
  Count count(TermKey term) {
    return counts.get(term);
  }

  void note(TermKey term, long stamp, int documents) {
    if (counts.size() >= MAX_TERMS) {
      counts.clear();
    }
    counts.put(term, new Count(stamp, documents));
  }

  /** Returns what ranking has to know of a field; a segment's past is counted once. */
  FieldStatistics statistics(TextPart part, int field, long lsn) {
    if (!(part instanceof TextSegment) || lsn >= part.lastLsn()) {
      return part.statistics(field, lsn);
    }
    Past past = new Past(field, lsn);
    FieldStatistics known = pasts.get(past);
    if (known == null) {
      if (pasts.size() >= MAX_PASTS) {
        pasts.clear();
      }
      known = part.statistics(field, lsn);
      pasts.put(past, known);
    }
    return known;
  }

  /** Returns an ordinal that none from a document on is below: those of deltas may be any. */
  int leastOrdinalFrom(TextPart part, int document) {
    if (!(part instanceof TextSegment)) {
      return 0;
    }
    int[] least = leastOrdinals;
    if (least == null) {
      least = leastOrdinals(part);
      leastOrdinals = least;
    }
    return least[page(document) - page(part.firstDocument())];
  }

  private static int[] leastOrdinals(TextPart part) {
    int first = part.firstDocument();
    int end = part.endDocument();
    var least = new int[page(end) - page(first) + 1];
    int smallest = Integer.MAX_VALUE;
    for (int document = end - 1; document >= first; document--) {
      int ordinal = part.ordinal(document);
      // There may be none any more with this number.
      smallest = ordinal < 0 ? smallest : Math.min(smallest, ordinal);
      least[page(document) - page(first)] = smallest;
    }
    return least;
  }

  /** Pages begin at multiples, so that ranking can end ranges where they do. */
  private static int page(int document) {
    return document >>> PAGE_BITS;
  }
}
