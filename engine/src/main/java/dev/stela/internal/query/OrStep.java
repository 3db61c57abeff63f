package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.Container;

/** What any of some steps yields. One thread. */
final class OrStep extends Step {
  private final Step[] inputs;

  private OrStep(List<Step> inputs, int bound) {
    super(() -> "or", bound);
    this.inputs = inputs.toArray(Step[]::new);
  }

  /** Returns the step for a union; unions in it become one with it. */
  static Step of(List<Step> steps) {
    List<Step> inputs = new ArrayList<>();
    int bound = 0;
    for (Step step : steps) {
      if (step instanceof OrStep nested) {
        inputs.addAll(nested.inputs());
      } else {
        inputs.add(step);
      }
      bound = Math.max(bound, step.bound());
    }
    return inputs.size() == 1 ? inputs.getFirst() : new OrStep(inputs, bound);
  }

  @Override
  List<Step> inputs() {
    return List.of(inputs);
  }

  @Override
  long weight() {
    long sum = 0;
    boolean costly = false;
    for (Step input : inputs) {
      sum += input.weight();
      costly |= input.weight() >= COSTLY;
    }
    return costly ? sum : Math.min(sum, bound());
  }

  @Override
  Container chunk(int index) {
    Container union = null;
    for (Step input : inputs) {
      union = OrdinalSet.or(union, input.chunk(index));
    }
    return union;
  }

  @Override
  Container within(int index, Container candidates) {
    Container union = null;
    for (Step input : inputs) {
      union = OrdinalSet.or(union, input.within(index, candidates));
    }
    return union;
  }

  @Override
  Container without(int index, Container candidates) {
    Container left = candidates;
    for (int i = 0; i < inputs.length && left != null; i++) {
      left = inputs[i].without(index, left);
    }
    return left;
  }

  @Override
  boolean contains(int ordinal) {
    for (Step input : inputs) {
      if (input.contains(ordinal)) {
        return true;
      }
    }
    return false;
  }

  @Override
  int countWithin(int index, Container candidates) {
    Container found = within(index, candidates);
    return found == null ? 0 : found.getCardinality();
  }

  @Override
  int count(int index) {
    if (inputs.length != 2) {
      return super.count(index);
    }
    Container one = inputs[0].chunk(index);
    Container other = inputs[1].chunk(index);
    return size(one) + size(other) - OrdinalSet.andCardinality(one, other);
  }

  private static int size(Container chunk) {
    return chunk == null ? 0 : chunk.getCardinality();
  }
}
