package dev.stela.internal.query;

import dev.stela.Lifecycle;
import dev.stela.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes steps of a query as of one LSN. The building blocks are looked up here; in which order they
 * are joined is left to the steps. Immutable; any thread.
 */
public final class Evaluator {
  private final Indexes indexes;

  /** Evaluates queries with the parts of one store. */
  public Evaluator(Indexes indexes) {
    this.indexes = indexes;
  }

  /** Returns the parts. */
  public Indexes indexes() {
    return indexes;
  }

  /**
   * Begins to answer a query that {@link Queries} has checked and resolved.
   *
   * @param lsn a visible LSN
   * @throws dev.stela.InvalidArgumentException if the query asks of a later moment
   */
  public Answer answer(Query query, long lsn) {
    Leaves leaves = new Leaves(indexes, lsn, lsn);
    Step all = step(query, leaves, false);
    List<Step> except = new ArrayList<>();
    boolean restricted = !Queries.asksForLifecycle(query);
    if (restricted) {
      addUnlessEmpty(leaves.inList(Lifecycle.DELETED, false), except);
      addUnlessEmpty(leaves.inList(Lifecycle.ARCHIVED, false), except);
    }
    boolean allActive = restricted && except.isEmpty();
    // What was purged is gone as of any LSN, whatever is asked.
    addUnlessEmpty(leaves.purged(), except);
    Step found = except.isEmpty() ? all : AndStep.of(List.of(all), except);
    return new Answer(indexes, found, allActive, lsn);
  }

  private static void addUnlessEmpty(Step step, List<Step> steps) {
    if (step.weight() > 0) {
      steps.add(step);
    }
  }

  private Step step(Query query, Leaves leaves, boolean ever) {
    return switch (query) {
      case Query.And(List<Query> queries) -> and(queries, leaves, ever);
      case Query.Or(List<Query> queries) ->
          OrStep.of(queries.stream().map(inner -> step(inner, leaves, ever)).toList());
      case Query.Not not -> and(List.of(not), leaves, ever);
      case Query.Ever(Query inner) -> step(inner, leaves, true);
      case Query.AsOfLsn(long lsn, Query inner) -> step(inner, leaves.asOf(lsn), ever);
      default -> leaves.leaf(query, ever);
    };
  }

  /** What is negated is taken away from the rest; if there is no rest, from all entities. */
  private Step and(List<Query> queries, Leaves leaves, boolean ever) {
    List<Step> all = new ArrayList<>(queries.size() + 1);
    List<Step> except = new ArrayList<>();
    for (Query query : queries) {
      if (query instanceof Query.Not(Query inner)) {
        except.add(step(inner, leaves, ever));
      } else {
        all.add(step(query, leaves, ever));
      }
    }
    // All entities of the moment: it falls away again if another step stays within it.
    all.add(leaves.universe());
    return AndStep.of(all, except);
  }
}
