package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;
import java.util.function.Supplier;
import org.roaringbitmap.Container;

/** A set that is there already. One thread. */
final class SetStep extends Step {
  private final OrdinalSet set;
  private final int size;
  private final boolean universe;

  SetStep(Supplier<String> description, OrdinalSet set, int bound) {
    this(description, set, bound, false);
  }

  private SetStep(Supplier<String> description, OrdinalSet set, int bound, boolean universe) {
    super(description, bound);
    this.set = set;
    this.size = set.cardinality();
    this.universe = universe;
  }

  /** Returns the entities that had been created at a moment: all below their number. */
  static SetStep universe(Supplier<String> description, int count) {
    return new SetStep(description, OrdinalSet.below(count), count, true);
  }

  /** Tells whether it stands for all entities of a moment. */
  boolean isUniverse() {
    return universe;
  }

  @Override
  long weight() {
    return size;
  }

  @Override
  Container chunk(int index) {
    return set.chunk(index);
  }

  @Override
  boolean contains(int ordinal) {
    return set.contains(ordinal);
  }

  @Override
  OrdinalSet all() {
    return set;
  }
}
