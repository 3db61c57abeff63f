package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;
import dev.stela.internal.read.TagSet;
import dev.stela.internal.read.Version;
import java.util.BitSet;
import java.util.function.Supplier;
import org.roaringbitmap.CharIterator;
import org.roaringbitmap.Container;

/**
 * Entities that have any of very many tags. Their union is made only when so many entities are
 * asked about that reading the tags of each would take longer. One thread.
 */
final class AnyTagStep extends Step {
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
    if (union == null) {
      union = indexes.postings().anyAt(tags, lsn, false);
    }
    return union.chunk(index);
  }

  @Override
  Container within(int index, Container candidates) {
    asked += candidates.getCardinality();
    if (union != null || asked * LISTS_PER_ENTITY > tags.length) {
      return OrdinalSet.and(candidates, chunk(index));
    }
    Container found = null;
    CharIterator values = candidates.getCharIterator();
    while (values.hasNext()) {
      char value = values.next();
      int ordinal = index << Character.SIZE | value;
      if (ordinal < bound() && hasAny(ordinal)) {
        found = found == null ? Container.rangeOfOnes(value, value + 1) : found.add(value);
      }
    }
    return found;
  }

  @Override
  Container without(int index, Container candidates) {
    return OrdinalSet.andNot(candidates, within(index, candidates));
  }

  @Override
  int countWithin(int index, Container candidates) {
    Container found = within(index, candidates);
    return found == null ? 0 : found.getCardinality();
  }

  private boolean hasAny(int ordinal) {
    if (wanted == null) {
      wanted = new BitSet();
      for (int tag : tags) {
        wanted.set(tag);
      }
    }
    Versions.find(indexes, ordinal, lsn, version);
    having.load(version);
    for (int i = 0; i < having.size(); i++) {
      if (wanted.get(having.number(i))) {
        return true;
      }
    }
    return false;
  }
}
