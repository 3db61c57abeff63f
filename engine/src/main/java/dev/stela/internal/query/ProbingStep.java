package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;
import java.util.function.Supplier;
import org.roaringbitmap.CharIterator;
import org.roaringbitmap.Container;

/** A step that asks one entity after another. One thread. */
abstract class ProbingStep extends Step {
  ProbingStep(Supplier<String> description, int bound) {
    super(description, bound);
  }

  /** Tells whether the step yields an entity, which is below the bound. */
  abstract boolean yields(int ordinal);

  @Override
  boolean contains(int ordinal) {
    return ordinal < bound() && yields(ordinal);
  }

  @Override
  Container within(int index, Container candidates) {
    Container found = null;
    CharIterator values = candidates.getCharIterator();
    while (values.hasNext()) {
      char value = values.next();
      int ordinal = index << Character.SIZE | value;
      if (ordinal < bound() && yields(ordinal)) {
        found = found == null ? Container.rangeOfOnes(value, value + 1) : found.add(value);
      }
    }
    return found;
  }

  @Override
  final Container without(int index, Container candidates) {
    return OrdinalSet.andNot(candidates, within(index, candidates));
  }

  @Override
  final int countWithin(int index, Container candidates) {
    Container found = within(index, candidates);
    return found == null ? 0 : found.getCardinality();
  }
}
