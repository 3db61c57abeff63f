package dev.stela.internal.query;

import dev.stela.Lifecycle;
import dev.stela.Query;
import dev.stela.internal.query.text.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

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
    Leaves leaves = leaves(query, lsn);
    Step all = step(query, leaves, false);
    List<Step> except = Queries.asksForLifecycle(query) ? new ArrayList<>() : notActive(leaves);
    boolean allActive = !Queries.asksForLifecycle(query) && except.isEmpty();
    // What was purged is gone as of any LSN, whatever is asked.
    addUnlessEmpty(leaves.purged(), except);
    Step found = except.isEmpty() ? all : AndStep.of(List.of(all), except);
    return new Answer(indexes, found, allActive, lsn);
  }

  /** Returns the building blocks as of the moment of which a query is asked. */
  Leaves leaves(Query query, long lsn) {
    boolean restricted = !Queries.asksForLifecycle(query);
    return new Leaves(indexes, lsn, lsn, restricted ? Standing.NOW : Standing.LATEST);
  }

  /** Returns the entities that are not active; no step that has none. */
  static List<Step> notActive(Leaves leaves) {
    List<Step> found = new ArrayList<>();
    addUnlessEmpty(leaves.inList(Lifecycle.DELETED, false), found);
    addUnlessEmpty(leaves.inList(Lifecycle.ARCHIVED, false), found);
    return found;
  }

  private static void addUnlessEmpty(Step step, List<Step> steps) {
    if (step.weight() > 0) {
      steps.add(step);
    }
  }

  /** Returns the step of a query; {@code ever} if each building block is asked of all moments. */
  Step step(Query query, Leaves leaves, boolean ever) {
    if (!ever && TextTrees.isText(query)) {
      // Documents are joined before they are looked up as entities.
      return leaves.text(query, false);
    }
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
  private Step and(List<Query> members, Leaves leaves, boolean ever) {
    List<Step> all = new ArrayList<>(members.size() + 1);
    List<Step> except = new ArrayList<>();
    List<Query> queries = members;
    if (!ever && members.stream().anyMatch(TextTrees::isText)) {
      Predicate<Query> isAboutTexts =
          query -> TextTrees.isText(query) || TextTrees.isNotText(query);
      List<Query> texts = members.stream().filter(isAboutTexts).toList();
      all.add(leaves.text(Query.and(texts), false));
      queries = members.stream().filter(isAboutTexts.negate()).toList();
    }
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
