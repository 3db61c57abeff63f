package dev.stela.internal.query;

import dev.stela.Order;
import dev.stela.QueryPlan;
import java.util.ArrayList;
import java.util.List;

/** Describes steps and orders to people. Stateless, for any thread. */
final class Plans {
  private Plans() {}

  /** Returns the plan of a step with the size of every part. */
  static QueryPlan of(Step step) {
    List<QueryPlan> inputs = new ArrayList<>();
    if (step instanceof AndStep and) {
      for (Step input : and.required()) {
        inputs.add(of(input));
      }
      for (Step input : and.except()) {
        QueryPlan plan = of(input);
        inputs.add(new QueryPlan("except " + plan.step(), plan.cardinality(), plan.inputs()));
      }
    } else {
      for (Step input : step.inputs()) {
        inputs.add(of(input));
      }
    }
    return new QueryPlan(step.description(), step.count(), inputs);
  }

  /** Returns how an order is made. */
  static String order(Order order, int values, boolean readsTags, long limit) {
    String direction = order.descending() ? " descending" : "";
    String kept = limit < 0 ? ", all sorted" : ", the first kept in a heap";
    return switch (order.by()) {
      case CREATED -> "in the order of creation" + direction + ", streamed";
      case UPDATED -> "by last change" + direction + kept;
      case ID -> "by id" + direction + kept;
      case TAG_COUNT -> "by number of tags" + direction + kept;
      case VALUE, NUMBER ->
          (order.by() == Order.By.VALUE ? "by values of " : "by numbers of ")
              + order.namespace()
              + direction
              + (readsTags
                  ? ", read from the entities" + kept
                  : ", through up to " + values + " values");
    };
  }
}
