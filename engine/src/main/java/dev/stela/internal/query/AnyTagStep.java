package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.Version;
import java.util.BitSet;
import java.util.function.Supplier;
import org.roaringbitmap.Container;

/**
 * Entities that have any of very many tags. Their union is made only when so many entities are
 * asked about that reading the tags of each would take longer. One thread.
 */
final class AnyTagStep extends ProbingStep {
  /** With fewer tags the union is made at once: it is cheap, and its size helps to plan. */
  static final int MANY_TAGS = 256;

  /** Reading an entity's tags takes as long as so many short posting lists. */
  private static final int LISTS_PER_ENTITY = 4;

  private final Indexes indexes;
  private final int[] tags;
  private final long lsn;
  private final Version version = new Version();
  private final TagSet having = new TagSet();
  private BitSet wanted;
  private OrdinalSet union;
  private long asked;

  /** Asks as of {@code lsn}; the tags are not changed. */
  AnyTagStep(Supplier<String> description, Indexes indexes, int[] tags, long lsn, int bound) {
    super(description, bound);
    this.indexes = indexes;
    this.tags = tags;
    this.lsn = lsn;
  }

  @Override
  long weight() {
    return COSTLY + tags.length;
  }

  @Override
  Container chunk(int index) {
    return union().chunk(index);
  }

  @Override
  Container within(int index, Container candidates) {
    asked += candidates.getCardinality();
    if (union != null || asked * LISTS_PER_ENTITY > tags.length) {
      return OrdinalSet.and(candidates, chunk(index));
    }
    return super.within(index, candidates);
  }

  @Override
  boolean contains(int ordinal) {
    asked++;
    if (union != null || asked * LISTS_PER_ENTITY > tags.length) {
      return union().contains(ordinal);
    }
    return super.contains(ordinal);
  }

  @Override
  boolean yields(int ordinal) {
    if (wanted == null) {
      wanted = new BitSet();
      for (int tag : tags) {
        wanted.set(tag);
      }
    }
    if (!Versions.findHistory(indexes, ordinal, lsn, version)) {
      return false;
    }
    if (version.isCut()) {
      // Retention has taken something of the entity, which need not be one of these tags.
      return union().contains(ordinal);
    }
    having.load(version);
    for (int i = 0; i < having.size(); i++) {
      if (wanted.get(having.number(i))) {
        return true;
      }
    }
    return false;
  }

  private OrdinalSet union() {
    if (union == null) {
      union = indexes.sets().anyAt(tags, lsn);
    }
    return union;
  }
}
