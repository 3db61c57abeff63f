package dev.stela;

import java.util.List;

/**
 * How a query is answered: a tree of steps with the number of entities that each yields. Immutable.
 *
 * @param step what is done, for people to read
 * @param cardinality the exact number of entities that it yields
 * @param inputs the steps that it is made of, in the order in which they are done
 */
public record QueryPlan(String step, long cardinality, List<QueryPlan> inputs) {
  /** Copies the inputs. */
  public QueryPlan {
    inputs = List.copyOf(inputs);
  }
}
