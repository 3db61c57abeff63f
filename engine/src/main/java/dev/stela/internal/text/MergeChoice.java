package dev.stela.internal.text;

import java.util.List;

/**
 * Which segments of the text index are merged next. Segments are of a level by their size, each
 * level eight times the one below; eight neighbours of a level, with what smaller ones stand
 * between them, become one. So a document is written again a number of times logarithmic in the
 * size of the index, and there are fewer than eight segments of each level. Stateless, for any
 * thread.
 */
final class MergeChoice {
  private static final int FACTOR_BITS = 3;
  private static final int FACTOR = 1 << FACTOR_BITS;
  private static final long LOWEST_BYTES = 64 << 10;

  private MergeChoice() {}

  /** A range of neighbours; from the index {@code from} to before {@code to}. */
  record Run(int from, int to) {}

  /** Returns what to merge; null if nothing is to be merged. */
  static Run of(List<TextState.Segment> segments) {
    int highest = 0;
    for (TextState.Segment segment : segments) {
      highest = Math.max(highest, level(segment.bytes()));
    }
    for (int level = 0; level <= highest; level++) {
      Run run = ofLevel(segments, level);
      if (run != null) {
        return run;
      }
    }
    return null;
  }

  private static Run ofLevel(List<TextState.Segment> segments, int level) {
    int from = 0;
    int count = 0;
    for (int i = 0; i < segments.size(); i++) {
      int found = level(segments.get(i).bytes());
      if (found > level) {
        from = i + 1;
        count = 0;
      } else if (found == level) {
        count++;
      }
      if (count == FACTOR) {
        return new Run(from, i + 1);
      }
    }
    return null;
  }

  static int level(long bytes) {
    int level = 0;
    for (long limit = LOWEST_BYTES; bytes > limit; limit <<= FACTOR_BITS) {
      level++;
    }
    return level;
  }
}
