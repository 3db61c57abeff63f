package dev.stela.internal.query;

import dev.stela.internal.index.postings.OrdinalSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.roaringbitmap.Container;

/**
 * What all of some steps yield and none of some others: the rarest first, the exceptions last. One
 * thread.
 */
final class AndStep extends Step {
  private static final Comparator<Step> RAREST_FIRST = Comparator.comparingLong(Step::weight);

  private final Step[] all;
  private final Step[] except;

  private AndStep(List<Step> all, List<Step> except, int bound) {
    super(() -> "and", bound);
    this.all = all.toArray(Step[]::new);
    this.except = except.toArray(Step[]::new);
  }

  /**
   * Returns the step for an intersection without some exceptions. Intersections in it become one
   * with it, so that the order is chosen over all of them.
   *
   * @param all at least one
   * @param except may be empty
   */
  static Step of(List<Step> all, List<Step> except) {
    List<Step> positives = new ArrayList<>();
    List<Step> negatives = new ArrayList<>(except);
    for (Step step : all) {
      if (step instanceof AndStep nested) {
        positives.addAll(nested.required());
        negatives.addAll(nested.except());
      } else {
        positives.add(step);
      }
    }
    dropUniverses(positives);
    if (positives.size() == 1 && negatives.isEmpty()) {
      return positives.getFirst();
    }
    positives.sort(RAREST_FIRST);
    // What is costly to ask comes last, to be asked of few.
    negatives.sort(RAREST_FIRST);
    int bound = Integer.MAX_VALUE;
    for (Step step : positives) {
      bound = Math.min(bound, step.bound());
    }
    return new AndStep(positives, negatives, bound);
  }

  /** All entities of a moment change nothing if another step yields none that came later. */
  private static void dropUniverses(List<Step> steps) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof SetStep set && set.isUniverse()) {
        for (Step other : steps) {
          if (other != set && other.bound() <= set.bound()) {
            steps.remove(i);
            break;
          }
        }
      }
    }
  }

  /** Returns the steps that must yield an ordinal, in the order in which they are asked. */
  List<Step> required() {
    return List.of(all);
  }

  /** Returns the steps that must not, in the order in which they are asked. */
  List<Step> except() {
    return List.of(except);
  }

  @Override
  long weight() {
    return all[0].weight();
  }

  @Override
  Container chunk(int index) {
    return narrow(index, all[0].chunk(index), 1, all.length + except.length);
  }

  @Override
  Container within(int index, Container candidates) {
    return narrow(index, candidates, 0, all.length + except.length);
  }

  @Override
  Container without(int index, Container candidates) {
    return OrdinalSet.andNot(candidates, within(index, candidates));
  }

  @Override
  boolean contains(int ordinal) {
    for (Step step : all) {
      if (!step.contains(ordinal)) {
        return false;
      }
    }
    for (Step step : except) {
      if (step.contains(ordinal)) {
        return false;
      }
    }
    return true;
  }

  @Override
  int countWithin(int index, Container candidates) {
    return countLast(index, candidates, 0);
  }

  @Override
  int count(int index) {
    return countLast(index, all[0].chunk(index), 1);
  }

  /** Does all steps but the last, of which only the size is asked. */
  private int countLast(int index, Container candidates, int from) {
    int last = all.length + except.length - 1;
    Container left = narrow(index, candidates, from, last);
    if (left == null) {
      return 0;
    }
    return last < all.length
        ? all[last].countWithin(index, left)
        : left.getCardinality() - except[last - all.length].countWithin(index, left);
  }

  private Container narrow(int index, Container candidates, int from, int to) {
    Container left = candidates;
    for (int i = from; i < to && left != null; i++) {
      left =
          i < all.length ? all[i].within(index, left) : except[i - all.length].without(index, left);
    }
    return left;
  }
}
