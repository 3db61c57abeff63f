package dev.stela.internal.compaction;

import dev.stela.internal.checkpoint.SealedSegment;
import dev.stela.internal.log.SegmentFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses which adjacent segments to make one of. Stateless, for any thread.
 *
 * <p>Tiers: a merge takes at least four segments of which none is more than half of them all, so
 * that with each merge a byte comes into a segment at least twice as large, and is rewritten a
 * number of times logarithmic in the largest size. Among several such runs that with the smallest
 * segments is the cheapest.
 */
final class Chooser {
  /** No merge reads more, and so none writes more by much. */
  static final long MOST_BYTES = 1L << 30;

  static final int FEWEST = 4;

  private Chooser() {}

  /** Returns a run worth merging; empty if there is none. */
  static List<SealedSegment> tiered(List<SealedSegment> segments) {
    List<SealedSegment> best = List.of();
    long bestLargest = Long.MAX_VALUE;
    for (int from = 0; from + FEWEST <= segments.size(); from++) {
      int to = from;
      long total = 0;
      while (to < segments.size() && total + segments.get(to).end() <= MOST_BYTES) {
        total += segments.get(to).end();
        to++;
      }
      List<SealedSegment> run = segments.subList(from, to);
      long largest = run.stream().mapToLong(SealedSegment::end).max().orElse(0);
      if (run.size() >= FEWEST && largest * 2 <= total && largest < bestLargest) {
        best = run;
        bestLargest = largest;
      }
    }
    return List.copyOf(best);
  }

  /** Returns all segments in runs, for a pass over everything. */
  static List<List<SealedSegment>> all(List<SealedSegment> segments) {
    List<List<SealedSegment>> runs = new ArrayList<>();
    List<SealedSegment> run = new ArrayList<>();
    long total = 0;
    for (SealedSegment segment : segments) {
      if (!run.isEmpty() && total + segment.end() > MOST_BYTES) {
        runs.add(List.copyOf(run));
        run.clear();
        total = 0;
      }
      run.add(segment);
      total += segment.end();
    }
    if (!run.isEmpty()) {
      runs.add(List.copyOf(run));
    }
    return runs;
  }

  /** Returns the bytes of data segments: what was kept when they were made. */
  static long dataBytes(List<SealedSegment> segments) {
    return segments.stream()
        .filter(segment -> SegmentFiles.isData(segment.number()))
        .mapToLong(SealedSegment::end)
        .sum();
  }
}
