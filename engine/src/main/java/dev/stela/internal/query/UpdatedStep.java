package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.read.Version;
import java.util.function.Supplier;
import org.roaringbitmap.Container;

/**
 * Entities whose last change up to a moment is in a span of LSNs. The entity table knows the newest
 * change of each; who has changed after the moment is looked up in the log, one by one, or, when
 * these become more than the span has commits, by reading the span. One thread.
 */
final class UpdatedStep extends ProbingStep {
  private final Indexes indexes;
  private final long lsn;
  private final long from;
  private final long to;
  private final Version version = new Version();
  private OrdinalSet changed;
  private long lookups;

  /** Asks as of {@code lsn}, of the span from {@code from} to {@code to}, both inclusive. */
  UpdatedStep(
      Supplier<String> description, Indexes indexes, long lsn, long from, long to, int bound) {
    super(description, bound);
    this.indexes = indexes;
    this.lsn = lsn;
    this.from = from;
    this.to = Math.min(to, lsn);
  }

  @Override
  long weight() {
    return COSTLY + bound();
  }

  @Override
  Container chunk(int index) {
    int first = index << Character.SIZE;
    int size = Math.min(bound() - first, OrdinalSet.CHUNK_SIZE);
    return size <= 0 ? null : within(index, Container.rangeOfOnes(0, size));
  }

  @Override
  boolean yields(int ordinal) {
    long updated = indexes.entities().updatedLsn(ordinal);
    if (updated <= lsn) {
      return updated >= from && updated <= to;
    }
    if (changed == null && from >= indexes.sets().horizon() && ++lookups > to - from) {
      changed = LogWalk.changed(indexes.segments(), from, to);
    }
    if (changed != null) {
      if (!changed.contains(ordinal)) {
        return false;
      }
      if (to == lsn) {
        return true;
      }
    }
    long last = Versions.lastLsn(indexes, ordinal, lsn, version);
    return last >= from && last <= to;
  }
}
